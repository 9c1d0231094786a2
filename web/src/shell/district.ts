import { createContext, use } from 'react'

/** The district that a page is about, and what the reader may do there. */
export type DistrictHere = {
  readonly key: string
  readonly name: string
  readonly zone: string
  readonly role: string | null
  readonly rights: readonly string[]
  /** Where its pages begin: /d/{key}. */
  readonly path: string
  /** Where the service answers about it: /api/districts/{key}. */
  readonly api: string
}

export const DistrictContext = createContext<DistrictHere | null>(null)

/** Only inside the frame of a district. */
export function useDistrict(): DistrictHere {
  const district = use(DistrictContext)
  if (district === null) throw new Error('Cannot tell the district: this page does not stand in its frame')
  return district
}
