import { isSecretName, secretNames } from '../../sources/outside.ts'
import { note, type Deed } from '../../store/audit.ts'
import { findDistrict } from '../../store/districts.ts'
import { keepSecret, listSecrets, retireSecret } from '../../store/secrets.ts'
import { transact } from '../../store/transact.ts'
import { askSecret } from '../ask-secret.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
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
    if (!isSecretName(name)) throw new UsageError(`Cannot keep secret "${name}": nothing asks for one of this name. It is one of ${secretNames.join(', ')}, or oidcSecret:<id of the provider>`)
    if (flag(call, 'retire')) await retire(call, districtId, name)
    else await keep(call, districtId, name)
    return await list(call, districtId)
  },
} // prettier-ignore

async function keep(call: Call, districtId: string, name: string): Promise<void> {
  const store = await call.store()
  const value = process.env.ROLLBOOK_SECRET || (await askSecret(`Secret ${name}`, 'ROLLBOOK_SECRET'))
  const kept = await keepSecret(store, { districtId, name, value, who: whoRuns() }, call.now())
  await tell(call, districtId, 'secret.keep', name, { version: kept.version, fingerprint: kept.fingerprint })
}

async function retire(call: Call, districtId: string, name: string): Promise<void> {
  const version = whole(call, 'version') ?? null
  await retireSecret((await call.store()).pool, districtId, name, version, call.now())
  await tell(call, districtId, 'secret.retire', name, { version })
}

/** The district's own people read of it as if it had been done in the console. */
async function tell(call: Call, districtId: string, action: string, name: string, detail: Deed['detail']): Promise<void> {
  const deed = { districtId, at: call.now(), actor: whoRuns(), actorKind: 'system', action, target: `secret:${name}`, detail } as const
  await transact((await call.store()).pool, client => note(client, deed))
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
