import type { Kind } from '../../roster/kinds.ts'
import { tableOf } from '../../store/roster.ts'
import { calledName } from '../../store/search/hits.ts'
import { raw, rows, sql, type Query, type Runner } from '../../store/sql.ts'
import type { Listed } from './listed.ts'
import { fromSource, plannedPosts, standingPosts, type Post } from './people.ts'
import type { Listing } from './stretches.ts'

/** What the ids on a page are called. */
export type Names = {
  of(kind: NamedKind, sourcedId: string): string | null
  posts(user: string): readonly Post[]
}
const namedKinds = ['orgs', 'academicSessions', 'courses', 'classes', 'users'] as const
type NamedKind = (typeof namedKinds)[number]

/** What a row `t` of the roster is called. */
const called: Readonly<Record<NamedKind, Query>> = {
  orgs: raw('t.name'),
  academicSessions: raw('t.title'),
  courses: raw('t.title'),
  classes: raw('t.title'),
  users: calledName,
}

/** Looks up everything that these changes name, at most once each. */
export async function readNames(db: Runner, listing: Listing, changes: readonly Listed[]): Promise<Names> {
  const wanted = wantedBy(changes)
  const found = new Map<string, string>()
  for (const kind of namedKinds) {
    const ids = [...wanted[kind]]
    for (const [id, name] of await held(db, listing, kind, ids)) found.set(`${kind} ${id}`, name)
    const unknown = ids.filter(id => !found.has(`${kind} ${id}`))
    for (const [id, name] of await planned(db, listing, kind, unknown)) found.set(`${kind} ${id}`, name)
  }
  const users = changes.filter(({ kind }) => kind === 'users').map(({ sourcedId, formerId }) => formerId ?? sourcedId)
  const posts = await standingPosts(db, listing, users)
  const without = users.filter(user => !posts.some(post => post.user === user))
  const all = byUser([...posts, ...(await plannedPosts(db, listing, without))])
  await nameOrgs(db, listing, all, found)
  return {
    of: (kind, id) => found.get(`${kind} ${id}`) ?? null,
    posts: user => all.get(user) ?? [],
  }
} // prettier-ignore

function byUser(posts: readonly Post[]): ReadonlyMap<string, readonly Post[]> {
  const all = new Map<string, Post[]>()
  for (const post of posts) all.set(post.user, [...(all.get(post.user) ?? []), post])
  return all
}

async function nameOrgs(db: Runner, listing: Listing, posts: ReadonlyMap<string, readonly Post[]>, found: Map<string, string>): Promise<void> {
  const orgs = new Set([...posts.values()].flat().map(({ org }) => org))
  const unknown = [...orgs].filter(org => !found.has(`orgs ${org}`))
  for (const [id, name] of await held(db, listing, 'orgs', unknown)) found.set(`orgs ${id}`, name)
} // prettier-ignore

function wantedBy(changes: readonly Listed[]): Record<NamedKind, Set<string>> {
  const wanted = { orgs: new Set<string>(), academicSessions: new Set<string>(), courses: new Set<string>(), classes: new Set<string>(), users: new Set<string>() }
  const add = (kind: NamedKind, value: unknown) => {
    for (const id of Array.isArray(value) ? value : [value]) if (typeof id === 'string') wanted[kind].add(id)
  }
  for (const { school, before, after } of changes) {
    add('orgs', school)
    for (const row of [before, after]) {
      for (const name of ['orgSourcedId', 'schoolSourcedId', 'primaryOrgSourcedId']) add('orgs', row?.[name])
      add('academicSessions', row?.termSourcedIds)
      add('academicSessions', row?.schoolYearSourcedId)
      add('courses', row?.courseSourcedId)
      add('classes', row?.classSourcedId)
      add('users', row?.userSourcedId)
    }
  }
  return wanted
} // prettier-ignore

async function held(
  db: Runner,
  { districtId, connectionId }: Listing,
  kind: NamedKind,
  ids: readonly string[],
): Promise<[string, string][]> {
  if (ids.length === 0) return []
  const found = await rows<{ id: string; name: string | null }>(
    db,
    sql`select t.sourced_id as id, ${called[kind]} as name from ${tableOf(kind)} t
      where t.district_id = ${districtId} and ${fromSource(connectionId)} and sourced_id = any(${[...ids]})
        and t.removed_why is distinct from 'id_reused' order by removed_at nulls last`,
  )
  return found.toReversed().map(({ id, name }) => [id, name ?? ''])
}

/** What the plan itself would bring, or knew under another id. */
async function planned(
  db: Runner,
  { districtId, plan }: Listing,
  kind: NamedKind,
  ids: readonly string[],
): Promise<[string, string][]> {
  if (ids.length === 0 || plan === null) return []
  const found = await rows<{ id: string; row: Readonly<Record<string, unknown>> }>(
    db,
    sql`select sourced_id as id, coalesce(after, before) as row from plan_changes
      where district_id = ${districtId} and plan = ${plan} and sourced_id = any(${[...ids]}) and kind = ${kind satisfies Kind}`,
  )
  return found.map(({ id, row }) => [id, calledIn(row)])
}

/** The name of a record among its own fields; a person's as they wish to be called. */
export function calledIn(row: Readonly<Record<string, unknown>>): string {
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : '')
  const person = [text('preferredGivenName') || text('givenName'), text('preferredFamilyName') || text('familyName')]
  return text('title') || text('name') || person.filter(Boolean).join(' ')
} // prettier-ignore
