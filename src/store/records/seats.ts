import { calledName } from '../search/hits.ts'
import { raw, rows, sql, type Runner } from '../sql.ts'
import { sameOrigin, type HeldRecord } from './values.ts'

/** How many of a list are shown at once. */
export const seatPage = 50

/** A class a person is in, with its terms. */
export type ClassSeat = {
  readonly enrollment: string
  readonly role: string
  readonly primary: boolean | null
  readonly beginDate: string | null
  readonly endDate: string | null
  readonly removedAt: Date | null
  readonly class: { readonly id: string | null; readonly sourcedId: string; readonly title: string }
  readonly school: string
  readonly terms: readonly { readonly title: string; readonly startDate: string | null; readonly endDate: string | null }[]
  readonly teachers: readonly string[]
} // prettier-ignore

/** Classes of a person at the schools `within`, those that are over behind the others; a page from `offset` on, and how many there are. */
export async function listClasses(
  db: Runner,
  districtId: string,
  { sourcedId, connectionId, byHand }: HeldRecord,
  offset: number,
  within: readonly string[] | null,
): Promise<{ readonly rows: readonly ClassSeat[]; readonly total: number }> {
  const own = sql`e.district_id = ${districtId} and e.user_sourced_id = ${sourcedId} and e.connection_id is not distinct from ${connectionId}::uuid
    and ${within === null ? sql`true` : sql`e.school_sourced_id = any(${[...within]})`}`
  const found = await rows<ClassSeat & { total: number }>(
    db,
    sql`select e.id as enrollment, coalesce(e.role, '') as role, e."primary", e.begin_date as "beginDate", e.end_date as "endDate",
        e.removed_at as "removedAt", e.total::int as total, coalesce(e.school_sourced_id, '') as school,
        jsonb_build_object('id', c.id, 'sourcedId', coalesce(e.class_sourced_id, ''), 'title', coalesce(c.title, e.class_sourced_id, '')) as class,
        coalesce((select jsonb_agg(jsonb_build_object('title', coalesce(s.title, s.sourced_id), 'startDate', s.start_date, 'endDate', s.end_date) order by s.start_date)
          from academic_sessions s where s.district_id = ${districtId} and ${sameOrigin(raw('s'), raw('e'), byHand)}
            and s.sourced_id = any(c.term_sourced_ids) and s.removed_at is null), '[]') as terms,
        array(select ${calledName} from enrollments p join users t on t.district_id = p.district_id and t.sourced_id = p.user_sourced_id
            and ${sameOrigin(raw('t'), raw('p'), byHand)} and t.removed_at is null and t.removed_why is distinct from 'id_reused'
          where p.district_id = ${districtId} and p.class_sourced_id = e.class_sourced_id and ${sameOrigin(raw('p'), raw('e'), byHand)}
            and p.role = 'teacher' and p.removed_at is null order by p."primary" desc nulls last, 1 limit 5) as teachers
      from (select e.*, count(*) over () as total from enrollments e where ${own}
        order by e.removed_at desc nulls first, e.class_sourced_id, e.id offset ${offset} limit ${seatPage}) e
      left join lateral (select c.* from classes c where c.district_id = ${districtId} and c.sourced_id = e.class_sourced_id
        and ${sameOrigin(raw('c'), raw('e'), byHand)} and c.removed_why is distinct from 'id_reused' order by c.removed_at desc nulls first limit 1) c on true
      order by e.removed_at desc nulls first, c.title, e.id`,
  )
  return pageOf(found)
}

/** Somebody in a class. */
export type PersonSeat = {
  readonly enrollment: string
  readonly role: string
  readonly primary: boolean | null
  readonly beginDate: string | null
  readonly endDate: string | null
  readonly person: { readonly id: string | null; readonly sourcedId: string; readonly name: string }
  readonly grades: readonly string[]
}

/** Who is in a class now: teachers and other staff first. A page from `offset` on, and how many there are. */
export async function listPeople(
  db: Runner,
  districtId: string,
  { sourcedId, connectionId, byHand }: HeldRecord,
  offset: number,
): Promise<{ readonly rows: readonly PersonSeat[]; readonly total: number }> {
  const found = await rows<PersonSeat & { total: number }>(
    db,
    sql`select e.id as enrollment, coalesce(e.role, '') as role, e."primary", e.begin_date as "beginDate", e.end_date as "endDate",
        jsonb_build_object('id', t.id, 'sourcedId', coalesce(e.user_sourced_id, ''), 'name', coalesce(nullif(${calledName}, ''), e.user_sourced_id, '')) as person,
        coalesce(t.grades, '{}') as grades, (count(*) over ())::int as total
      from enrollments e left join users t on t.district_id = e.district_id and t.sourced_id = e.user_sourced_id
        and ${sameOrigin(raw('t'), raw('e'), byHand)} and t.removed_why is distinct from 'id_reused'
      where e.district_id = ${districtId} and e.class_sourced_id = ${sourcedId} and e.removed_at is null
        and e.connection_id is not distinct from ${connectionId}::uuid
      order by e.role = 'student', e."primary" desc nulls last, lower(t.family_name), lower(t.given_name), e.id
      offset ${offset} limit ${seatPage}`,
  )
  return pageOf(found)
}

/** Past the end there is no row to say how many there are. */
function pageOf<Row extends { total: number }>(found: Row[]): { rows: Row[]; total: number } {
  return { rows: found, total: found[0]?.total ?? 0 }
}
