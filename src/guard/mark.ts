import type { Change } from '../diff/change.ts'
import { personOf } from '../diff/person.ts'
import { isStaff } from '../diff/place.ts'
import type { Holder, RosterView } from '../diff/view.ts'
import { fieldIndex } from '../roster/fields.ts'
import type { Tally } from '../plan/tally.ts'
import type { HazardCode } from './hazards.ts'

const roleName = fieldIndex('roles', 'role')
const roleUser = fieldIndex('roles', 'userSourcedId')

/** A change and the hazards that it raises by itself. */
export type Marked = { readonly change: Change; readonly hazards: readonly HazardCode[] }

/**
 * Marks the changes that no number excuses: a login that passes to somebody else, a sourcedId given to another
 * person, a student who becomes staff, an account adopted on weak evidence. `raised` hears of each.
 */
export async function markChanges(
  changes: readonly Change[],
  view: RosterView,
  tally: Tally,
): Promise<Marked[]> {
  const moved = await movedLogins(changes, view)
  const raised = await raisedRoles(changes, view)
  return changes.map(change => {
    const hazards: HazardCode[] = []
    const mark = (code: HazardCode, sentence: string) => {
      hazards.push(code)
      const seen = (tally.marked[code] ??= { count: 0, first: sentence })
      seen.count++
    }
    const login = moved.get(change)
    if (login !== undefined)
      mark(
        'LOGIN_MOVED',
        `${login.what} of user ${JSON.stringify(login.from)} would pass to user ${JSON.stringify(change.sourcedId)}`,
      )
    if (change.reason === 'id_reused')
      mark('ID_REUSED', `sourcedId ${JSON.stringify(change.sourcedId)} now names another person`)
    if (raised.has(change))
      mark(
        'ROLE_RAISED',
        `Student ${JSON.stringify(change.after?.values[roleUser] ?? '')} would become ${String(change.after?.values[roleName])}`,
      )
    if (change.unsure)
      mark(
        'MATCH_UNSURE',
        `User ${JSON.stringify(change.formerId ?? change.sourcedId)} would become ${JSON.stringify(change.sourcedId)} on the strength of name and login alone`,
      )
    if (change.reason === 're_keyed' && change.kind === 'users') hazards.push('RE_KEYED')
    return { change, hazards }
  })
}

type Login = { readonly what: 'The username' | 'The e-mail address'; readonly from: string }

/**
 * A username is one person's; an e-mail address may be shared by a family. So a username that somebody else
 * holds always counts, an address when its holder gives it up or when a known person takes it over.
 */
async function movedLogins(changes: readonly Change[], view: RosterView): Promise<Map<Change, Login>> {
  const moved = new Map<Change, Login>()
  const gained = changes.flatMap(change => gainedLogins(change))
  if (gained.length === 0) return moved
  const holders = await view.findHolders([...new Set(gained.map(({ login }) => login))])
  const byLogin = holdersByLogin(holders)
  const giving = givers(changes)
  for (const { change, login, what } of gained) {
    const other = byLogin.get(login)?.find(holder => holder.id !== change.id && usesAs(holder, login, what))
    if (other === undefined) continue
    if (what === 'The username' || change.op === 'update' || giving.has(`${other.id} ${login}`))
      moved.set(change, { what, from: other.sourcedId })
  }
  return moved
}

function holdersByLogin(holders: readonly Holder[]): Map<string, Holder[]> {
  const out = new Map<string, Holder[]>()
  for (const holder of holders)
    for (const login of new Set([holder.email, holder.username]))
      if (login !== null) out.set(login, [...(out.get(login) ?? []), holder])
  return out
}

function usesAs(holder: Holder, login: string, what: Login['what']): boolean {
  return what === 'The username' ? holder.username === login : holder.email === login
}

function gainedLogins(change: Change): { change: Change; login: string; what: Login['what'] }[] {
  if (change.kind !== 'users' || change.after === null) return []
  const after = personOf(change.after)
  const before = change.before === null || change.reason === 'id_reused' ? null : personOf(change.before)
  const out: { change: Change; login: string; what: Login['what'] }[] = []
  if (after.username !== null && after.username !== before?.username)
    out.push({ change, login: after.username, what: 'The username' })
  if (after.email !== null && after.email !== before?.email)
    out.push({ change, login: after.email, what: 'The e-mail address' })
  return out
}

/** `id login` of everybody who loses a login by these changes. */
function givers(changes: readonly Change[]): Set<string> {
  const out = new Set<string>()
  for (const { kind, id, before, after } of changes) {
    if (kind !== 'users' || before === null) continue
    const [had, has] = [personOf(before), after === null ? null : personOf(after)]
    if (had.email !== null && had.email !== has?.email) out.add(`${id} ${had.email}`)
  }
  return out
}

async function raisedRoles(changes: readonly Change[], view: RosterView): Promise<Set<Change>> {
  const staffed = changes.filter(
    ({ kind, op, after, reason }) =>
      kind === 'roles' &&
      reason !== 're_keyed' &&
      (op === 'create' || op === 'restore') &&
      isStaff(String(after?.values[roleName])),
  )
  if (staffed.length === 0) return new Set()
  const ids = [...new Set(staffed.map(({ after }) => String(after?.values[roleUser])))]
  const held = await view.find('users', ids)
  const students = new Set(
    held.filter(({ roles }) => roles.some(({ role }) => role === 'student')).map(({ key }) => key),
  )
  return new Set(staffed.filter(({ after }) => students.has(String(after?.values[roleUser]))))
}
