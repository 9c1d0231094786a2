import { isStaff } from '../../diff/place.ts'
import { sql, type Query, type Runner } from '../sql.ts'
import { foldId, nameWords, wordsOf } from './fold.ts'

/** What is found: people, classes and schools. */
export const searchedKinds = ['orgs', 'classes', 'users'] as const
export type SearchedKind = (typeof searchedKinds)[number]

/** One record as the index holds it. */
export type Entry = {
  readonly kind: SearchedKind
  readonly id: string
  readonly facets: number
  readonly words: readonly string[]
  readonly ids: readonly string[]
  readonly schools: readonly string[]
}

/** Bits of `facets`. Others are people who neither study nor work here: guardians, and whoever has no role. */
export const facetBits = { students: 1, staff: 2, classes: 4, schools: 8, others: 16, removed: 32 } as const

type Found = {
  readonly id: string
  readonly removed: boolean
  readonly given: string
  readonly family: string
  readonly others: string[]
  readonly ids: string[]
  readonly schools: string[]
  readonly roles: string[]
}

/*
 * In the order of names: numbers are given in this order, and hits that match alike are shown by their numbers.
 * Who has no role any more keeps the last ones here, or nobody would find a former teacher among staff.
 */
const queries: Readonly<Record<SearchedKind, (districtId: string, which: Query) => Query>> = {
  orgs: (districtId, which) =>
    sql`select t.id, t.removed_at is not null as removed, coalesce(t.name, '') as given, '' as family, array[]::text[] as others,
        array_remove(array[t.sourced_id, t.identifier], null) as ids, array[t.sourced_id] as schools, array[]::text[] as roles
      from orgs t where t.district_id = ${districtId} and t.type = 'school' and ${which} order by lower(t.name), t.id`,
  classes: (districtId, which) =>
    sql`select t.id, t.removed_at is not null as removed, coalesce(t.title, '') as given, '' as family, array[]::text[] as others,
        array_remove(array[t.sourced_id, t.class_code], null) as ids,
        array_remove(array[t.school_sourced_id], null) as schools, array[]::text[] as roles
      from classes t where t.district_id = ${districtId} and ${which} order by lower(t.title), t.id`,
  users: (districtId, which) =>
    sql`select t.id, t.removed_at is not null as removed, coalesce(t.given_name, '') as given, coalesce(t.family_name, '') as family,
        array_remove(array[t.middle_name, t.preferred_given_name, t.preferred_middle_name, t.preferred_family_name], null) as others,
        array_remove(array[t.sourced_id, t.username, t.email, t.identifier, t.user_master_identifier], null) as ids,
        coalesce(r.schools, array[]::text[]) as schools, coalesce(r.roles, array[]::text[]) as roles
      from users t left join (
        select connection_id, user_sourced_id, array_agg(distinct org_sourced_id) filter (where org_sourced_id is not null) as schools,
          array_agg(distinct role) filter (where role is not null) as roles
        from (select r.*, rank() over (partition by connection_id, user_sourced_id order by removed_run desc nulls first) as place
          from roles r where r.district_id = ${districtId}
            and r.user_sourced_id in (select t.sourced_id from users t where t.district_id = ${districtId} and ${which})) r
        where place = 1 group by connection_id, user_sourced_id
      ) r on r.user_sourced_id = t.sourced_id and r.connection_id is not distinct from t.connection_id
      where t.district_id = ${districtId} and ${which}
      order by lower(coalesce(t.preferred_family_name, t.family_name)), lower(coalesce(t.preferred_given_name, t.given_name)), t.id`,
}

const piece = 10_000

/** Entries of a kind, read through a cursor: a million people never stand in memory at once. Needs a transaction. */
export async function* readEntries(
  db: Runner,
  districtId: string,
  kind: SearchedKind,
  which: Query,
): AsyncGenerator<readonly Entry[]> {
  const { text, values } = queries[kind](districtId, which)
  await db.query(`declare searched no scroll cursor for ${text}`, values)
  for (;;) {
    const { rows } = await db.query<Found>(`fetch ${piece} from searched`)
    if (rows.length > 0) yield rows.map(found => entryOf(kind, found))
    if (rows.length < piece) break
  }
  await db.query('close searched')
}

function entryOf(kind: SearchedKind, found: Found): Entry {
  const { id, given, family, others } = found
  return {
    kind,
    id,
    facets: facetsOf(kind, found.roles) | (found.removed ? facetBits.removed : 0),
    words: kind === 'users' ? nameWords(given, family, others) : wordsOf(given),
    ids: [...new Set(found.ids.map(foldId))].filter(word => word !== ''),
    schools: found.schools,
  }
}

function facetsOf(kind: SearchedKind, roles: readonly string[]): number {
  if (kind !== 'users') return kind === 'classes' ? facetBits.classes : facetBits.schools
  const student = roles.includes('student') ? facetBits.students : 0
  const staff = roles.some(isStaff) ? facetBits.staff : 0
  return student | staff || facetBits.others
}
