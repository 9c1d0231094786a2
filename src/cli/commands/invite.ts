import { invite, type Invitation } from '../../login/invites.ts'
import { memberRoles } from '../../login/rights.ts'
import { findDistrict } from '../../store/districts.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { text } from '../options.ts'
import { whoRuns } from '../order.ts'

const vendorRoles = ['support', 'admin'] as const

export const command: Command = {
  verb: 'invite',
  usage: [
    'invite <email> --district KEY --role ROLE [--name N]',
    'invite <email> --vendor admin|support [--name N]',
  ],
  summary: 'let somebody into the console, by a link that works once',
  options: {
    district: { type: 'string', value: 'KEY', about: 'the district they look after' },
    role: { type: 'string', value: 'ROLE', about: memberRoles.join(', ') },
    vendor: { type: 'string', value: 'ROLE', about: 'for your own people, who see every district: admin or support' },
    name: { type: 'string', value: 'N', about: 'what they are called; they can say so themselves' },
  },
  args: [1, 1],
  beside: true,
  async run(call) {
    const given = await readInvitation(call)
    const who = { actor: whoRuns(), actorKind: 'system' } as const
    const { consoleUserId, token } = await invite(await call.store(), given, who, call.now())
    const base = (process.env.ROLLBOOK_BASE_URL || 'http://127.0.0.1:7655').replace(/\/+$/, '')
    const link = token === null ? null : `${base}/welcome#${token}`
    call.out.result({ user: consoleUserId, link }, () => {
      if (link === null) return call.out.line(`They have a password already, and can sign in at ${base}/sign-in`)
      call.out.line('Give this link to them, and to nobody else. It works once, and for a week:')
      call.out.line('  ', link)
    })
    return 0
  },
} // prettier-ignore

async function readInvitation(call: Call): Promise<Invitation> {
  const [email = ''] = call.args
  const [key, vendor] = [text(call, 'district'), text(call, 'vendor')]
  const person = { email, name: text(call, 'name') ?? '' }
  if ((key === undefined) === (vendor === undefined))
    throw new UsageError('Cannot invite: say either --district KEY and --role ROLE, or --vendor admin|support') // prettier-ignore
  if (key === undefined) return { ...person, vendorRole: oneOf(vendorRoles, 'vendor', vendor) }
  const role = oneOf(memberRoles, 'role', text(call, 'role'))
  const { districtId } = await findDistrict((await call.store()).pool, key)
  return { ...person, districtId, role, schools: null }
}

function oneOf<Word extends string>(words: readonly Word[], option: string, given: string | undefined): Word {
  const found = words.find(word => word === given)
  if (found !== undefined) return found
  const said = given === undefined ? 'is missing' : `is ${JSON.stringify(given)}`
  throw new UsageError(`Cannot invite: --${option} ${said}. It is one of ${words.join(', ')}`)
}
