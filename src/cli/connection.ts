import { sourceNames, type SourceName } from '../sources/registry.ts'
import { keepSecret, listSecrets } from '../store/secrets.ts'
import { askSecret } from './ask-secret.ts'
import type { Call } from './command.ts'
import { UsageError } from './errors.ts'
import { nearest } from './nearest.ts'
import { whoRuns } from './order.ts'
import { secretOf, secretsGiven } from './source-options.ts'

/** Keeps the secrets that the environment gives, and asks for the one that is still missing where somebody can answer. */
export async function keepGiven(call: Call, districtId: string, source: SourceName, settings: Readonly<Record<string, string>>) {
  if (source === 'oneroster-csv') return []
  const store = await call.store()
  const given = secretsGiven(process.env)
  const needed = secretOf(source, settings)
  const there = needed !== null && (await listSecrets(store.pool, districtId)).some(one => one.name === needed.name && one.retiredAt === null)
  if (needed !== null && !there && !given.some(({ name }) => name === needed.name))
    given.push({ name: needed.name, value: await askSecret(needed.name === 'bearer' ? 'Bearer token' : 'Client secret', needed.variable) })
  const kept = []
  for (const { name, value } of given) {
    const { fingerprint, version } = await keepSecret(store, { districtId, name, value, who: whoRuns() }, call.now())
    kept.push({ name, version, fingerprint })
  }
  return kept
} // prettier-ignore

export function unknownSource(key: string, source: string): UsageError {
  const meant = nearest(source, sourceNames)
  const hint = meant === null ? `Sources are ${sourceNames.join(', ')}` : `Did you mean ${meant}?`
  return new UsageError(`Cannot connect ${key}: there is no source "${source}". ${hint}`)
}
