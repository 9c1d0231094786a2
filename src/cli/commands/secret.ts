import { findDistrict } from '../../store/districts.ts'
import { keepSecret, listSecrets, retireSecret } from '../../store/secrets.ts'
import { askSecret } from '../ask-secret.ts'
import type { Call, Command } from '../command.ts'
import { flag, whole } from '../options.ts'
import { whoRuns } from '../order.ts'

export const command: Command = {
  verb: 'secret',
  usage: ['secret <district>', 'secret <district> <name>', 'secret <district> <name> --retire [--version N]'],
  summary: 'give a secret of a connection, list those that are kept, or end one',
  options: {
    retire: { type: 'boolean', about: 'end it: what it opened is not opened with it any more' },
    version: { type: 'string', value: 'N', about: 'only this one, while two are active' },
  },
  args: [1, 2],
  beside: true,
  async run(call) {
    const [key = '', name] = call.args
    const store = await call.store()
    const { districtId } = await findDistrict(store.pool, key)
    if (name === undefined) return await list(call, districtId)
    if (flag(call, 'retire')) await retireSecret(store.pool, districtId, name, whole(call, 'version') ?? null, call.now())
    else {
      const value = process.env.ROLLBOOK_SECRET || (await askSecret(`Secret ${name}`, 'ROLLBOOK_SECRET'))
      await keepSecret(store, { districtId, name, value, who: whoRuns() }, call.now())
    }
    return await list(call, districtId)
  },
} // prettier-ignore

/** Everything about them but what they are. */
async function list(call: Call, districtId: string): Promise<number> {
  const secrets = await listSecrets((await call.store()).pool, districtId)
  call.out.result({ secrets }, () => {
    if (secrets.length === 0) return call.out.line('No secrets are kept for this district.')
    call.out.table(
      ['Secret', 'Version', 'Fingerprint', 'Since', 'State'],
      secrets.map(({ name, version, fingerprint, createdAt, retiredAt }) => [
        name,
        String(version),
        fingerprint,
        createdAt.toISOString().slice(0, 10),
        retiredAt === null ? 'active' : `ended ${retiredAt.toISOString().slice(0, 10)}`,
      ]),
    )
  })
  return 0
}
