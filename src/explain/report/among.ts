import type { Kind } from '../../roster/kinds.ts'
import { tableOf } from '../../store/roster.ts'
import { rows, sql } from '../../store/sql.ts'
import type { Told } from './happened.ts'

/** Those of the records to which the run did something. Of a kind that is loaded whole one call is one pass through the snapshot. */
export async function changedAmong(told: Told, kind: Kind, ids: readonly string[]): Promise<Set<string>> {
  const { client, districtId, slice, plan } = told
  if (plan !== null && plan.loads.includes(kind)) return await loadedAmong(told, kind, new Set(ids))
  const query =
    slice === null
      ? sql`select sourced_id as id from plan_changes where district_id = ${districtId} and plan = ${plan?.plan ?? ''}
          and kind = ${kind} and sourced_id = any(${[...ids]})`
      : sql`select t.sourced_id as id from ${tableOf(kind)} t join changes c on c.district_id = t.district_id and c.id = t.id
          and c.kind = ${kind} and c.seq between ${slice.first} and ${slice.final}
        where t.district_id = ${districtId} and t.sourced_id = any(${[...ids]})`
  return new Set((await rows<{ id: string }>(client, query)).map(({ id }) => id))
}

async function loadedAmong(
  { artifacts, run }: Told,
  kind: Kind,
  ids: ReadonlySet<string>,
): Promise<Set<string>> {
  const found = new Set<string>()
  for await (const { entity } of artifacts.entities(run, kind))
    if (ids.has(entity.sourcedId)) found.add(entity.sourcedId)
  return found
}

export async function liveAmong(
  { client, districtId }: Told,
  kind: Kind,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    client,
    sql`select sourced_id as id from ${tableOf(kind)} where district_id = ${districtId} and removed_at is null
        and sourced_id = any(${[...ids]})`,
  )
  return new Set(found.map(({ id }) => id))
}
