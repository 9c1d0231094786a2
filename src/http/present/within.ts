import type { Reader } from '../../login/reader.ts'

/** sourcedIds of the schools a viewer is kept to; null for everybody else, who sees all of the district. */
export function schoolsOf({ seats }: Reader, district: string): readonly string[] | null {
  return seats.find(seat => seat.key === district)?.schools ?? null
}
