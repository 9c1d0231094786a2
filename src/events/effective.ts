import { columnName } from '../roster/entity.ts'
import { manifest, type Field } from '../roster/fields.ts'
import { grades } from '../roster/grades.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { enabledFields, type Rules } from '../roster/rules.ts'
import { join, raw, row, run, sql, type Query, type Runner } from '../store/sql.ts'
import { headerOf } from './columns.ts'
import type { Moment } from './moment.ts'
import { rowsAt } from './past.ts'

/**
 * The roster as others may rely on it: live rows, and of those only what leads somewhere. A row that the source
 * still sends but that names a class or person who is gone stays in the roster, for a rejected row is not an
 * absent one; in an export it would be a broken reference.
 */
export type Effective = {
  readonly districtId: string
  readonly moment: Moment
  readonly rules: Rules
  /** Kinds that were never delivered: what names one is taken on trust, as it was when it was read. */
  readonly trusted: ReadonlySet<Kind>
}

export async function findTrusted(
  db: Runner,
  districtId: string,
  moment: Moment,
): Promise<ReadonlySet<Kind>> {
  const trusted = new Set<Kind>()
  for (const kind of ['orgs', 'academicSessions', 'courses'] as const) {
    const found = await row(db, sql`select 1 from (${rowsAt(districtId, kind, moment)}) t limit 1`)
    if (found === null) trusted.add(kind)
  }
  return trusted
}

/*
 * The planner knows nothing of what a CTE holds and takes it for a handful of rows: it then walks through all people
 * once for each enrollment (100,000 students: given up after ten minutes; with these settings 13 s on two busy cores). Every join here
 * is of all with all, so hashing is always right; and lists of ids must fit where they are looked up.
 */
export async function planWell(db: Runner): Promise<void> {
  await run(db, sql`set local enable_nestloop = off`)
  await run(db, sql`set local work_mem = '128MB'`)
}

/** One COPY that prints a kind's file but for its header, ordered by sourcedId as bytes. */
export function copyOut(effective: Effective, kind: Kind): string {
  const { districtId, moment, rules } = effective
  const enabled = enabledFields(kind, rules)
  const cells = headerOf(kind).map(name => {
    if (name === 'sourcedId') return sql`t.sourced_id`
    const at = manifest[kind].findIndex(field => field.name === name)
    const field = manifest[kind][at]
    return field === undefined || enabled[at] !== true ? sql`null` : cellOf(effective, kind, field)
  })
  const select = sql`with ${alive(effective, kind)}
    select ${join(cells, ', ')} from (${rowsAt(districtId, kind, moment)}) t
    where ${isKept(effective, kind)} order by t.sourced_id collate "C", t.id`
  if (select.values.length > 0) throw new Error('Cannot copy out: COPY takes no parameters')
  return `copy (${select.text}) to stdout with (format csv)`
}

/** The ids that may be referred to, of every kind that this one leads to, one after another. */
function alive(effective: Effective, kind: Kind): Query {
  const wanted = new Set<Kind>([kind])
  for (const one of kinds.toReversed()) if (wanted.has(one)) for (const need of linked(one)) wanted.add(need)
  const parts = kinds
    .filter(one => wanted.has(one))
    .map(
      one => sql`${named(one)} as materialized (select t.district_id, t.sourced_id from (${rowsAt(effective.districtId, one, effective.moment)}) t
        where ${isKept(effective, one)})`,
    )
  return join(parts, ', ')
}

function linked(kind: Kind): readonly Kind[] {
  if (kind === 'demographics') return ['users']
  return manifest[kind].flatMap(({ to }) => to ?? [])
}

function named(kind: Kind): Query {
  return raw(`alive_${columnName(kind)}`)
}

/** Whether what a column names may be referred to; the district goes along, for where its rows lie apart. */
function leads(kind: Kind, column: Query): Query {
  return sql`(t.district_id, ${column}) in (select a.district_id, a.sourced_id from ${named(kind)} a)`
}

function isKept(effective: Effective, kind: Kind): Query {
  const clauses = [sql`t.removed_at is null`]
  if (kind === 'demographics') clauses.push(leads('users', sql`t.sourced_id`))
  for (const field of manifest[kind]) {
    const { to } = field
    if (to === undefined || field.need !== 'required' || effective.trusted.has(to)) continue
    const column = raw(`t.${columnName(field.name)}`)
    clauses.push(
      field.type === 'refs'
        ? sql`exists (select from unnest(${column}) as r(id) where ${leads(to, sql`r.id`)})`
        : leads(to, column),
    )
  }
  return join(clauses, ' and ')
}

function cellOf(effective: Effective, kind: Kind, field: Field): Query {
  const column = raw(`t.${field.name === 'primary' ? '"primary"' : columnName(field.name)}`)
  if (field.to !== undefined) return linkOf(effective, kind, field, column)
  // 1.1 knew one kind of administrator, and 1.2 has none that says as little (docs/decisions/0005).
  if (kind === 'roles' && field.name === 'role')
    return sql`case when ${column} = 'administrator' then 'ext:administrator' else ${column} end`
  if (field.name === 'subjects') return evened(column, raw('t.subject_codes'))
  if (field.name === 'subjectCodes') return evened(column, raw('t.subjects'))
  if (field.type === 'grades') return gradesOf(column)
  if (field.type === 'list') return sql`array_to_string(${column}, ',')`
  if (field.type === 'boolean')
    return sql`case when ${column} then 'true' when not ${column} then 'false' end`
  return field.type === 'date' ? sql`to_char(${column}, 'YYYY-MM-DD')` : column
}

const gradeOrder = raw(`array[${grades.map(code => `'${code}'`).join(', ')}]`)

/** Grades as a student passes them; few have more than one. */
function gradesOf(column: Query): Query {
  return sql`case when cardinality(${column}) < 2 then ${column}[1]
    else (select string_agg(g.code, ',' order by array_position(${gradeOrder}, g.code)) from unnest(${column}) as g(code)) end`
}

/** A reference that may be left out is, where it leads nowhere. */
function linkOf(effective: Effective, kind: Kind, field: Field, column: Query): Query {
  const to = field.to ?? kind
  const plain = field.type === 'refs' ? sql`array_to_string(${column}, ',')` : column
  if (effective.trusted.has(to)) return plain
  if (field.type === 'refs')
    return sql`(select string_agg(r.id, ',' order by r.id collate "C") from unnest(${column}) as r(id) where ${leads(to, sql`r.id`)})`
  return field.need === 'required' ? plain : sql`case when ${leads(to, column)} then ${column} end`
}

/**
 * The standard wants as many subjects as codes, and a tolerant reading lets a source differ:
 * its last item makes up for that.
 */
function evened(column: Query, other: Query): Query {
  const missing = sql`cardinality(${other}) - cardinality(${column})`
  return sql`array_to_string(case when ${missing} > 0
    then ${column} || array_fill(${column}[cardinality(${column})], array[${missing}]) else ${column} end, ',')`
}
