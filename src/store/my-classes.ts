import { sameOrigin } from './records/values.ts'
import { calledName } from './search/hits.ts'
import { raw, row, rows, sql, type Query, type Runner } from './sql.ts'

/** Whoever looks at their own classes, as rows of the roster name them. */
export type Me = {
  readonly sourcedId: string
  readonly connectionId: string | null
  readonly givenName: string
}
/** Days YYYY-MM-DD; `end` is the day after the last. Null leaves that side open. */
export type Days = { readonly begin: string | null; readonly end: string | null }

/** An enrollment of mine that stands, with its class. */
export type MySeat = Days & {
  readonly role: string
  readonly id: string
  readonly sourcedId: string
  readonly title: string
  readonly subjects: readonly string[]
  readonly periods: readonly string[]
  readonly location: string | null
  readonly byHand: boolean
  readonly school: { readonly sourcedId: string; readonly name: string }
  readonly terms: readonly (Days & { readonly title: string })[]
  readonly teachers: readonly string[]
  /** Who is in it on the day. */
  readonly students: number
}

export async function readMe(db: Runner, districtId: string, userId: string): Promise<Me | null> {
  return await row<Me>(
    db,
    sql`select sourced_id as "sourcedId", connection_id as "connectionId",
        coalesce(preferred_given_name, given_name, '') as "givenName"
      from users where district_id = ${districtId} and id = ${userId} and removed_at is null`,
  )
}

/** Enrollments of mine in classes that stand, whatever their days; a class may be there twice. */
export async function listMySeats(
  db: Runner,
  districtId: string,
  { sourcedId, connectionId }: Me,
  today: string,
): Promise<MySeat[]> {
  const byHand = connectionId === null
  const like = (from: string) => sameOrigin(raw(from), raw('e'), byHand)
  const live = (from: string) => sql`${like(from)} and ${standing(from)}`
  return await rows<MySeat>(
    db,
    sql`select c.id, c.sourced_id as "sourcedId", coalesce(c.title, c.sourced_id) as title, coalesce(c.subjects, '{}') as subjects,
        coalesce(c.periods, '{}') as periods, c.location, c.connection_id is null as "byHand", coalesce(e.role, '') as role,
        e.begin_date as begin, e.end_date as "end",
        jsonb_build_object('sourcedId', coalesce(c.school_sourced_id, ''), 'name', coalesce((select o.name from orgs o
          where o.district_id = ${districtId} and ${live('o')} and o.sourced_id = c.school_sourced_id limit 1), '')) as school,
        coalesce((select jsonb_agg(jsonb_build_object('title', coalesce(s.title, s.sourced_id), 'begin', s.start_date, 'end', s.end_date) order by s.start_date)
          from academic_sessions s where s.district_id = ${districtId} and ${live('s')} and s.sourced_id = any(c.term_sourced_ids)), '[]') as terms,
        array(select ${calledName} from enrollments p join users t on t.district_id = p.district_id and t.sourced_id = p.user_sourced_id and ${live('t')}
          where p.district_id = ${districtId} and p.class_sourced_id = c.sourced_id and ${like('p')} and p.role = 'teacher' and ${onDay(today)}
          order by p."primary" desc nulls last, 1 limit 5) as teachers,
        (select count(distinct p.user_sourced_id)::int from enrollments p join users t on t.district_id = p.district_id and t.sourced_id = p.user_sourced_id and ${live('t')}
          where p.district_id = ${districtId} and p.class_sourced_id = c.sourced_id and ${like('p')} and p.role = 'student' and ${onDay(today)}) as students
      from enrollments e join classes c on c.district_id = e.district_id and c.sourced_id = e.class_sourced_id and ${live('c')}
      where e.district_id = ${districtId} and e.user_sourced_id = ${sourcedId} and e.removed_at is null
        and ${byHand ? sql`e.connection_id is null` : sql`e.connection_id = ${connectionId}`}
      order by c.title, c.sourced_id, e.begin_date nulls first`,
  )
} // prettier-ignore

/** Whether the source took any class of mine away, or the class I was in. */
export async function lostSeats(db: Runner, districtId: string, { sourcedId }: Me): Promise<boolean> {
  const found = await row<{ lost: boolean }>(
    db,
    sql`select exists (select from enrollments e where e.district_id = ${districtId} and e.user_sourced_id = ${sourcedId}) as lost`,
  )
  return found?.lost === true
}

export type Classmate = {
  readonly id: string
  readonly given: string
  readonly family: string
  /** Whom the source switched off is in the class and cannot sign in. */
  readonly enabled: boolean
}

const mostShown = 1000

/** Students of a class on a day, by family name. */
export async function listStudents(
  db: Runner,
  districtId: string,
  { sourcedId, byHand }: Pick<MySeat, 'sourcedId' | 'byHand'>,
  { connectionId }: Me,
  today: string,
): Promise<Classmate[]> {
  return await rows<Classmate>(
    db,
    sql`select distinct on (lower(coalesce(t.family_name, '')), lower(coalesce(t.given_name, '')), t.id) t.id,
        coalesce(t.preferred_given_name, t.given_name, '') as given, coalesce(t.preferred_family_name, t.family_name, '') as family,
        t.enabled_user is not false as enabled
      from enrollments p join users t on t.district_id = p.district_id and t.sourced_id = p.user_sourced_id
        and ${sameOrigin(raw('t'), raw('p'), byHand)} and ${standing('t')}
      where p.district_id = ${districtId} and p.class_sourced_id = ${sourcedId} and p.role = 'student' and ${onDay(today)}
        and ${byHand ? sql`p.connection_id is null` : sql`p.connection_id = ${connectionId}`}
      order by lower(coalesce(t.family_name, '')), lower(coalesce(t.given_name, '')), t.id limit ${mostShown}`,
  )
} // prettier-ignore

/** Rows that are not removed. The second half says nothing new, but to the index of sourcedIds: it has no others. */
function standing(of: string): Query {
  return sql`${raw(of)}.removed_at is null and ${raw(of)}.removed_why is distinct from 'id_reused'`
}

/** Enrollments `p` that have begun and not ended: the first and the last day are in. */
function onDay(today: string): Query {
  return sql`p.removed_at is null and (p.begin_date is null or p.begin_date <= ${today}::date)
    and (p.end_date is null or p.end_date > ${today}::date)`
}

/** The student with exactly this sourcedId, student number, e-mail or username; null for none, or for several. */
export async function findExactly(db: Runner, districtId: string, typed: string): Promise<string | null> {
  const found = await rows<{ sourcedId: string }>(
    db,
    sql`select distinct u.sourced_id as "sourcedId" from users u where u.district_id = ${districtId}
        and u.removed_why is distinct from 'id_reused'
        and (u.sourced_id = ${typed} or lower(normalize(u.email, NFC)) = lower(normalize(${typed}, NFC))
          or lower(normalize(u.username, NFC)) = lower(normalize(${typed}, NFC))
          or lower(normalize(u.identifier, NFC)) = lower(normalize(${typed}, NFC)))
      limit 2`,
  )
  return found.length === 1 ? (found[0]?.sourcedId ?? null) : null
}
