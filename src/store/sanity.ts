import type { Kind } from '../roster/kinds.ts'
import { kinds } from '../roster/kinds.ts'
import { tableOf, type Owner } from './roster.ts'
import { countIssues } from './runs.ts'
import { sanityRules, type Sanity } from './sanity-rules.ts'
import { raw, row, rows, run, sql, type Query, type Runner } from './sql.ts'

/**
 * What only rows together tell: students in no class, addresses that two people share, dates outside the terms of a
 * class. A full reading tells it from its rows; after a run of few changes only whom they touched is asked again, so
 * that the cost follows the change. What is told of rows that are not there any more ends here too.
 */
export async function refreshSanity(db: Runner, owner: Owner, number: number, much = MUCH): Promise<void> {
  const changes = await countChanges(db, owner, number)
  if (changes > 0 && changes <= much) await noteChanges(db, owner, number)
  for (const rule of changes === 0 ? [] : sanityRules(owner)) {
    if (changes > much) {
      await refreshRule(db, owner, number, rule, null)
      continue
    }
    const touched = await rows<{ id: string }>(db, sql`select distinct id from (${rule.touched}) as touched (id) where id is not null`)
    const ids = touched.map(({ id }) => id)
    for (let from = 0; from < ids.length; from += CHUNK)
      await refreshRule(db, owner, number, rule, ids.slice(from, from + CHUNK))
  }
  if (changes > 0) await closeGone(db, owner, number)
  const counts = JSON.stringify(await countIssues(db, owner))
  await run(db, sql`update runs set issue_counts = ${counts} where district_id = ${owner.districtId} and run = ${number}`)
} // prettier-ignore

const CHUNK = 10_000
/** From so many changes on, the whole roster is asked once: of a first import of a million, pieces took ten minutes. */
const MUCH = 200_000

async function countChanges(db: Runner, { districtId }: Owner, number: number): Promise<number> {
  const found = await row<{ changes: number }>(
    db,
    sql`select coalesce(final_seq - first_seq + 1, 0)::int as changes from runs where district_id = ${districtId} and run = ${number}`,
  )
  return found?.changes ?? 0
}

/** The run's changes with the rows as they are now, for the rules to ask: see sanity-rules.ts. */
async function noteChanges(db: Runner, { districtId }: Owner, number: number): Promise<void> {
  await run(
    db,
    sql`create temporary table if not exists sanity_changes (kind text, op text, sourced_id text, before jsonb, now jsonb) on commit drop`,
  )
  await run(db, sql`truncate sanity_changes`)
  for (const kind of kinds)
    await run(
      db,
      sql`insert into sanity_changes select c.kind, c.op, c.sourced_id, c.before, to_jsonb(t) from changes c
        left join ${tableOf(kind)} t on t.district_id = c.district_id and t.id = c.id
        where c.district_id = ${districtId} and c.kind = ${kind} and ${madeBy(districtId, number)}`,
    )
  await run(db, sql`analyze sanity_changes`)
}

/** The feed has an index by number and none by run. */
function madeBy(districtId: string, number: number): Query {
  const bound = (name: string) =>
    sql`(select ${raw(name)} from runs where district_id = ${districtId} and run = ${number})`
  return sql`c.seq between ${bound('first_seq')} and ${bound('final_seq')}`
}

async function refreshRule(
  db: Runner,
  owner: Owner,
  number: number,
  sanity: Sanity,
  ids: readonly string[] | null,
): Promise<void> {
  const { districtId, connectionId } = owner
  const asked = (column: string) => (ids === null ? sql`true` : sql`${raw(column)} = any(${ids})`)
  const found = await rows<Found>(
    db,
    sql`select t.sourced_id as id, ${sanity.field} as field from ${tableOf(sanity.kind)} t
      where t.district_id = ${districtId} and t.connection_id = ${connectionId} and t.removed_at is null
        and ${asked('t.sourced_id')} and ${sanity.wrong}`,
  )
  const [wrong, fields] = [found.map(({ id }) => id), found.map(({ field }) => field)]
  await run(
    db,
    sql`update issues i set closed_run = ${number}::int
      where district_id = ${districtId} and connection_id = ${connectionId} and closed_run is null
        and rule = ${sanity.rule} and lower(file) = lower(${fileOf(sanity)}) and ${asked('sourced_id')}
        and (sourced_id, field) not in (select * from unnest(${wrong}::text[], ${fields}::text[]))`,
  )
  if (found.length > 0) await openFound(db, owner, number, sanity, found)
}

type Found = { readonly id: string; readonly field: string }

const fileOf = ({ kind }: { readonly kind: Kind }) => `${kind}.csv`

async function openFound(
  db: Runner,
  owner: Owner,
  number: number,
  sanity: Sanity,
  found: readonly Found[],
): Promise<void> {
  const { rule, message, fix } = sanity
  const file = fileOf(sanity)
  await run(
    db,
    sql`insert into issues (district_id, run, seq, connection_id, severity, rule, file, field, sourced_id, message, fix)
      select ${owner.districtId}::uuid, ${number}::int, row_number() over (order by f.id) + (select coalesce(max(seq), 0) from issues
          where district_id = ${owner.districtId} and run = ${number}),
        ${owner.connectionId}::uuid, 'warning', ${rule}, ${file}, f.field, f.id, ${`${file}: `}::text || f.field || ${` ${message}`}::text, ${fix}
      from unnest(${found.map(({ id }) => id)}::text[], ${found.map(({ field }) => field)}::text[]) as f(id, field)
      where not exists (select from issues i where i.district_id = ${owner.districtId} and i.connection_id = ${owner.connectionId}
        and i.closed_run is null and i.rule = ${rule} and lower(i.file) = lower(${file}) and i.sourced_id = f.id)`,
  )
}

/** Whatever was wrong with a row that the run took out of the roster is wrong no longer. */
async function closeGone(db: Runner, { districtId, connectionId }: Owner, number: number): Promise<void> {
  for (const kind of kinds)
    await run(
      db,
      sql`update issues i set closed_run = ${number}::int
        where i.district_id = ${districtId} and i.connection_id = ${connectionId} and i.closed_run is null and i.run < ${number}::int
          and lower(i.file) = lower(${fileOf({ kind })}) and i.sourced_id in (select c.sourced_id from changes c
            where c.district_id = ${districtId} and c.kind = ${kind} and c.op in ('remove', 'archive') and ${madeBy(districtId, number)})
          and not exists (select from ${tableOf(kind)} t where t.district_id = i.district_id and t.connection_id = i.connection_id
            and t.sourced_id = i.sourced_id and t.removed_at is null)`,
    )
}
