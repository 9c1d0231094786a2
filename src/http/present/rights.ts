import type { Reader } from '../../login/reader.ts'
import { rightsOfRole, rightsOfVendor, type Right } from '../../login/rights.ts'

/** What a reader may do in a district: the page locks what is not among it, and says whose it is. */
export function rightsIn({ seats, vendorRole }: Reader, district: string): Right[] {
  if (vendorRole !== null) return [...rightsOfVendor(vendorRole)]
  const seat = seats.find(({ key }) => key === district)
  return seat === undefined ? [] : [...rightsOfRole(seat.role)]
}
