import type { IssueRule } from '../roster/issue.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Owner } from './roster.ts'
import { raw, sql, type Query } from './sql.ts'

/** A rule over many rows, asked of the roster: the second telling of src/snapshot/semantics, which asks the files. */
export type Sanity = {
  readonly rule: IssueRule
  /** The kind whose row `t` is told of. */
  readonly kind: Kind
  readonly field: Query
  readonly message: string
  readonly fix: string
  readonly wrong: Query
  /** sourcedIds of the rows that must be asked again after the changes of a run. */
  readonly touched: Query
}

const schedule = 'Check the schedule in the student information system, and the filter of the export.'
const field = (name: string) => sql`${name}::text`

/**
 * All of them. What they call `sanity_changes` is a table of the run's changes: `kind`, `op`, `sourced_id`, the row
 * `before` and `now` as JSON.
 */
export function sanityRules(owner: Owner): Sanity[] {
  return [...peopleRules(owner), ...classRules(owner), ...placeRules(owner)]
}

/** Live rows of the connection, from a table as an alias: `roles r`. */
function live({ districtId, connectionId }: Owner, table: string): Query {
  const alias = raw(table.slice(-1))
  return sql`from ${raw(table)} where ${alias}.district_id = ${districtId} and ${alias}.connection_id = ${connectionId} and ${alias}.removed_at is null`
}

/** The roster has, or had, rows of the kind: of one that nobody ever delivered silence says nothing. */
function stocked({ districtId, connectionId }: Owner, table: 'roles' | 'enrollments'): Query {
  return sql`exists (select from ${raw(table)} x where x.district_id = ${districtId} and x.connection_id = ${connectionId})`
}

function noSeat(owner: Owner, column: string, role: string): Query {
  return sql`not exists (select ${live(owner, 'enrollments e')} and e.${raw(column)} = t.sourced_id and e.role = ${role})`
}

/** What changed rows of a kind say in a column, before and now. */
function said(kind: Kind, column: string): Query {
  return sql`select c.before->>${column}::text as id from sanity_changes c where c.kind = ${kind}
    union select c.now->>${column}::text from sanity_changes c where c.kind = ${kind}`
}

const itself = (kind: Kind) => sql`select c.sourced_id as id from sanity_changes c where c.kind = ${kind}`

/** Rows of a kind in which one of the columns is not what it was, and all that came or went. */
function altered(kind: Kind, ...columns: string[]): Query {
  const differs = columns
    .map(column => `c.before->'${column}' is distinct from c.now->'${column}'`)
    .join(' or ')
  return sql`select c.sourced_id as id from sanity_changes c where c.kind = ${kind} and (c.op <> 'update' or ${raw(differs)})`
}

function peopleRules(owner: Owner): Sanity[] {
  const student = sql`exists (select ${live(owner, 'roles r')} and r.user_sourced_id = t.sourced_id and r.role = 'student')`
  const people = sql`${itself('users')} union ${said('roles', 'user_sourced_id')}
    union ${said('enrollments', 'user_sourced_id')}`
  return [
    { rule: 'student_without_enrollments', kind: 'users', field: field('sourcedId'), message: 'is a student in no class',
      fix: schedule, wrong: sql`${student} and ${stocked(owner, 'enrollments')} and ${noSeat(owner, 'user_sourced_id', 'student')}`, touched: people },
    { rule: 'primary_org_missing_role', kind: 'users', field: field('primaryOrgSourcedId'), message: 'names an org in which the user has no role',
      fix: 'Add a role at that org to roles.csv, or name an org where the user has one.',
      wrong: sql`t.primary_org_sourced_id is not null and ${stocked(owner, 'roles')} and not exists (select ${live(owner, 'roles r')}
        and r.user_sourced_id = t.sourced_id and r.org_sourced_id = t.primary_org_sourced_id)`, touched: people },
    sharedLogin(owner, 'email', 'duplicate_email'),
    sharedLogin(owner, 'username', 'duplicate_username'),
    { rule: 'multiple_primary_roles_for_user_org', kind: 'roles', field: field('roleType'),
      message: 'makes a second role of this user at this org the primary one',
      fix: 'Mark one role of a user at an org as primary, and the others as secondary.',
      wrong: sql`t.role_type = 'primary' and exists (select ${live(owner, 'roles o')} and o.user_sourced_id = t.user_sourced_id
        and o.org_sourced_id = t.org_sourced_id and o.role_type = 'primary'
        and o.sourced_id collate "C" < t.sourced_id collate "C")`,
      touched: sql`${itself('roles')} union select r.sourced_id ${live(owner, 'roles r')}
        and r.user_sourced_id in (${said('roles', 'user_sourced_id')})` },
  ] // prettier-ignore
}

/** All who share a login are told of, but the one with the smallest sourcedId. */
function sharedLogin(owner: Owner, column: 'email' | 'username', rule: IssueRule): Sanity {
  const login = (of: string) => raw(`lower(normalize(${of}, nfc))`)
  const logins = sql`select ${login(`c.before->>'${column}'`)} from sanity_changes c where c.kind = 'users'
    union select ${login(`c.now->>'${column}'`)} from sanity_changes c where c.kind = 'users'`
  return {
    rule,
    kind: 'users',
    field: field(column),
    message: 'is that of another person too',
    fix: `Give each person their own ${column}: sign-in cannot tell two apart by one.`,
    wrong: sql`exists (select ${live(owner, 'users o')}
      and ${login(`o.${column}`)} = ${login(`t.${column}`)} and o.sourced_id collate "C" < t.sourced_id collate "C")`,
    touched: sql`${itself('users')} union select o.sourced_id ${live(owner, 'users o')}
      and ${login(`o.${column}`)} in (${logins})`,
  }
}

