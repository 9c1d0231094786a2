import { singleCodes } from '../../guard/hazards.ts'
import type { Reader } from '../../login/reader.ts'

/** sourcedIds of the schools a viewer is kept to; null for everybody else, who sees all of the district. */
export function schoolsOf({ seats }: Reader, district: string): readonly string[] | null {
  return seats.find(seat => seat.key === district)?.schools ?? null
}

/**
 * Hazards as the reader may read them. Why a district waits is told to everybody who sees its headline; the sentences
 * that name somebody are not told to whoever is kept to some schools, as nothing says at which school that is.
 */
export function hazardsFor<One extends { readonly code: string; readonly message: string }>(
  hazards: readonly One[],
  within: readonly string[] | null,
): One[] {
  if (within === null) return [...hazards]
  return hazards.map(one => (singleCodes.includes(one.code) ? { ...one, message: unnamed } : one))
}
const unnamed = 'Whom this is about is told to those who look after every school'
