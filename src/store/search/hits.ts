import { defaultRules } from '../../roster/rules.ts'
import { row, rows, sql, type Query, type Runner } from '../sql.ts'
import type { SearchedKind } from './source.ts'

export type HitState = 'live' | 'suspended' | 'archived'

/** One line of a list of people, classes or schools. */
export type Hit = {
  readonly kind: SearchedKind
  readonly id: string
  readonly sourcedId: string
  /** As the person wishes to be called, where the source says so. */
  readonly name: string
  readonly roles: readonly string[]
  readonly grades: readonly string[]
  readonly schools: readonly { readonly sourcedId: string; readonly name: string }[]
  readonly state: HitState
  /** Made by hand, and not managed by the district's source. */
  readonly byHand: boolean
  readonly email: string | null
}

type Row = Omit<Hit, 'schools'> & { readonly number: number; readonly schools: string[] }

/**
 * State of a row `t` of the roster, as screens name it. A removed record is suspended at once and archived after the
 * days of grace; whom the source does not let in is suspended too.
 */
export function stateOf(enabled: Query, graceDays: number): Query {
  return sql`case when t.removed_at < now() - make_interval(days => ${graceDays}::int) then 'archived'
    when t.removed_at is not null or not ${enabled} then 'suspended' else 'live' end`
}

/** Days until a removed record counts as archived, by the rules of the district's source. */
export async function readGrace(db: Runner, districtId: string): Promise<number> {
  const found = await row<{ days: number | null }>(
    db,
    sql`select (r.rules->>'graceDays')::int as days from connections c join rules r on r.district_id = c.district_id
      and r.connection_id = c.connection_id and r.version = c.rules_version where c.district_id = ${districtId}`,
  )
  return found?.days ?? defaultRules.graceDays
}

/** What the person is called: the preferred names where they are shared. */
export const calledName = sql`concat_ws(' ', coalesce(t.preferred_given_name, t.given_name), coalesce(t.preferred_family_name, t.family_name))`

/** Roles of a user `t` among rows of one origin; of who was removed, those held before. Once an origin, for its index. */
export function heldRoles(origin: Query): Query {
  return sql`select r.role from roles r where r.district_id = t.district_id and ${origin}
    and r.user_sourced_id = t.sourced_id and (r.removed_at is null or t.removed_at is not null)`
}

/** Lines for entries, in the order of their numbers as given. */
export async function readHits(
  db: Runner,
  districtId: string,
  numbers: readonly number[],
): Promise<readonly Hit[]> {
  if (numbers.length === 0) return []
  const grace = await readGrace(db, districtId)
  const which = sql`where e.district_id = ${districtId} and e.number = any(${[...numbers]})`
  const found = await rows<Row>(
    db,
    sql`select e.number, e.kind, t.id, t.sourced_id as "sourcedId", ${calledName} as name,
        array(${heldRoles(sql`r.connection_id = t.connection_id`)}
          union ${heldRoles(sql`r.connection_id is null and t.connection_id is null`)} order by 1) as roles,
        coalesce(t.grades, '{}') as grades, e.schools, ${stateOf(sql`coalesce(t.enabled_user, true)`, grace)} as state,
        t.connection_id is null as "byHand", t.email
      from search_entries e join users t on t.district_id = e.district_id and t.id = e.id ${which} and e.kind = 'users'
      union all
      select e.number, e.kind, t.id, t.sourced_id, coalesce(t.title, ''), '{}', coalesce(t.grades, '{}'), e.schools,
        ${stateOf(sql`true`, grace)}, t.connection_id is null, null
      from search_entries e join classes t on t.district_id = e.district_id and t.id = e.id ${which} and e.kind = 'classes'
      union all
      select e.number, e.kind, t.id, t.sourced_id, coalesce(t.name, ''), '{}', '{}', e.schools,
        ${stateOf(sql`true`, grace)}, t.connection_id is null, null
      from search_entries e join orgs t on t.district_id = e.district_id and t.id = e.id ${which} and e.kind = 'orgs'`,
  )
  const names = await schoolNames(db, districtId, [...new Set(found.flatMap(({ schools }) => schools))])
  const byNumber = new Map(found.map(({ number, ...hit }) => [number, hit]))
  return numbers.flatMap(number => {
    const hit = byNumber.get(number)
    if (hit === undefined) return []
    return [{ ...hit, schools: hit.schools.map(id => ({ sourcedId: id, name: names.get(id) ?? id })) }]
  })
}

/** Names of schools by their sourcedIds. */
export async function schoolNames(
  db: Runner,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (sourcedIds.length === 0) return new Map()
  const found = await rows<{ id: string; name: string }>(
    db,
    sql`select sourced_id as id, coalesce(name, sourced_id) as name from orgs where district_id = ${districtId}
      and sourced_id = any(${[...sourcedIds]}) order by removed_at nulls last`,
  )
  const names = new Map<string, string>()
  for (const { id, name } of found) if (!names.has(id)) names.set(id, name)
  return names
}
