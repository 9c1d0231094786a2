import { order } from '../../diff/diff.ts'
import { kinds, type Kind } from '../../roster/kinds.ts'
import { row, sql, type Runner } from '../../store/sql.ts'
import type { Where } from './edge.ts'
import type { Stretch } from './listed.ts'

/** The run whose changes are listed, and where they stand. */
export type Listing = Where & {
  readonly connectionId: string | null
  /** Numbers of the feed the run wrote; null when nothing was carried out. */
  readonly slice: { readonly first: number; readonly final: number } | null
  readonly stretches: readonly Stretch[]
}

type Found = {
  connectionId: string | null
  first: number | null
  final: number | null
  undoes: number | null
  plan: string | null
  loads: Kind[] | null
  planned: number | null
  loaded: number | null
}

/**
 * What a plan lists stands in plan_changes, with hazards and schools. What came for the first time was listed by
 * nobody, and an undo has no plan: those are told from the feed.
 */
export async function findListing(db: Runner, districtId: string, run: number): Promise<Listing> {
  const found = await row<Found>(
    db,
    sql`select r.connection_id as "connectionId", r.first_seq as first, r.final_seq as final, r.undoes, p.plan, p.loads,
        (select max(seq) from plan_changes c where c.district_id = r.district_id and c.plan = p.plan) as planned,
        (select sum((p.counts->kind->>'create')::int)::int from unnest(p.loads) as kind) as loaded
      from runs r left join plans p on p.district_id = r.district_id and p.run = r.run
      where r.district_id = ${districtId} and r.run = ${run}`,
  )
  const { first = null, final = null, plan = null, loads, planned, loaded } = found ?? {}
  const slice = first === null || final === null || final < first ? null : { first, final }
  const stretches: Stretch[] = []
  if (plan !== null && (planned ?? 0) > 0)
    stretches.push({ in: 'plan', first: 1, final: planned ?? 0, kinds: order })
  if (slice !== null && plan === null)
    stretches.push({ in: 'feed', ...slice, kinds: kinds.toReversed() })
  // Loads are written last, kind by kind.
  if (slice !== null && (loaded ?? 0) > 0)
    stretches.push({ in: 'feed', first: slice.final - (loaded ?? 0) + 1, final: slice.final, kinds: loads ?? [] })
  return { districtId, run, plan, connectionId: found?.connectionId ?? null, slice, stretches }
} // prettier-ignore
