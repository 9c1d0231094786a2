import { faults } from '../../sandbox/faults.ts'
import { startSandbox, type Description } from '../../sandbox/serve.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { bold } from '../paint.ts'
import { list, text, whole } from '../options.ts'

const usualPort = 7657

export const command: Command = {
  verb: 'sandbox',
  usage: ['sandbox [--port P] [--districts N] [--schools N] [--students N] [--seed S] [--redirect URL,…] [--start URL]'],
  summary: 'serve made-up districts as OneRoster 1.1, 1.2, ClassLink and Clever would, with faults to switch on',
  options: {
    port: { type: 'string', value: 'P', about: `the port (default ${usualPort}; 0 takes a free one)` },
    districts: { type: 'string', value: 'N', about: 'how many districts (default 2)' },
    schools: { type: 'string', value: 'N', about: 'schools of each (default 4)' },
    students: { type: 'string', value: 'N', about: 'students of each (default 400)' },
    seed: { type: 'string', value: 'S', about: 'the same seed gives the same districts and credentials (default: rollbook)' },
    redirect: { type: 'string', value: 'URL,…', about: 'addresses to which LaunchPad and Clever may send people back; Clever starts at the first' },
    start: { type: 'string', value: 'URL', about: 'where the tile in the portal leads' },
  },
  args: [0, 0],
  stops: true,
  async run(call) {
    const seed = text(call, 'seed') ?? 'rollbook'
    const plan = (at: number) => ({ key: `district-${at + 1}`, schools: positive(call, 'schools', 4), students: positive(call, 'students', 400), seed: `${seed} ${at + 1}` })
    const districts = Array.from({ length: positive(call, 'districts', 2) }, (_, at) => plan(at))
    const app = { redirects: list(call, 'redirect'), start: text(call, 'start') ?? '' }
    const sandbox = await startSandbox({ host: '127.0.0.1', port: whole(call, 'port') ?? usualPort, districts, app })
    try {
      call.out.result(sandbox.description, () => say(call, sandbox.description))
      await stopped(call.signal)
    } finally {
      await sandbox.close()
    }
    return 0
  },
} // prettier-ignore

function positive(call: Call, name: string, usual: number): number {
  const count = whole(call, name) ?? usual
  if (count < 1) throw new UsageError(`Cannot start a sandbox: --${name} must be at least 1`)
  return count
}

function say({ out }: Call, { url, control, classlink, clever, districts }: Description): void {
  out.line(bold('Rollbook sandbox'), ` listens on ${url}. All of it is made up; end it with Ctrl-C.`)
  for (const { key, name, schools, students, oneroster11, oneroster12, classlink: link, clever: connection } of districts) {
    out.line()
    out.line(bold(name), ` (${key}): ${schools} schools, ${students} students`)
    out.table(
      ['What', 'Value'],
      [
        ['OneRoster 1.1', oneroster11.url],
        ['OneRoster 1.2', oneroster12.url],
        ['Token URL', oneroster11.tokenUrl],
        ['Client id, secret', `${oneroster11.clientId}  ${oneroster11.clientSecret}`],
        ['OAuth 1 key, secret', `${oneroster11.oauth1.key}  ${oneroster11.oauth1.secret}`],
        ['Clever district, token', `${connection.districtId}  ${connection.token}`],
        ['ClassLink tenant', `${link.tenantId}, application ${link.applicationId}`],
      ],
    )
  }
  out.line()
  out.line('ClassLink: proxy ', classlink.proxy, ', partner key ', classlink.partnerKey)
  out.line('LaunchPad: ', classlink.portal, ', client ', classlink.clientId, ', secret ', classlink.clientSecret)
  out.line('Clever: API ', clever.api, ', portal ', clever.portal, ', client ', clever.clientId, ', secret ', clever.clientSecret)
  out.line(`Faults: POST ${control}/districts/<key>/faults, one of ${Object.keys(faults).length} (GET ${control}/faults lists them)`)
} // prettier-ignore

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
