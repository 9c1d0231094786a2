import type { Op } from '../diff/change.ts'
import type { KindCounts } from '../plan/plan.ts'
import { manifest, type Field } from '../roster/fields.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { columnList, tableOf, type Owner } from '../store/roster.ts'
import { raw, run, sql, type Query, type Runner } from '../store/sql.ts'

/** What the statements of one apply share. */
export type Writing = {
  readonly db: Runner
  readonly owner: Owner
  readonly run: number
  readonly part: Query
  /** What the plan counts: kinds and ops of which there are none cost no statement. */
  readonly counts: KindCounts
}

function has({ counts }: Writing, kind: Kind, ops: readonly Op[]): boolean {
  const row = counts[kind]
  return row !== undefined && ops.some(op => row[op] > 0)
}

const comings: readonly Op[] = ['create', 'update', 'restore']
const goings: readonly Op[] = ['remove', 'archive']

const types: Readonly<Record<Field['type'], string>> = {
  text: 'text', code: 'text', ref: 'text', year: 'text', boolean: 'boolean', date: 'date',
  list: 'text[]', refs: 'text[]', grades: 'text[]',
} // prettier-ignore

/** `after` as columns of the kind. */
function fieldsOf(kind: Kind): Query {
  return raw(
    `jsonb_to_record(c.after) as r(${manifest[kind].map(({ name, type }) => `"${name}" ${types[type]}`).join(', ')})`,
  )
}
function valuesOf(kind: Kind): Query {
  return raw(manifest[kind].map(({ name }) => `r."${name}"`).join(', '))
}

/** Notes every change with what it replaces, in the order in which it is carried out; resolves to how many. */
export async function logChanges(writing: Writing, from: number): Promise<number> {
  const { db, run: number, part } = writing
  let last = from
  const log = async (kind: Kind, which: Query) => {
    last += await run(
      db,
      sql`insert into changes (district_id, seq, run, kind, op, id, sourced_id, before, reason)
        select c.district_id, ${last}::bigint + row_number() over (order by c.seq), ${number}::int, c.kind, c.op, c.id, c.sourced_id,
          to_jsonb(t), c.reason
        from plan_changes c left join ${tableOf(kind)} t on t.district_id = c.district_id and t.id = c.id
        where ${part} and c.kind = ${kind} and ${which}`,
    )
  }
  for (const kind of kinds) {
    if (!has(writing, kind, comings)) continue
    if (handsOver(writing, kind)) await log(kind, sql`c.op in ('remove', 'archive') and ${handedOver}`)
    await log(kind, sql`c.op in ('create', 'update', 'restore')`)
  }
  for (const kind of kinds.toReversed()) {
    if (!has(writing, kind, goings)) continue
    const early = handsOver(writing, kind) ? sql`and not ${handedOver}` : sql``
    await log(kind, sql`c.op in ('remove', 'archive') ${early}`)
  }
  return last
}

/** A sourcedId may pass on within one plan: from person to person, or with a role from school to school. */
function handsOver(writing: Writing, kind: Kind): boolean {
  return (kind === 'users' || kind === 'roles') && has(writing, kind, goings) && has(writing, kind, comings)
}

// Whoever hears the feed and knows things by sourcedId would take the newcomer for the one that is deleted.
const handedOver = sql`exists (select from plan_changes o where o.district_id = c.district_id and o.plan = c.plan
  and o.kind = c.kind and o.sourced_id = c.sourced_id and o.op in ('create', 'update', 'restore'))`

/**
 * Carries the changes out, kind by kind: what is referred to comes first and goes last. Of people, removals come first
 * where a sourcedId changes hands, or two rows would claim it.
 */
export async function writeChanges(writing: Writing): Promise<void> {
  for (const kind of kinds) {
    if (kind === 'users' && has(writing, kind, goings))
      await remove(writing, kind, sql`c.reason = 'id_reused'`)
    if (has(writing, kind, ['update', 'restore'])) await update(writing, kind)
    if (has(writing, kind, ['create'])) await create(writing, kind)
  }
  for (const kind of kinds.toReversed())
    if (has(writing, kind, goings)) await remove(writing, kind, sql`c.reason <> 'id_reused'`)
}

async function create({ db, owner, run: number, part }: Writing, kind: Kind): Promise<void> {
  await run(
    db,
    sql`insert into ${tableOf(kind)} (district_id, id, connection_id, sourced_id, ${raw(columnList(kind).join(', '))}, created_run, updated_run)
      select c.district_id, c.id, ${owner.connectionId}::uuid, c.sourced_id, ${valuesOf(kind)}, ${number}::int, ${number}::int
      from plan_changes c, ${fieldsOf(kind)} where ${part} and c.kind = ${kind} and c.op = 'create'`,
  )
}

async function update({ db, owner, run: number, part }: Writing, kind: Kind): Promise<void> {
  const mine = sql`${part} and c.kind = ${kind} and c.op in ('update', 'restore')`
  // Two ids that swap would collide halfway: first out of the way, then to the new place.
  await run(
    db,
    sql`update ${tableOf(kind)} t set sourced_id = e'\\x1f' || t.id from plan_changes c
      where ${mine} and c.former_id is not null and t.district_id = c.district_id and t.id = c.id`,
  )
  const set = raw(
    columnList(kind)
      .map((column, at) => `${column} = r."${manifest[kind][at]?.name ?? ''}"`)
      .join(', '),
  )
  await run(
    db,
    sql`update ${tableOf(kind)} t set sourced_id = c.sourced_id, connection_id = ${owner.connectionId}::uuid, ${set}, updated_run = ${number}::int,
        removed_run = null, removed_at = null, removed_why = null
      from plan_changes c, ${fieldsOf(kind)}
      where ${mine} and t.district_id = c.district_id and t.id = c.id`,
  )
}

async function remove({ db, run: number, part }: Writing, kind: Kind, which: Query): Promise<void> {
  await run(
    db,
    sql`update ${tableOf(kind)} t set removed_at = now(), removed_run = ${number}::int, removed_why = c.reason
      from plan_changes c
      where ${part} and c.kind = ${kind} and c.op in ('remove', 'archive') and ${which} and t.district_id = c.district_id and t.id = c.id`,
  )
}
