import { providerNames, readProvider, saveProvider, type ProviderSettings } from '../../store/providers.ts'
import { keepSecret, listSecrets, vendorScope } from '../../store/secrets.ts'
import { askSecret } from '../ask-secret.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { flag, text } from '../options.ts'
import { whoRuns } from '../order.ts'

const options = {
  proxy: {
    type: 'string',
    value: 'URL',
    about: 'partner API and roster proxy, where it is not the documented one',
  },
  prefix: { type: 'string', value: 'PATH', about: 'path between an application’s id and its collections' },
  launchpad: { type: 'string', value: 'URL', about: 'where people sign in' },
  api: { type: 'string', value: 'URL', about: 'where it is asked who signed in' },
  'client-id': { type: 'string', value: 'ID', about: 'client id of your app at LaunchPad' },
  'partner-key': {
    type: 'boolean',
    about: 'ask for the partner key; ROLLBOOK_PARTNER_KEY gives it without asking',
  },
  'sso-secret': {
    type: 'boolean',
    about: 'ask for the client secret at LaunchPad; ROLLBOOK_SSO_SECRET gives it',
  },
} as const

const words = {
  proxy: 'proxy',
  prefix: 'prefix',
  launchpad: 'launchpad',
  api: 'api',
  'client-id': 'clientId',
} as const
const asked = { partnerKey: 'partner-key', ssoSecret: 'sso-secret' } as const
const variables = { partnerKey: 'ROLLBOOK_PARTNER_KEY', ssoSecret: 'ROLLBOOK_SSO_SECRET' } as const

export const command: Command = {
  verb: 'provider',
  usage: ['provider classlink [--client-id ID] [--launchpad URL] [--proxy URL] [--api URL] [--partner-key] [--sso-secret]'],
  summary: 'what you have agreed with ClassLink for all districts; secrets by ROLLBOOK_PARTNER_KEY, ROLLBOOK_SSO_SECRET',
  options,
  args: [1, 1],
  beside: true,
  async run(call) {
    const name = providerNames.find(one => one === call.args[0])
    if (name === undefined) throw new UsageError(`Cannot set up provider "${call.args[0] ?? ''}": it is one of ${providerNames.join(', ')}`)
    const store = await call.store()
    const given = readSettings(call)
    const secrets = await readGiven(call)
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

function readSettings(call: Call): Partial<ProviderSettings> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([option, setting]) => {
      const value = text(call, option)?.trim().replace(/\/+$/, '')
      if (value === undefined) return []
      if (['proxy', 'launchpad', 'api'].includes(option) && !/^https?:\/\/[^/?#\s]+[^?#\s]*$/.test(value))
        throw new UsageError(`Cannot read --${option}: "${value}" is no address. Write it as https://host`)
      return [[setting, value]]
    }),
  )
}

/** From the environment, or typed where that was asked for. */
async function readGiven(call: Call): Promise<{ name: string; value: string }[]> {
  const found: { name: string; value: string }[] = []
  for (const name of ['partnerKey', 'ssoSecret'] as const) {
    const value = process.env[variables[name]] || (flag(call, asked[name]) ? await askSecret(`Secret ${name}`, variables[name]) : '')
    if (value !== '') found.push({ name, value })
  }
  return found
} // prettier-ignore
