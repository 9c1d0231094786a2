import { fleetPlaces, type Placed } from '../store/fleet.ts'
import type { Store } from '../store/open.ts'
import type { ProviderName } from '../store/providers.ts'
import { fitDistricts, type Certainty, type Evidence } from './fit.ts'
import { listSharers, type Sharing } from './sharers.ts'

export type Candidate = {
  readonly district: { readonly key: string; readonly name: string }
  readonly certainty: Certainty
  readonly evidence: Evidence[]
  /** Its setup under way is for this provider. */
  readonly asks: boolean
  readonly source: string | null
}
/** One that shares, with the district of ours that reads from it, or those that it may be. */
export type Matched = Omit<Sharing, 'settings'> & {
  readonly tied: Candidate['district'] | null
  readonly fits: Candidate[]
}

/** Those that share through a provider beside our districts; what nobody is tied to comes first. Throws what listing them throws. */
export async function matchSharers(store: Store, provider: ProviderName): Promise<Matched[]> {
  const sharers = await listSharers(store, provider)
  const ours = await fleetPlaces(store.pool)
  const tiedTo = new Map(ours.flatMap(one => (one.source === provider && one.tenantId !== null ? [[one.tenantId, one]] : [])))
  const free = ours.filter(({ source }) => source !== provider)
  const all = sharers.map(({ settings: _, ...sharing }) => {
    const tied = tiedTo.get(sharing.tenantId)
    if (tied !== undefined) return { ...sharing, tied: nameOf(tied), fits: [] }
    return { ...sharing, tied: null, fits: candidates(sharing, free, provider) }
  })
  return all.map(one => ({ ...one, fits: contested(one.fits, all) })).sort((a, b) => Number(a.tied !== null) - Number(b.tied !== null) || a.name.localeCompare(b.name))
} // prettier-ignore

/** A district that two of theirs may be is surely neither. */
function contested(fits: readonly Candidate[], all: readonly { readonly fits: readonly Candidate[] }[]): Candidate[] {
  return fits.map(fit => {
    const claims = all.filter(one => one.fits.some(({ district }) => district.key === fit.district.key))
    return claims.length > 1 ? { ...fit, certainty: 'unsure' } : fit
  })
} // prettier-ignore

function candidates(
  sharing: Omit<Sharing, 'settings'>,
  ours: readonly Placed[],
  provider: ProviderName,
): Candidate[] {
  return fitDistricts(sharing, ours).map(({ district, certainty, evidence }) => ({
    district: nameOf(district),
    certainty,
    evidence: [...evidence],
    asks: district.system === provider,
    source: district.source,
  }))
}

function nameOf({ key, name }: Placed): Candidate['district'] {
  return { key, name }
}
