import type { Change } from '../diff/change.ts'
import { personOf } from '../diff/person.ts'
import { isStaff } from '../diff/place.ts'
import type { Holder, RosterView } from '../diff/view.ts'
import { fieldIndex } from '../roster/fields.ts'
import type { Tally } from '../plan/tally.ts'
import type { HazardCode } from './hazards.ts'

const names = { roles: fieldIndex('roles', 'role'), enrollments: fieldIndex('enrollments', 'role') } as const
const users = {
  roles: fieldIndex('roles', 'userSourcedId'),
  enrollments: fieldIndex('enrollments', 'userSourcedId'),
} as const
/** Beyond so many logins given up in one plan other hazards ask a person anyway, and memory is bounded. */
const REMEMBERED = 400_000

/** A change and the hazards that it raises by itself. */
export type Marked = { readonly change: Change; readonly hazards: readonly HazardCode[] }

/** What the changes of one plan, which come in pieces, must know of those before them. */
export type Before = {
  /** `id login` of everybody who gives a login up. */
  readonly given: Set<string>
  /** sourcedId that a person is to have → the one the roster knows. */
  readonly former: Map<string, string>
}
export function nothingBefore(): Before {
  return { given: new Set(), former: new Map() }
}

/**
 * Marks the changes that no number excuses: a login that passes to somebody else, a sourcedId given to another
 * person, a student who becomes staff, an account adopted on weak evidence. `raised` hears of each.
 */
export async function markChanges(
  changes: readonly Change[],
  view: RosterView,
  tally: Tally,
  before: Before,
): Promise<Marked[]> {
  remember(changes, before)
  const moved = await movedLogins(changes, view, before)
  const raised = await raisedRoles(changes, view, before)
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
    if (raised.has(change)) mark('ROLE_RAISED', raisedSentence(change))
    if (change.unsure)
      mark(
        'MATCH_UNSURE',
        `User ${JSON.stringify(change.formerId ?? change.sourcedId)} would become ${JSON.stringify(change.sourcedId)} on the strength of name and login alone`,
      )
    if (change.reason === 're_keyed' && change.kind === 'users' && change.formerId !== null)
      hazards.push('RE_KEYED')
    return { change, hazards }
  })
}

type Login = { readonly what: 'The username' | 'The e-mail address'; readonly from: string }

/**
 * A username is one person's; an e-mail address may be shared by a family. So a username that somebody else
 * holds always counts; an address does when its holder gives it up or has left, or when a known person takes it
 * over.
 */
async function movedLogins(
  changes: readonly Change[],
  view: RosterView,
  { given }: Before,
): Promise<Map<Change, Login>> {
  const moved = new Map<Change, Login>()
  const gained = changes.flatMap(change => gainedLogins(change))
  if (gained.length === 0) return moved
  const holders = await view.findHolders([...new Set(gained.map(({ login }) => login))])
  const byLogin = holdersByLogin(holders)
  for (const { change, login, what } of gained) {
    const others = (byLogin.get(login) ?? []).filter(
      holder => holder.id !== change.id && usesAs(holder, login, what),
    )
    const always = what === 'The username' || change.op === 'update'
    const other = always ? others[0] : others.find(({ id, live }) => !live || given.has(`${id} ${login}`))
    if (other !== undefined) moved.set(change, { what, from: other.sourcedId })
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

function remember(changes: readonly Change[], { given, former }: Before): void {
  for (const { kind, id, before, after, formerId, sourcedId } of changes) {
    if (kind !== 'users' || before === null) continue
    if (formerId !== null) former.set(sourcedId, formerId)
    const [had, has] = [personOf(before).email, after === null ? null : personOf(after).email]
    if (had !== null && had !== has && given.size < REMEMBERED) given.add(`${id} ${had}`)
  }
}

type Rising = { readonly change: Change; readonly user: string }

/** Roles and seats that make staff of somebody, and are not only the old ones under new ids. */
function risingOf(change: Change): Rising | null {
  const { kind, op, before, after, reason } = change
  if ((kind !== 'roles' && kind !== 'enrollments') || after === null || reason === 're_keyed') return null
  if (!isStaff(String(after.values[names[kind]]))) return null
  // What a person does in a class may change in place; a role is another role then.
  if (op === 'update' && (kind === 'roles' || isStaff(String(before?.values[names[kind]])))) return null
  return { change, user: String(after.values[users[kind]]) }
}

/**
 * Who is a student and gets a role of staff, or a class to teach; and who ever was one and is no staff yet, for the
 * account is the same and what hangs on it may be seen by more people from then on.
 */
async function raisedRoles(
  changes: readonly Change[],
  view: RosterView,
  { former }: Before,
): Promise<Set<Change>> {
  const rising = changes.flatMap(change => risingOf(change) ?? [])
  if (rising.length === 0) return new Set()
  const known = (user: string) => former.get(user) ?? user
  const ids = [...new Set(rising.map(({ user }) => known(user)))]
  const held = new Map((await view.find('users', ids)).map(one => [one.key, one.roles]))
  const has = (user: string, of: (role: string) => boolean) =>
    held.get(known(user))?.some(({ role }) => of(role)) ?? false
  const isStudent = (user: string) => has(user, role => role === 'student')
  const unknown = ids.filter(user => held.has(user) && !isStudent(user) && !has(user, isStaff))
  const once = new Set(await view.findStudents(unknown))
  return new Set(
    rising
      .filter(({ change, user }) => {
        if (change.kind === 'enrollments') return isStudent(user) && !has(user, isStaff)
        return isStudent(user) || once.has(known(user))
      })
      .map(({ change }) => change),
  )
}

function raisedSentence({ kind, after }: Change): string {
  if (after === null || (kind !== 'roles' && kind !== 'enrollments')) return ''
  const [user, role] = [JSON.stringify(after.values[users[kind]] ?? ''), String(after.values[names[kind]])]
  return kind === 'roles'
    ? `Student ${user} would become ${role}`
    : `Student ${user} would be ${role} of a class`
}
