import { absences, signInOutcomes } from '../../login/sso/outcomes.ts'
import type { IdentityProvider } from '../../store/identity-providers.ts'
import type { SignInRow as Row } from '../../store/logins.ts'
import type { SecretView } from '../../store/secrets.ts'
import type { IdentityProviderView, SignInRow } from '../contract/sign-in.ts'
import { callbackOf } from '../routes/sso.ts'

export function presentIdentity(one: IdentityProvider, base: string, districtId: string, secrets: readonly SecretView[]): IdentityProviderView {
  const { providerId, changedAt, ...given } = one
  const callback = callbackOf({ base }, { kind: 'oidc', districtId, providerId })
  const kept = secrets.find(({ name, retiredAt }) => name === `oidcSecret:${providerId}` && retiredAt === null)
  const secret = kept && { fingerprint: kept.fingerprint, since: kept.createdAt.toISOString(), expiresAt: kept.expiresAt?.toISOString() ?? null }
  return { id: providerId, ...given, changedAt: changedAt.toISOString(), callback, start: callback.replace(/callback$/, 'start'), secret: secret ?? null }
} // prettier-ignore

/** Providers by their names; one that was removed keeps its id. */
export function presentSignIns(rows: readonly Row[], names: ReadonlyMap<string, string>, providers: readonly IdentityProvider[]): SignInRow[] {
  return rows.map(({ at, provider, outcome, userId, sourcedId, reference, claims, absent }) => ({
    at: at.toISOString(),
    provider: providers.find(one => one.providerId === provider)?.name ?? provider,
    outcome: signInOutcomes.find(one => one === outcome) ?? 'provider_refused',
    user: userId === null ? null : { id: userId, name: names.get(userId) ?? '' },
    sourcedId,
    reference,
    claims: claims === null ? null : { ...claims },
    absent: absences.find(one => one === absent) ?? null,
  }))
} // prettier-ignore
