import { createContext, use } from 'react'

/** What a page belongs to, for its title: the district, or the vendor. */
export const PlaceContext = createContext<string>('Rollbook')

export function usePlace(): string {
  return use(PlaceContext)
}