function classRules(owner: Owner): Sanity[] {
  const rooms = sql`${itself('classes')} union ${said('enrollments', 'class_sourced_id')}`
  const none = (rule: IssueRule, role: string, message: string): Sanity => ({
    rule,
    kind: 'classes',
    field: field('sourcedId'),
    message,
    fix: schedule,
    wrong: sql`${stocked(owner, 'enrollments')} and ${noSeat(owner, 'class_sourced_id', role)}`,
    touched: rooms,
  })
  return [
    none('class_without_students', 'student', 'names a class that has no students'),
    none('class_without_teacher', 'teacher', 'names a class that has no teacher'),
    mainTeachers(owner),
    outsideTerms(owner),
  ]
}

/** More main teachers at one time than the class has periods: those of the greater sourcedIds are told of. */
function mainTeachers(owner: Owner): Sanity {
  const periods = sql`(select coalesce(cardinality(k.periods), 1) ${live(owner, 'classes k')} and k.sourced_id = t.class_sourced_id)`
  return {
    rule: 'multiple_primary_teachers',
    kind: 'enrollments',
    field: field('primary'),
    message: 'names a second main teacher of the class at the same time',
    fix: 'Set primary for one teacher of a class, and leave the others false.',
    wrong: sql`t."primary" and (select count(*) ${live(owner, 'enrollments o')} and o.class_sourced_id = t.class_sourced_id
      and o."primary" and o.sourced_id collate "C" < t.sourced_id collate "C"
      and coalesce(o.begin_date, '-infinity') < coalesce(t.end_date, '9999-12-31')
      and coalesce(t.begin_date, '-infinity') < coalesce(o.end_date, '9999-12-31')) >= ${periods}`,
    touched: sql`${itself('enrollments')} union select e.sourced_id ${live(owner, 'enrollments e')} and e."primary"
      and (e.class_sourced_id in (${altered('classes', 'periods')}) or e.class_sourced_id in (
        select c.before->>'class_sourced_id' from sanity_changes c where c.kind = 'enrollments' and c.before->>'primary' = 'true'
        union select c.now->>'class_sourced_id' from sanity_changes c where c.kind = 'enrollments' and c.now->>'primary' = 'true'))`,
  }
}

/** The terms of the class must all be known. */
function outsideTerms(owner: Owner): Sanity {
  const span = sql`from (select min(s.start_date) as first, max(s.end_date) as last
      from (select unnest(k.term_sourced_ids) as term ${live(owner, 'classes k')} and k.sourced_id = t.class_sourced_id) k
      left join academic_sessions s on s.district_id = t.district_id and s.connection_id = t.connection_id and s.sourced_id = k.term
        and s.removed_at is null
      having count(*) = count(s.sourced_id)) span`
  const early = raw('(t.begin_date < span.first or t.begin_date >= span.last)')
  const late = raw('(t.end_date > span.last or t.end_date <= span.first)')
  return {
    rule: 'enrollment_outside_terms',
    kind: 'enrollments',
    field: sql`(select case when ${early} then 'beginDate' else 'endDate' end ${span})`,
    message: 'lies outside the terms of the class',
    fix: 'Correct the dates, or add the term to the class; endDate is the day after the last.',
    wrong: sql`(t.begin_date is not null or t.end_date is not null) and exists (select ${span} where ${early} or ${late})`,
    touched: sql`${itself('enrollments')} union select e.sourced_id ${live(owner, 'enrollments e')}
      and e.class_sourced_id in (${altered('classes', 'term_sourced_ids')} union select k.sourced_id ${live(owner, 'classes k')}
        and k.term_sourced_ids && array(${altered('academicSessions', 'start_date', 'end_date')}))`,
  }
}

function placeRules(owner: Owner): Sanity[] {
  const notSchool = sql`exists (select ${live(owner, 'orgs o')} and o.sourced_id = t.school_sourced_id and o.type <> 'school')`
  const school = (kind: 'classes' | 'enrollments'): Sanity => ({
    rule: 'org_type_mismatch',
    kind,
    field: field('schoolSourcedId'),
    message: 'names an org that is no school',
    fix: 'Name the school, or give the org the type school.',
    wrong: notSchool,
    touched: sql`${itself(kind)} union select o.sourced_id ${live(owner, `${kind} o`)} and o.school_sourced_id in (${altered('orgs', 'type')})`,
  })
  return [
    school('classes'),
    school('enrollments'),
    {
      rule: 'academic_session_type_mismatch',
      kind: 'courses',
      field: field('schoolYearSourcedId'),
      message: 'names a session that is no school year',
      fix: 'Name the academic session of type schoolYear, or leave the field blank.',
      wrong: sql`exists (select ${live(owner, 'academic_sessions s')} and s.sourced_id = t.school_year_sourced_id and s.type <> 'schoolYear')`,
      touched: sql`${itself('courses')} union select o.sourced_id ${live(owner, 'courses o')}
        and o.school_year_sourced_id in (${altered('academicSessions', 'type')})`,
    },
  ]
}
