import { providerNames, readProvider, saveProvider, type ProviderName } from '../../store/providers.ts'
import { keepSecret, listSecrets, vendorScope } from '../../store/secrets.ts'
import { askSecret } from '../ask-secret.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { flag, text } from '../options.ts'
import { whoRuns } from '../order.ts'

const options = {
  proxy: { type: 'string', value: 'URL', about: 'ClassLink’s partner API and roster proxy, where it is not the documented one' },
  prefix: { type: 'string', value: 'PATH', about: 'path between an application’s id at ClassLink and its collections' },
  launchpad: { type: 'string', value: 'URL', about: 'where people sign in at ClassLink' },
  api: { type: 'string', value: 'URL', about: 'where it is asked who signed in; Clever’s data, too' },
  login: { type: 'string', value: 'URL', about: 'where people sign in at Clever, and where it gives out tokens' },
  version: { type: 'string', value: 'V', about: 'of Clever’s Data API: v3.1 or v3.0' },
  'client-id': { type: 'string', value: 'ID', about: 'client id of your app there' },
  'partner-key': { type: 'boolean', about: 'ask for ClassLink’s partner key; ROLLBOOK_PARTNER_KEY gives it without asking' },
  'sso-secret': { type: 'boolean', about: 'ask for the client secret at LaunchPad; ROLLBOOK_SSO_SECRET gives it' },
  'client-secret': { type: 'boolean', about: 'ask for the client secret at Clever; ROLLBOOK_CLEVER_SECRET gives it' },
} as const // prettier-ignore

/** What can be said of each provider: its settings, and the secrets that are asked for by an option or a variable. */
const sayings = {
  classlink: {
    settings: { proxy: 'proxy', prefix: 'prefix', launchpad: 'launchpad', api: 'api', 'client-id': 'clientId' },
    secrets: { 'partner-key': ['partnerKey', 'ROLLBOOK_PARTNER_KEY'], 'sso-secret': ['ssoSecret', 'ROLLBOOK_SSO_SECRET'] },
  },
  clever: {
    settings: { api: 'api', login: 'login', version: 'version', 'client-id': 'clientId' },
    secrets: { 'client-secret': ['cleverSecret', 'ROLLBOOK_CLEVER_SECRET'] },
  },
} as const satisfies Readonly<Record<ProviderName, Saying>> // prettier-ignore
type Saying = {
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, readonly [name: string, variable: string]>>
}

export const command: Command = {
  verb: 'provider',
  usage: [
    'provider classlink [--client-id ID] [--launchpad URL] [--proxy URL] [--api URL] [--partner-key] [--sso-secret]',
    'provider clever [--client-id ID] [--api URL] [--login URL] [--version v3.1] [--client-secret]',
  ],
  summary: 'what you have agreed with ClassLink or Clever for all districts; secrets by ROLLBOOK_PARTNER_KEY, ROLLBOOK_SSO_SECRET, ROLLBOOK_CLEVER_SECRET',
  options,
  args: [1, 1],
  beside: true,
  async run(call) {
    const name = providerNames.find(one => one === call.args[0])
    if (name === undefined) throw new UsageError(`Cannot set up provider "${call.args[0] ?? ''}": it is one of ${providerNames.join(', ')}`)
    const store = await call.store()
    const given = readSettings(call, name)
    const secrets = await readGiven(call, name)
    if (Object.keys(given).length + secrets.length > 0) await saveProvider(store.pool, name, given, whoRuns(), call.now())
    for (const secret of secrets) await keepSecret(store, { districtId: vendorScope, ...secret, who: whoRuns() }, call.now())
    const settings = await readProvider(store.pool, name)
    const kept = (await listSecrets(store.pool, vendorScope)).filter(({ retiredAt }) => retiredAt === null)
    call.out.result({ provider: name, settings, secrets: kept }, () => {
      if (settings === null) return call.out.line(`Nothing is agreed with ${name} yet. ${command.usage.map(line => `rollbook ${line}`).join('')}`)
      call.out.table(['Setting', 'Value'], Object.entries(settings))
      if (kept.length > 0) call.out.table(['Secret', 'Fingerprint'], kept.map(one => [one.name, one.fingerprint]))
    })
    return 0
  },
} // prettier-ignore

function readSettings(call: Call, name: ProviderName): Readonly<Record<string, string>> {
  const { settings, secrets }: Saying = sayings[name]
  const stray = Object.keys(options).find(option => call.options[option] !== undefined && !(option in settings) && !(option in secrets))
  if (stray !== undefined) throw new UsageError(`Cannot set up ${name}: it has no --${stray}`)
  return Object.fromEntries(
    Object.entries(settings).flatMap(([option, setting]) => {
      const value = text(call, option)?.trim().replace(/\/+$/, '')
      if (value === undefined) return []
      if (option === 'version' && !/^v3\.[01]$/.test(value)) throw new UsageError(`Cannot read --version: "${value}" is no version that is read here. It is v3.1 or v3.0`)
      if (addresses.has(option) && !/^https?:\/\/[^/?#\s]+[^?#\s]*$/.test(value))
        throw new UsageError(`Cannot read --${option}: "${value}" is no address. Write it as https://host`)
      return [[setting, value]]
    }),
  )
} // prettier-ignore

const addresses = new Set(['proxy', 'launchpad', 'api', 'login'])

/** From the environment, or typed where that was asked for. */
async function readGiven(call: Call, provider: ProviderName): Promise<{ name: string; value: string }[]> {
  const { secrets }: Saying = sayings[provider]
  const found: { name: string; value: string }[] = []
  for (const [option, [name, variable]] of Object.entries(secrets)) {
    const value =
      process.env[variable] || (flag(call, option) ? await askSecret(`Secret ${name}`, variable) : '')
    if (value !== '') found.push({ name, value })
  }
  return found
}
