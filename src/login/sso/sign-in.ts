import { randomInt } from 'node:crypto'
import { RollbookError } from '../../roster/errors.ts'
import { findIdentity, type IdentityProvider } from '../../store/identity-providers.ts'
import { findSharing, findConsoleLogin, noteSignIn, writeConsoleLogin } from '../../store/logins.ts'
import { findConsoleUser } from '../../store/console-users.ts'
import type { Signed } from '../../store/console-sessions.ts'
import type { Store } from '../../store/open.ts'
import type { ProviderName } from '../../store/providers.ts'
import { readSecrets, vendorScope } from '../../store/secrets.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { openWire, type Wire } from '../../wire/wire.ts'
import { issueTicket } from '../tickets.ts'
import { refused } from './answers.ts'
import { beginFlow, takeFlow, type Taken } from './flow.ts'
import { discover, oidcClaims, oidcUrl } from './oidc.ts'
import type { Absence, SignInOutcome } from './outcomes.ts'
import { findPerson, type Claimed, type Found } from './person.ts'
import { findPortal, type Hint } from './portals.ts'

/*
 * Signing in through a provider, whichever it is: a question with a state of ours, an answer that fits it, a subject
 * that the answer proves, and the person whom the roster has under it. The roster is read and never written.
 */

/** A provider for all districts, or one of a district. */
export type Route =
  | { readonly kind: ProviderName }
  | { readonly kind: 'oidc'; readonly districtId: string; readonly providerId: string }

export type Starting = {
  readonly route: Route
  /** Where the provider sends people back to. */
  readonly redirect: string
  readonly back: string
  readonly browser: string | null
  /** Somebody of the console who ties this sign-in to themselves. */
  readonly links: string | null
  readonly hint?: Hint
}

/** Where the browser goes to be asked, and what its cookie holds from now on. Throws PROVIDER_UNKNOWN, and what discovery throws. */
export async function startSignIn(store: Store, { route, redirect, back, browser, links, hint }: Starting, now: Date): Promise<{ to: string; browser: string }> {
  const asked = { provider: nameOf(route), back, links, browser }
  if (route.kind !== 'oidc') {
    const portal = await findPortal(store, route.kind)
    if (portal === null) throw notSetUp()
    const begun = await beginFlow(store, asked, now)
    return { to: portal.authorize(redirect, begun, hint ?? {}), browser: begun.browser }
  }
  const { provider, secrets } = await enabledProvider(store, route)
  const found = await discover(wireOf(store), provider, secrets[0] ?? '', store.loopback)
  const begun = await beginFlow(store, asked, now)
  return { to: await oidcUrl(found, redirect, begun), browser: begun.browser }
} // prettier-ignore

export type Answering = {
  readonly route: Route
  readonly redirect: string
  /** The address that the provider sent the browser to, with all that it said. */
  readonly callback: URL
  readonly browser: string | null
  /** Console user who is signed in there as the answer comes; a sign-in is tied to nobody else. */
  readonly member: string | null
  /** Why the roster of a district does not have somebody with this sourcedId. */
  readonly absent: (districtId: string, sourcedId: string | null) => Promise<Absence>
}

export type Answered =
  | { readonly kind: 'session'; readonly of: Signed; readonly back: string }
  | { readonly kind: 'linked'; readonly back: string }
  /** Of the console, who has a second factor: its code comes first. */
  | { readonly kind: 'factor'; readonly ticket: string }
  /** Begin anew: what came was no answer to a question of this browser's. */
  | { readonly kind: 'restart' }
  /** This browser was answered already. */
  | { readonly kind: 'again'; readonly back: string }
  | Problem
export type Problem = { readonly kind: 'problem'; readonly outcome: SignInOutcome; readonly reference: string; readonly districtId: string | null; readonly role: string; readonly absent: Absence | null; readonly removedAt: Date | null; /** The provider said who it is, and they are not let in. */ readonly vouched: boolean } // prettier-ignore

/** Clever's word for a district, or a person, that has not been given the app. */
const unshared = 'unauthorized-user'

