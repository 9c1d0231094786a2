import { kinds, type Kind } from '../../roster/kinds.ts'
import { isStaff } from '../../diff/place.ts'
import { rows, sql } from '../../store/sql.ts'
import type { Told } from './happened.ts'

/** A role of somebody, and what the run did to it; `null` when it left it alone. */
export type Role = {
  readonly user: string
  readonly role: string
  readonly org: string
  readonly op: string | null
}

/** Roles of people, as far as the run knows of them: those that stand, and those it brought or took. */
export async function rolesOf(told: Told, users: readonly string[], loaded: Loaded): Promise<Map<string, Role[]>> {
  const { client, districtId, slice, plan } = told
  const [first, final] = [slice?.first ?? 0, slice?.final ?? -1]
  const standing = await rows<Role>(
    client,
    sql`select r.user_sourced_id as user, r.role, r.org_sourced_id as org,
        (select c.op from changes c where c.district_id = r.district_id and c.id = r.id and c.kind = 'roles'
          and c.seq between ${first} and ${final} order by c.seq desc limit 1) as op
      from roles r where r.district_id = ${districtId} and r.user_sourced_id = any(${[...users]})
        and (r.removed_at is null or r.removed_run = ${told.run})
      order by r.role, r.org_sourced_id`,
  )
  const planned =
    plan === null
      ? []
      : await rows<Role>(
          client,
          sql`select coalesce(after, before)->>'userSourcedId' as user, coalesce(after, before)->>'role' as role,
              coalesce(after, before)->>'orgSourcedId' as org, op
            from plan_changes where district_id = ${districtId} and plan = ${plan.plan} and kind = 'roles'
              and op <> 'update' and coalesce(after, before)->>'userSourcedId' = any(${[...users]}) order by seq`,
        )
  const out = new Map<string, Role[]>()
  for (const role of [...planned, ...standing, ...users.flatMap(user => (loaded.get(user) ?? []).map(post => ({ user, ...post, op: 'create' })))]) {
    const known = out.get(role.user) ?? []
    if (!known.some(one => one.role === role.role && one.org === role.org)) known.push(role)
    out.set(role.user, known)
  }
  return out
} // prettier-ignore

type Post = Pick<Role, 'role' | 'org'>
export type Loaded = ReadonlyMap<string, readonly Post[]>
export const none: Loaded = new Map()

/**
 * Roles that come for the first time with a plan nobody applied; only the snapshot knows them, in an order of its
 * own. Students of a school share one list, so a person costs no more than a place in the map.
 */
export async function readLoaded({ plan, run, artifacts }: Told): Promise<Loaded> {
  if (plan === null || !plan.loads.includes('roles')) return none
  const out = new Map<string, readonly Post[]>()
  const lists = new Map<string, readonly Post[]>()
  for await (const { entity } of artifacts.entities(run, 'roles')) {
    const [user, role, org] = [entity.values[0], entity.values[2], entity.values[5]].map(String) as [string, string, string]
    const list = [...(out.get(user) ?? []), { role, org }]
    const key = JSON.stringify(list)
    if (!lists.has(key)) lists.set(key, list)
    out.set(user, lists.get(key) ?? list)
  }
  return out
} // prettier-ignore

export type Choice = 'staff' | 'students' | 'classrooms' | 'everything'
export const choices: readonly Choice[] = ['staff', 'students', 'classrooms', 'everything']

export const kindsOf: Readonly<Record<Choice, readonly Kind[]>> = {
  staff: ['users'],
  students: ['users'],
  classrooms: ['classes'],
  everything: kinds,
}

/** Somebody of whom no role is known stands in both lists: nobody may get lost between them. */
export function belongs(choice: Choice, kind: Kind, roles: readonly Role[]): boolean {
  if (choice === 'everything') return true
  if (choice === 'classrooms') return kind === 'classes'
  if (kind !== 'users') return false
  const names = roles.map(({ role }) => role)
  return (
    names.length === 0 ||
    (choice === 'students' ? names.includes('student') : names.some(name => isStaff(name)))
  )
}
