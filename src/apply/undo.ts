import { kinds, type Kind } from '../roster/kinds.ts'
import { tableOf, type Owner } from '../store/roster.ts'
import { row, rows, run, sql, type Query, type Runner } from '../store/sql.ts'

/** The slice of the change feed that a run wrote. */
export type Slice = { readonly run: number; readonly firstSeq: number; readonly finalSeq: number }

/** A row that cannot go back: what a later run made of it, or hung on it, would be lost. */
export type Conflict = {
  readonly kind: Kind
  readonly id: string
  readonly sourcedId: string
  readonly runs: readonly number[]
  readonly why: 'changed' | 'used'
}

/** What an undo does to the roster, per kind: rows it takes out again, and rows it puts back as they were. */
export type UndoCounts = Partial<Record<Kind, { erase: number; revert: number }>>

/** One row a run touched is undone by what its first change replaced. */
function touched({ districtId }: Owner, kind: Kind, slice: Slice): Query {
  return sql`(select distinct on (id) id, sourced_id, before, op from changes
    where district_id = ${districtId} and kind = ${kind} and seq between ${slice.firstSeq} and ${slice.finalSeq}
    order by id, seq)`
}

export async function countUndo(db: Runner, owner: Owner, slice: Slice): Promise<UndoCounts> {
  const counts: UndoCounts = {}
  for (const kind of kinds) {
    const found = await row<{ erase: number; revert: number }>(
      db,
      sql`select count(*) filter (where before is null)::int as erase, count(*) filter (where before is not null)::int as revert
        from ${touched(owner, kind, slice)} c`,
    )
    if (found !== null && found.erase + found.revert > 0) counts[kind] = found
  }
  return counts
}

/**
 * Rows that differ from what the run left behind, and rows that newer ones refer to. A later run that was itself
 * undone leaves a row as it found it, and does not count.
 */
export async function findConflicts(
  db: Runner,
  owner: Owner,
  slice: Slice,
  limit: number,
): Promise<Conflict[]> {
  const conflicts: Conflict[] = []
  for (const kind of kinds) {
    if (conflicts.length >= limit) break
    conflicts.push(
      ...(await findChanged(db, owner, kind, slice, limit)),
      ...(await findUsed(db, owner, kind, slice, limit)),
    )
  }
  return conflicts.slice(0, limit)
}

async function findChanged(
  db: Runner,
  owner: Owner,
  kind: Kind,
  slice: Slice,
  limit: number,
): Promise<Conflict[]> {
  return await rows<Conflict>(
    db,
    sql`with later as (
        select distinct on (l.id) l.id, l.sourced_id, l.before from changes l
        where l.district_id = ${owner.districtId} and l.kind = ${kind} and l.seq > ${slice.finalSeq}
          and exists (select from changes c where c.district_id = l.district_id and c.id = l.id and c.kind = ${kind}
            and c.seq between ${slice.firstSeq} and ${slice.finalSeq})
        order by l.id, l.seq)
      select ${kind} as kind, later.id, later.sourced_id as "sourcedId", 'changed' as why,
        (select array_agg(distinct l.run order by l.run) from changes l where l.district_id = ${owner.districtId}
          and l.id = later.id and l.seq > ${slice.finalSeq}) as runs
      from later left join ${tableOf(kind)} t on t.district_id = ${owner.districtId} and t.id = later.id
      where to_jsonb(t) is distinct from later.before order by later.sourced_id limit ${limit}`,
  )
}

type Use = { readonly kind: Kind; readonly column: Query; readonly target: Kind }
const uses: readonly Use[] = [
  { target: 'courses', kind: 'classes', column: sql`course_sourced_id` },
  { target: 'classes', kind: 'enrollments', column: sql`class_sourced_id` },
  { target: 'users', kind: 'enrollments', column: sql`user_sourced_id` },
  { target: 'users', kind: 'roles', column: sql`user_sourced_id` },
]

/** What the run created and a later one built on: erasing it would leave the newer rows hanging. */
async function findUsed(
  db: Runner,
  owner: Owner,
  target: Kind,
  slice: Slice,
  limit: number,
): Promise<Conflict[]> {
  const found: Conflict[] = []
  for (const { kind, column } of uses.filter(use => use.target === target)) {
    found.push(
      ...(await rows<Conflict>(
        db,
        sql`select ${target} as kind, c.id, c.sourced_id as "sourcedId", 'used' as why, array_agg(distinct u.created_run) as runs
          from ${touched(owner, target, slice)} c
          join ${tableOf(kind)} u on u.district_id = ${owner.districtId} and u.connection_id = ${owner.connectionId}
            and u.${column} = c.sourced_id and u.removed_at is null and u.created_run > ${slice.run}
          where c.before is null group by c.id, c.sourced_id order by c.sourced_id limit ${limit}`,
      )),
    )
  }
  return found
}

/**
 * Puts every row of the run back, byte for byte: what it created goes, what it replaced comes again. Rows are
 * taken out before any is put back, so that ids which changed hands do not meet. Resolves to the last number
 * of the change feed; the undo is itself a run and can be undone.
 */
export async function undo(
  db: Runner,
  owner: Owner,
  slice: Slice,
  number: number,
  from: number,
): Promise<number> {
  let last = from
  for (const kind of kinds.toReversed()) last = await undoKind(db, owner, kind, slice, number, last)
  return last
}

async function undoKind(
  db: Runner,
  owner: Owner,
  kind: Kind,
  slice: Slice,
  number: number,
  from: number,
): Promise<number> {
  const noted = await run(
    db,
    sql`insert into changes (district_id, seq, run, kind, op, id, sourced_id, before, reason)
      select ${owner.districtId}::uuid, ${from}::bigint + row_number() over (order by c.sourced_id, c.before is not null and c.op <> 'restore'), ${number}::int, ${kind},
        case when c.before is null then 'erase' when t.id is null then 'create' when c.op in ('remove', 'archive') then 'restore'
          when c.op = 'restore' then 'remove' else 'update' end,
        c.id, coalesce(c.before->>'sourced_id', c.sourced_id), to_jsonb(t), 'undone'
      from ${touched(owner, kind, slice)} c
      left join ${tableOf(kind)} t on t.district_id = ${owner.districtId} and t.id = c.id`,
  )
  if (noted === 0) return from
  const mine = sql`m.district_id = ${owner.districtId} and m.run = ${number} and m.kind = ${kind} and m.seq > ${from}`
  await run(
    db,
    sql`delete from ${tableOf(kind)} t using changes m where ${mine} and t.district_id = m.district_id and t.id = m.id`,
  )
  await run(
    db,
    // As a table, not as (…).*: that would read the JSON again for every column.
    sql`insert into ${tableOf(kind)} select r.* from ${touched(owner, kind, slice)} c,
      jsonb_populate_record(null::${tableOf(kind)}, c.before) r where c.before is not null`,
  )
  return from + noted
}
