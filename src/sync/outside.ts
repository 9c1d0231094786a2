import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { kinds } from '../roster/kinds.ts'
import { kindEnabled, type Rules } from '../roster/rules.ts'
import type { Outside, SecretName } from '../sources/outside.ts'
import type { Store } from '../store/open.ts'
import { readSecrets, vendorScope } from '../store/secrets.ts'
import { openWire } from '../wire/wire.ts'

export type Reaching = {
  readonly store: Store
  readonly districtId: string
  readonly rules: Rules
  readonly since: Date | null
  readonly follow?: Outside['follow']
  readonly progress: Outside['progress']
  readonly signal?: AbortSignal
}

/** The way out for one reading of a source. `close` lets go of its connections. */
export function openOutside({
  store,
  districtId,
  rules,
  since,
  follow,
  progress,
  signal,
}: Reaching): Outside & { close(): void } {
  const wire = openWire({ loopback: store.loopback })
  return {
    wire,
    scratch: join(store.data, 'scratch'),
    secrets: name => secretsOf(store, districtId, name),
    wants: kinds.filter(kind => kindEnabled(kind, rules)),
    since,
    ...(follow !== undefined && { follow }),
    now: () => new Date(),
    pause: async millis => void (await wait(millis, null, signal === undefined ? {} : { signal })),
    progress,
    ...(signal !== undefined && { signal }),
    close: () => wire.close(),
  }
}

/** The district's own, or for a key that all districts are read with, the vendor's. */
async function secretsOf(store: Store, districtId: string, name: SecretName): Promise<readonly string[]> {
  const own = await readSecrets(store, districtId, name)
  return own.length > 0 || !ofAll.includes(name) ? own : await readSecrets(store, vendorScope, name)
}

/** Keys that all districts of a provider are read with. */
const ofAll: readonly SecretName[] = ['partnerKey', 'cleverSecret']
