import { resolve } from 'node:path'
import { readSetup } from '../sources/oneroster-rest/settings.ts'
import { sourceNames, type SourceName } from '../sources/registry.ts'
import { keepSecret, listSecrets } from '../store/secrets.ts'
import { askSecret } from './ask-secret.ts'
import type { Call } from './command.ts'
import { UsageError } from './errors.ts'
import { nearest } from './nearest.ts'
import { whoRuns } from './order.ts'
import { readSettings, secretOf, secretsGiven } from './source-options.ts'

/** The source that a command line names, and its settings. Throws UsageError, SETTINGS_INVALID. */
export function readOrigin(call: Call, key: string, word: string) {
  const source = sourceNames.find(name => name === word)
  if (source === undefined) throw unknownSource(key, word)
  const given = readSettings(call, source)
  const settings = given.path === undefined ? given : { ...given, path: resolve(given.path) }
  if (source === 'oneroster-rest') readSetup(settings)
  if ((source === 'classlink' || source === 'clever') && !settings.tenantId)
    throw new UsageError(
      `Cannot connect ${key}: --tenant is missing. Give the district’s ${source === 'clever' ? 'id at Clever' : 'tenant id at ClassLink'}`,
    )
  return { source, settings }
}

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

function unknownSource(key: string, source: string): UsageError {
  const meant = nearest(source, sourceNames)
  const hint = meant === null ? `Sources are ${sourceNames.join(', ')}` : `Did you mean ${meant}?`
  return new UsageError(`Cannot connect ${key}: there is no source "${source}". ${hint}`)
}
