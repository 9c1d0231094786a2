import type { Kind } from '../roster/kinds.ts'
import { connect, type Connection, type District } from './districts.ts'
import { holdSharer } from './sharers.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'

/** Where records come from: what a connection reads, and with which settings. */
export type Origin = Pick<Connection, 'source' | 'settings'>
/** What a plan would switch the district to, and the source that it was made beside. */
export type Switch = Origin & { readonly from: string }

export function originOf({ source, settings }: Origin): Origin {
  return { source, settings }
}

/**
 * Connects the district to another source, in the transaction of the run that brings its records. What is known of the
 * former source's times and fingerprints says nothing of this one: the next reading is of everything. Throws TENANT_TAKEN.
 */
export async function switchOrigin(
  db: Runner,
  district: District,
  { number, origin, who }: { readonly number: number; readonly origin: Origin; readonly who: string },
): Promise<void> {
  const { districtId } = district
  const { source, settings } = origin
  if (settings.tenantId !== undefined) await holdSharer(db, districtId, source, settings.tenantId)
  await connect(db, district, source, settings, who)
  await run(
    db,
    sql`update runs set switched_to = ${JSON.stringify(origin)} where district_id = ${districtId} and run = ${number}`,
  )
}

/** What the district was connected to before a run switched it; null of a run that did not. */
export async function formerOrigin(db: Runner, districtId: string, number: number): Promise<Origin | null> {
  return await row<Origin>(
    db,
    sql`select base_before ->> 'source' as source, base_before -> 'settings' as settings from runs
      where district_id = ${districtId} and run = ${number} and switched_to is not null and base_before is not null`,
  )
}

/** Of one kind: who or what is the same in both sources, and what only one of them has. */
export type Crossing = {
  readonly kind: Kind
  /** Found again under another sourcedId, for sure. */
  readonly paired: number
  /** Found again on evidence that a person has to judge. */
  readonly unsure: number
  /** Under the same sourcedId in both. */
  readonly same: number
  readonly fresh: number
  readonly gone: number
}

const seenKinds: readonly Kind[] = ['orgs', 'users', 'academicSessions', 'courses', 'classes', 'enrollments']

/** The crosswalk of a plan, counted. `same` comes from the counts of the plan, for what stays is no change. */
export async function countCrossings(
  db: Runner,
  districtId: string,
  { plan, counts }: { readonly plan: string; readonly counts: Partial<Record<Kind, { readonly unchanged: number }>> },
): Promise<Crossing[]> {
  const found = await rows<Crossing>(
    db,
    sql`select kind, count(*) filter (where former_id is not null and not unsure)::int as paired,
        count(*) filter (where former_id is not null and unsure)::int as unsure,
        count(*) filter (where op = 'update' and former_id is null)::int as same,
        count(*) filter (where op = 'create')::int as fresh, count(*) filter (where op in ('remove', 'archive'))::int as gone
      from (select kind, op, former_id, 'MATCH_UNSURE' = any(hazards) as unsure from plan_changes
        where district_id = ${districtId} and plan = ${plan}) c group by kind`,
  )
  return seenKinds.flatMap(kind => {
    const one = found.find(crossing => crossing.kind === kind)
    const unchanged = counts[kind]?.unchanged ?? 0
    if (one === undefined) return unchanged === 0 ? [] : [{ kind, paired: 0, unsure: 0, same: unchanged, fresh: 0, gone: 0 }]
    return [{ ...one, same: one.same + unchanged }]
  })
} // prettier-ignore

/** By what people were found again, strongest first. */
export const evidenceNames = ['identifier', 'sourcedId', 'userMasterIdentifier', 'names'] as const
export type EvidenceCount = { readonly evidence: (typeof evidenceNames)[number]; readonly count: number }

/** How many people were found again by what; two systems may both agree on more than one of these. */
export async function countEvidence(db: Runner, districtId: string, plan: string): Promise<EvidenceCount[]> {
  const found = await rows<EvidenceCount>(
    db,
    sql`select case when lower(before ->> 'identifier') = lower(after ->> 'identifier') then 'identifier'
          when lower(former_id) = lower(after ->> 'identifier') or lower(before ->> 'identifier') = lower(sourced_id) then 'sourcedId'
          when lower(before ->> 'userMasterIdentifier') = lower(after ->> 'userMasterIdentifier') then 'userMasterIdentifier'
          else 'names' end as evidence, count(*)::int as count
      from plan_changes where district_id = ${districtId} and plan = ${plan} and kind = 'users' and former_id is not null
      group by 1`,
  )
  return evidenceNames.flatMap(name => found.filter(({ evidence }) => evidence === name))
}
