import { hashToken, keyedHash, newToken } from '../secrets.ts'
import type { Store } from '../../store/open.ts'
import {
  countLost,
  findFlow,
  isStray,
  spendFlow,
  spendLost,
  sweepFlows,
  writeFlow,
  writeStray,
} from '../../store/sso-flows.ts'

/*
 * What ties an answer of a provider to the question that this browser asked. The state has 256 bits, works once, for
 * five minutes, and only in the browser that it was made for. The nonce and the verifier of PKCE are derived from it
 * under a key of ours, so that nothing needs to be kept but hashes.
 */

export const flowMinutes = 5

export type Begun = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** Goes into the browser's cookie. */
  readonly browser: string
}
export type Beginning = {
  readonly provider: string
  readonly back: string
  readonly links: string | null
  /** What the browser's cookie holds; several tabs share it. */
  readonly browser: string | null
}

export async function beginFlow(store: Store, { provider, back, links, browser: known }: Beginning, now: Date): Promise<Begun> {
  const state = newToken()
  const browser = known ?? newToken()
  await sweepFlows(store.pool, new Date(now.getTime() - 60 * 60_000))
  await writeFlow(store.pool, hashToken(state), { browserHash: hashToken(browser), provider, links, back, begunAt: now })
  return { state, browser, ...(await derived(store, state)) }
} // prettier-ignore

/** Beginnings without an end, within half a minute, after which words take the place of another one. */
const mostLost = 5

/** `fresh`: the answer counts. Whatever else it is, its code is never exchanged. */
export type Taken =
  | { readonly kind: 'fresh'; readonly nonce: string; readonly verifier: string; readonly back: string; readonly links: string | null }
  /** Sent again by the browser that has been answered already. */
  | { readonly kind: 'again'; readonly back: string }
  /** No state of ours, of another browser, or too old: begin anew. */
  | { readonly kind: 'foreign' }
  /** The browser keeps no cookie, or the provider loses the state: beginning anew would never end. */
  | { readonly kind: 'cookieless' }
  /** A question of ours, answered with a code that came unasked before: somebody found it. */
  | { readonly kind: 'stray' } // prettier-ignore

type Given = { readonly provider: string; readonly state: string | null; readonly code: string; readonly browser: string | null } // prettier-ignore

export async function takeFlow(store: Store, given: Given, now: Date): Promise<Taken> {
  const { provider, state, code, browser } = given
  const hash = state === null ? null : hashToken(state)
  const flow = hash === null ? null : await findFlow(store.pool, hash)
  if (flow === null && code !== '') await writeStray(store.pool, strayOf(provider, code), now)
  if (flow === null || hash === null || state === null || flow.provider !== provider) return { kind: (await wentRound(store, browser, now)) ? 'cookieless' : 'foreign' }
  // Told once, whoever comes with it: what an address alone can repeat must not fill a district's list.
  if (browser === null) return (await spendFlow(store.pool, hash, now)) ? { kind: 'cookieless' } : { kind: 'again', back: flow.back }
  if (!hashToken(browser).equals(flow.browserHash)) return { kind: 'foreign' }
  if (now.getTime() - flow.begunAt.getTime() > flowMinutes * 60_000) return { kind: 'foreign' }
  if (flow.usedAt !== null || !(await spendFlow(store.pool, hash, now))) return { kind: 'again', back: flow.back }
  if (code !== '' && (await isStray(store.pool, strayOf(provider, code)))) return { kind: 'stray' }
  return { kind: 'fresh', back: flow.back, links: flow.links, ...(await derived(store, state)) }
} // prettier-ignore

/** A code means something to the provider alone that made it. */
function strayOf(provider: string, code: string): Buffer {
  return hashToken(`${provider} ${code}`)
}

/** Those that were lost are spent with it, so that only as many again bring the words again. */
async function wentRound(store: Store, browser: string | null, now: Date): Promise<boolean> {
  if (browser === null) return false
  const [whose, since] = [hashToken(browser), new Date(now.getTime() - 30_000)]
  if ((await countLost(store.pool, whose, since)) < mostLost) return false
  return (await spendLost(store.pool, whose, since, now)) > 0
}

async function derived({ data }: Store, state: string): Promise<{ nonce: string; verifier: string }> {
  const word = async (of: string) => (await keyedHash(data, of, state)).toString('base64url')
  return { nonce: await word('sso nonce'), verifier: await word('sso verifier') }
}