/** What an answer of a provider comes to. A code without a state of this browser's own is never exchanged. */
export async function answerSignIn(store: Store, { route, redirect, callback, browser, member, absent }: Answering, now: Date): Promise<Answered> {
  const { searchParams } = callback
  const state = searchParams.get('state')
  const code = searchParams.get('code') ?? ''
  const taken = await takeFlow(store, { provider: nameOf(route), state, code, browser }, now)
  if (taken.kind === 'foreign') return { kind: 'restart' }
  if (taken.kind === 'again') return taken
  const districtId = route.kind === 'oidc' ? route.districtId : null
  if (taken.kind === 'cookieless') return await tell(store, { districtId, provider: nameOf(route) }, 'expired', now)
  if (taken.kind === 'stray') return await tell(store, { districtId, provider: nameOf(route) }, 'tampered', now)
  const refusal = searchParams.get('error')
  if (code === '' || refusal !== null) return await tell(store, { districtId, provider: nameOf(route) }, refusal === unshared ? 'not_opened' : 'provider_refused', now)
  try {
    const fresh = { ...taken, state: state ?? '' }
    return route.kind === 'oidc'
      ? await answerOidc(store, route, { callback, fresh, absent }, now)
      : await answerPortal(store, route.kind, { code, redirect, fresh, member, absent }, now)
  } catch (error) {
    if (!(error instanceof RollbookError)) throw error
    const outcome = error.code === 'PROVIDER_TAMPERED' ? 'tampered' : 'provider_refused'
    return await tell(store, { districtId, provider: nameOf(route) }, outcome, now)
  }
} // prettier-ignore

type Fresh = Extract<Taken, { kind: 'fresh' }> & { readonly state: string }

async function answerPortal(store: Store, provider: ProviderName, given: Pick<Answering, 'redirect' | 'member' | 'absent'> & { readonly code: string; readonly fresh: Fresh }, now: Date): Promise<Answered> {
  const { code, redirect, fresh, member, absent } = given
  const portal = await findPortal(store, provider)
  if (portal === null) throw notSetUp()
  const { issuer, subject, tenantId, sourcedId, role, claims } = await portal.askWho(wireOf(store), { code, redirect, verifier: fresh.verifier, nonce: fresh.nonce })
  // Before the console too: an account that no district stands behind opens nothing, and is tied to nobody.
  if (tenantId === null) return await tell(store, { districtId: null, provider, role, claims }, 'no_district', now)
  const console = await answerConsole(store, issuer, subject, { ...fresh, member }, now)
  if (console !== null) return console
  const found = await findSharing(store.pool, provider, tenantId)
  const about = { districtId: found?.districtId ?? null, provider, sourcedId, role, claims }
  if (found === null || !found.ready) return await tell(store, about, 'district_not_ready', now)
  const claimed: Claimed = { districtId: found.districtId, provider, issuer, subject, finds: 'sourcedId', value: sourcedId, connectionId: found.connectionId }
  return await settle(store, claimed, { about, back: fresh.back, absent }, now)
} // prettier-ignore

async function answerOidc(store: Store, route: Extract<Route, { kind: 'oidc' }>, { callback, fresh, absent }: Pick<Answering, 'callback' | 'absent'> & { readonly fresh: Fresh }, now: Date): Promise<Answered> {
  const { provider, secrets } = await enabledProvider(store, route)
  const claims = await claimsOf(store, provider, secrets, callback, fresh)
  const { districtId, providerId } = route
  const issuer = String(claims['iss'])
  const subject = String(claims['sub'])
  const said = claims[provider.claim]
  const value = typeof said === 'string' ? said.trim() : typeof said === 'number' ? String(said) : ''
  // Usernames are often addresses, and those are not kept.
  const kept = value.includes('@') ? '' : value
  const about = { districtId, provider: providerId, sourcedId: kept, claims: { iss: issuer, [provider.claim]: kept } }
  return await settle(store, { districtId, provider: providerId, issuer, subject, finds: provider.finds, value, connectionId: null }, { about, back: fresh.back, absent }, now)
} // prettier-ignore

/**
 * Somebody of the console: who ties this sign-in to themselves now, or did before. The vendor's people have a password.
 * A provider of one district vouches for nobody here: whoever may change it could become anybody who also looks after
 * another district.
 */
