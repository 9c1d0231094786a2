import { resolve } from 'node:path'
import { readSetup } from '../../sources/oneroster-rest/settings.ts'
import { sourceNames, type SourceName } from '../../sources/registry.ts'
import { connect, findDistrict } from '../../store/districts.ts'
import { keepSecret, listSecrets } from '../../store/secrets.ts'
import { holdSharer } from '../../store/sharers.ts'
import { transact } from '../../store/transact.ts'
import { askSecret } from '../ask-secret.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { nextStep, whoRuns } from '../order.ts'
import { readSettings, secretOf, secretsGiven, sourceOptions } from '../source-options.ts'

export const command: Command = {
  verb: 'connect',
  usage: [
    'connect <district> oneroster-csv [--path <zip|dir>]',
    'connect <district> oneroster-rest --url URL --token-url URL --client-id ID [--auth KIND] [--version 1.1|1.2]',
    'connect <district> classlink --tenant ID [--access proxy|direct]',
    'connect <district> clever --tenant ID [--contacts] [--events [--poll SECONDS]]',
  ],
  summary: 'say where the records of a district come from',
  options: sourceOptions,
  args: [2, 2],
  beside: true,
  async run(call) {
    const [key = '', word = ''] = call.args
    const source = sourceNames.find(name => name === word)
    if (source === undefined) throw unknownSource(key, word)
    const given = readSettings(call, source)
    const settings = given.path === undefined ? given : { ...given, path: resolve(given.path) }
    if (source === 'oneroster-rest') readSetup(settings)
    const { pool } = await call.store()
    const district = await findDistrict(pool, key)
    await transact(pool, async client => {
      if (settings.tenantId !== undefined) await holdSharer(client, district.districtId, source, settings.tenantId)
      await connect(client, district, source, settings, whoRuns())
    })
    const kept = await keepGiven(call, district.districtId, source, settings)
    const shown = source === 'oneroster-csv' ? { path: settings.path ?? null } : { settings, secrets: kept }
    call.out.result({ district: key, source, ...shown }, () => {
      const where = settings.path ?? settings.url ?? (settings.tenantId === undefined ? undefined : `tenant ${settings.tenantId}`)
      call.out.line(`Connected ${key} to ${source}${where === undefined ? '' : ` at ${where}`}. Next, see what it would bring:`)
      call.out.line('  ', nextStep(call, `plan ${key}${source === 'oneroster-csv' && where === undefined ? ' --from <zip|dir>' : ''}`))
    })
    return 0
  },
} // prettier-ignore

/** Keeps the secrets that the environment gives, and asks for the one that is still missing where somebody can answer. */
async function keepGiven(call: Call, districtId: string, source: SourceName, settings: Readonly<Record<string, string>>) {
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
