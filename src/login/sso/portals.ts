import type { Store } from '../../store/open.ts'
import { readProvider, type ProviderName } from '../../store/providers.ts'
import { readSecrets, vendorScope } from '../../store/secrets.ts'
import type { Wire } from '../../wire/wire.ts'
import type { Exchange, Vouched } from './answers.ts'
import { askWho, authorizeUrl } from './classlink.ts'
import { askClever, cleverUrl } from './clever.ts'
import type { Begun } from './flow.ts'

/** What a provider may be told on the way; not each of them listens. */
export type Hint = {
  /** Its id of the district, which spares people the choice. */
  readonly district?: string
  /** Asked who they are even where it remembers somebody: on a shared computer that is who sat there before. */
  readonly confirm?: boolean
}

/** A provider whose people are of many districts; the vendor has one client with it for all. */
export type Portal = {
  /** Where a browser is sent to be asked. */
  authorize(redirect: string, begun: Begun, hint: Hint): string
  /** Throws PROVIDER_REFUSED and PROVIDER_TAMPERED, and what the wire throws. */
  askWho(wire: Wire, given: Exchange): Promise<Vouched>
}

/** null where the vendor has no client there yet. */
export async function findPortal(store: Store, name: ProviderName): Promise<Portal | null> {
  if (name === 'clever') {
    const settings = await readProvider(store.pool, name)
    if (settings === null || settings.clientId === '') return null
    return {
      authorize: (redirect, begun, hint) => cleverUrl(settings, redirect, begun, hint),
      askWho: async (wire, given) => await askClever(wire, settings, await readSecrets(store, vendorScope, 'cleverSecret'), given),
    }
  }
  const settings = await readProvider(store.pool, name)
  if (settings === null || settings.clientId === '') return null
  return {
    authorize: (redirect, begun) => authorizeUrl(settings, redirect, begun),
    askWho: async (wire, given) => await askWho(wire, settings, await readSecrets(store, vendorScope, 'ssoSecret'), given),
  }
} // prettier-ignore

/** Whether people can sign in there. */
export async function hasPortal(store: Store, name: ProviderName): Promise<boolean> {
  return (await findPortal(store, name)) !== null
}