async function answerConsole(store: Store, issuer: string, subject: string, { links, back, member }: Fresh & { readonly member: string | null }, now: Date): Promise<Answered | null> {
  if (links !== null) {
    if (links !== member) return await tell(store, { districtId: null, provider: 'console' }, 'expired', now)
    const tied = await writeConsoleLogin(store.pool, issuer, subject, links, now)
    return tied ? { kind: 'linked', back } : await tell(store, { districtId: null, provider: 'console' }, 'two_candidates', now)
  }
  const consoleUserId = await findConsoleLogin(store.pool, issuer, subject)
  if (consoleUserId === null) return null
  const user = await findConsoleUser(store.pool, consoleUserId)
  if (user === null || user.vendorRole !== null) return null
  if (user.totpSecret !== null) return { kind: 'factor', ticket: await issueTicket(store.pool, 'factor', consoleUserId, now) }
  return { kind: 'session', of: { consoleUserId }, back }
} // prettier-ignore

/** What is known of a sign-in that ends. The names of `claims` are the provider's: nothing is decided by them here. */
type About = {
  readonly districtId: string | null
  readonly provider: string
  readonly sourcedId?: string
  readonly role?: string
  readonly absent?: Absence
  readonly claims?: Readonly<Record<string, string>>
}

async function settle(
  store: Store,
  claimed: Claimed,
  { about, back, absent }: Pick<Answering, 'absent'> & { readonly about: About; readonly back: string },
  now: Date,
): Promise<Answered> {
  const found = await findPerson(store, claimed, now)
  const { districtId, finds, value } = claimed
  if (found.outcome === 'not_shared') {
    const why = await absent(districtId, finds === 'sourcedId' ? value : null)
    return await tell(store, { ...about, absent: why }, why === 'paused' ? why : found.outcome, now, found)
  }
  const { outcome, userId } = found
  const problem = await tell(store, about, outcome, now, found)
  if (outcome !== 'signed_in' || userId === null) return problem
  return { kind: 'session', of: { districtId: claimed.districtId, userId }, back }
}

/** Writes down how it went, with the words that people read out to whoever helps them. */
async function tell(store: Store, { districtId, provider, sourcedId = '', role = '', absent, claims }: About, outcome: SignInOutcome, now: Date, found: Found | null = null): Promise<Problem> {
  const reference = newReference()
  await noteSignIn(store.pool, districtId ?? vendorScope, {
    signInId: uuidv7(now.getTime()), at: now, provider, outcome, userId: found?.userId ?? null, sourcedId: sourcedId || null, reference, claims: claims ?? null, absent: absent ?? null,
  })
  return { kind: 'problem', outcome, reference, districtId, role, absent: absent ?? null, removedAt: found?.removedAt ?? null, vouched: claims !== undefined }
} // prettier-ignore

/** Six signs that cannot be taken for one another. */
function newReference(): string {
  const signs = 'ACDEFHJKLMNPRTUVWXY3479'
  return Array.from({ length: 6 }, () => signs[randomInt(signs.length)] ?? '').join('')
}

async function enabledProvider(store: Store, { districtId, providerId }: Extract<Route, { kind: 'oidc' }>) {
  const provider = await findIdentity(store.pool, districtId, providerId)
  if (provider === null || !provider.enabled) throw notSetUp()
  return { provider, secrets: await readSecrets(store, districtId, `oidcSecret:${providerId}`) }
}

/** With the newest secret that the provider takes: while one is being replaced, either may be the good one. */
async function claimsOf(store: Store, provider: IdentityProvider, secrets: readonly string[], callback: URL, fresh: Fresh) {
  for (const secret of secrets.length === 0 ? [''] : secrets) {
    const found = await discover(wireOf(store), provider, secret, store.loopback)
    const claims = await oidcClaims(found, callback, fresh)
    if (claims !== null) return claims
  }
  throw refused('it refuses our client')
} // prettier-ignore

function nameOf(route: Route): string {
  return route.kind !== 'oidc' ? route.kind : `oidc:${route.districtId}:${route.providerId}`
}

/** One way out for all sign-ins of a process: its connections are kept. */
const wires = new WeakMap<Store, Wire>()

function wireOf(store: Store): Wire {
  const known = wires.get(store) ?? openWire({ loopback: store.loopback })
  wires.set(store, known)
  return known
}

function notSetUp(): RollbookError {
  return new RollbookError('PROVIDER_UNKNOWN', 'Cannot sign in this way: nothing is set up with this provider, or it is switched off. Sign in another way, or ask whoever looks after it') // prettier-ignore
}
