import type { Fields } from '../../events/state.ts'
import type { Kind } from '../../roster/kinds.ts'
import { rows, sql, type Query, type Runner } from '../../store/sql.ts'
import type { Listing } from './stretches.ts'

/** The school a row names, as a plan would have it. */
export function weighsOn(kind: Kind, sourcedId: string, row: Fields | null): string | null {
  const named = {
    orgs: row?.type === 'school' ? sourcedId : null,
    academicSessions: null,
    courses: row?.orgSourcedId,
    classes: row?.schoolSourcedId,
    users: row?.primaryOrgSourcedId,
    roles: row?.orgSourcedId,
    enrollments: row?.schoolSourcedId,
    demographics: null,
  }[kind]
  return typeof named === 'string' ? named : null
}

/** Rows of one source, or made by hand: each is a condition that an index answers. */
export function fromSource(connectionId: string | null): Query {
  return connectionId === null ? sql`connection_id is null` : sql`connection_id = ${connectionId}`
}

export type Post = { readonly user: string; readonly role: string; readonly org: string }

/** Roles of people: those that stand, or stood before this run. */
export async function standingPosts(
  db: Runner,
  { districtId, connectionId, run }: Listing,
  users: readonly string[],
): Promise<Post[]> {
  if (users.length === 0) return []
  return await rows<Post>(
    db,
    sql`select r.user_sourced_id as user, r.role, r.org_sourced_id as org from roles r
      where r.district_id = ${districtId} and ${fromSource(connectionId)} and r.user_sourced_id = any(${[...users]})
        and (r.removed_at is null or r.removed_run >= ${run}) order by r.role_type nulls last, r.role, r.org_sourced_id`,
  )
}

/** Roles that a plan would bring to people who have none yet. */
export async function plannedPosts(
  db: Runner,
  { districtId, plan, slice }: Listing,
  users: readonly string[],
): Promise<Post[]> {
  if (users.length === 0 || plan === null || slice !== null) return []
  return await rows<Post>(
    db,
    sql`select c.after->>'userSourcedId' as user, c.after->>'role' as role, c.after->>'orgSourcedId' as org
      from (select after from plan_changes where district_id = ${districtId} and plan = ${plan} and kind = 'roles' and op = 'create'
        limit ${mostPlanned}) c where c.after->>'userSourcedId' = any(${[...users]})`,
  )
}

/** Nothing leads from a newcomer to the roles of a plan; beyond so many they are named without one. */
const mostPlanned = 20_000

/** The school where each of these people has their first role. */
export async function schoolsFor(
  db: Runner,
  listing: Listing,
  users: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const posts = await standingPosts(db, listing, users)
  return new Map(posts.toReversed().map(({ user, org }) => [user, org]))
}
