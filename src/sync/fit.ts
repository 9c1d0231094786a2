import { stateOfNces } from '../roster/states.ts'

/*
 * Which of our districts is one that shares with us through a provider. It only proposes: what is public of a district,
 * its name and its NCES id, anybody can type, so a person of the vendor says that it is so.
 */

/** What is known of a district, on either side; '' for what is not. */
export type Known = { readonly name: string; readonly ncesId: string; readonly state: string }
export type Evidence = 'nces' | 'name' | 'state' | 'name_differs'
export type Certainty = 'sure' | 'likely' | 'unsure'
export type Fit<One> = {
  readonly district: One
  readonly certainty: Certainty
  readonly evidence: readonly Evidence[]
}

/** Ours that may be theirs, the surest first. Where two fit as well, neither is more than unsure. */
export function fitDistricts<One extends Known>(theirs: Known, ours: readonly One[]): Fit<One>[] {
  const found = ours.flatMap(one => {
    const fit = fitOne(theirs, one)
    return fit === null ? [] : [{ district: one, ...fit }]
  })
  const [best] = order.filter(certainty => found.some(one => one.certainty === certainty))
  const rivals = found.filter(({ certainty }) => certainty === best).length > 1
  const told = found.map(one => (rivals && one.certainty === best ? { ...one, certainty: 'unsure' as const } : one))
  return told.sort((a, b) => order.indexOf(a.certainty) - order.indexOf(b.certainty))
} // prettier-ignore

const order: readonly Certainty[] = ['sure', 'likely', 'unsure']

/** An NCES id says most, and where both have one and they differ, a name says nothing. */
function fitOne(a: Known, b: Known): { certainty: Certainty; evidence: Evidence[] } | null {
  const named = plainName(a.name) !== '' && plainName(a.name) === plainName(b.name)
  const [here, there] = [stateOf(a), stateOf(b)]
  if (a.ncesId !== '' && b.ncesId !== '') {
    if (a.ncesId !== b.ncesId) return null
    return named
      ? { certainty: 'sure', evidence: ['nces', 'name'] }
      : { certainty: 'likely', evidence: ['nces', 'name_differs'] }
  }
  if (!named || (here !== '' && there !== '' && here !== there)) return null
  return here !== '' && here === there
    ? { certainty: 'likely', evidence: ['name', 'state'] }
    : { certainty: 'unsure', evidence: ['name'] }
}

function stateOf({ ncesId, state }: Known): string {
  return state || stateOfNces(ncesId)
}

/** Words that one writes and another leaves out. */
const fillers = /\b(the|of|public|unified|independent|consolidated|schools?|district|isd|usd|cusd)\b/g

function plainName(name: string): string {
  const small = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim() // prettier-ignore
  const bare = small.replace(fillers, ' ').replace(/\s+/g, ' ').trim()
  return bare === '' ? small : bare
}
