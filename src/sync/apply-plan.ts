import { existsSync } from 'node:fs'
import { apply } from '../apply/apply.ts'
import { guard, type Decision } from '../guard/guard.ts'
import type { ClearedPlan, KindCounts } from '../plan/plan.ts'
import { noCounts } from '../plan/draft.ts'
import type { Op } from '../diff/change.ts'
import { RollbookError } from '../roster/errors.ts'
import type { Kind } from '../roster/kinds.ts'
import { findConnection, findDistrict, type Connection, type District } from '../store/districts.ts'
import { FolderDrawer } from '../store/drawer.ts'
import { secretKey } from '../store/key.ts'
import { snapshotFolder } from '../store/layout.ts'
import { takeLease, type Lease } from '../store/lock.ts'
import { originOf, switchOrigin } from '../store/switches.ts'
import { findPlan, type StoredPlan } from '../store/plans.ts'
import { enterPhase, findRun } from '../store/runs.ts'
import { refreshSanity } from '../store/sanity.ts'
import { rows, run as execute, sql, type Runner } from '../store/sql.ts'
import { committed } from './committed.ts'
import { readHandover } from './handover.ts'
import type { Outcome } from './outcome.ts'
import { noteReading } from './reading.ts'
import type { Order } from './run.ts'
import { inWords } from './trouble.ts'
import { verifyPlan } from './verify.ts'

export type ApplyOrder = Pick<
  Order,
  'store' | 'district' | 'who' | 'progress' | 'began' | 'signal' | 'resumed'
> & {
  readonly plan: string
  readonly decision: Decision
}
type Applying = {
  readonly order: ApplyOrder
  readonly district: District
  readonly connection: Connection
  readonly plan: StoredPlan
  readonly lease: Lease
}

/**
 * Carries out a stored plan, or the chosen part of it, as the run that made it; or says what still holds it.
 * Throws PLAN_UNKNOWN, PLAN_DECIDED, ROSTER_MOVED, RULES_MOVED, SOURCE_MOVED, PLAN_CHANGED, SNAPSHOT_GONE, PART_UNDIVIDED,
 * TENANT_TAKEN, DISTRICT_BUSY.
 */
export async function applyPlan(order: ApplyOrder): Promise<Outcome> {
  try {
    return await applyLeased(order)
  } catch (error) {
    throw inWords(error, order.store, `apply plan ${order.plan}`)
  }
}

async function applyLeased(order: ApplyOrder): Promise<Outcome> {
  const { pool } = order.store
  const { districtId } = await findDistrict(pool, order.district)
  const lease = await takeLease(pool, districtId)
  try {
    // Read under the lease: nobody moves the roster or the rules from here on.
    const district = await findDistrict(pool, order.district)
    const connection = await findConnection(pool, district)
    const plan = await findPlan(pool, districtId, district.key, order.plan)
    const applying = { order, district, connection, plan, lease }
    order.began?.(plan.run)
    refusePast(applying)
    refuseDividing(applying, order.decision)
    await verifyPlan(pool, districtId, district.key, plan)
    const verdict = guard(plan, order.decision, connection.rules.limits)
    if ('held' in verdict) return await tell(applying, 'held', { hazards: verdict.held })
    const counts = await carryOut(applying, verdict.cleared)
    return await tell(applying, 'applied', { counts })
  } finally {
    await lease.release()
  }
}

export type Standing = Pick<Applying, 'plan' | 'district' | 'connection'>

/** Said before the hazards are: consent to a plan that can no longer run would be consent to nothing. */
export function refusePast({ plan, district, connection }: Standing): void {
  const { switchesTo } = plan
  const verb = switchesTo === null ? `plan ${district.key}` : `switch ${district.key} ${switchesTo.source}`
  const again = `Run rollbook ${verb} again`
  const refuse = (code: string, what: string) => {
    throw new RollbookError(code, `Cannot apply plan ${plan.plan}: ${what}. ${again}`)
  }
  if (plan.status !== 'held' && plan.status !== 'cleared')
    refuse('PLAN_DECIDED', plan.status === 'superseded' ? 'a newer run took its place' : `it is ${plan.status} already`)
  const { rosterVersion, rulesVersion } = plan.basis
  if (district.rosterVersion !== rosterVersion)
    refuse('ROSTER_MOVED', `the roster moved from version ${rosterVersion} to ${district.rosterVersion} since it was made`)
  if (switchesTo !== null && switchesTo.from !== connection.source)
    refuse('SOURCE_MOVED', `the district was connected to ${connection.source} since it was made`)
  if (connection.rulesVersion !== rulesVersion)
    refuse('RULES_MOVED', `the rules moved from version ${rulesVersion} to ${connection.rulesVersion} since it was made`)
} // prettier-ignore

/**
 * A kind that the roster has no row of is copied whole from the snapshot: of that there is no part by school. And a
 * district is read from one source: its people cannot be half under the ids of another.
 */
export function refuseDividing({ plan, district }: Standing, { schools, only }: Decision): void {
  if (plan.switchesTo !== null && (schools !== null || only !== 'all'))
    throw new RollbookError(
      'PART_UNDIVIDED',
      `Cannot apply a part of plan ${plan.plan}: it changes the source of district "${district.key}", which goes as a whole. Apply it whole, or discard it`,
    )
  if (schools === null) return
  if (plan.loads.length > 0)
    throw new RollbookError(
      'PART_UNDIVIDED',
      `Cannot apply plan ${plan.plan} for chosen schools: it brings ${plan.loads.join(', ')} for the first time, as a whole. ` +
        `Apply it whole, or set the schools with rollbook rules ${district.key} --schools`,
    )
  const untouched = schools.filter(school => plan.perSchool[school] === undefined)
  if (untouched.length > 0)
    throw new RollbookError(
      'SCHOOL_UNTOUCHED',
      `Cannot apply plan ${plan.plan} for ${untouched.map(school => JSON.stringify(school)).join(', ')}: it changes nothing there. ` +
        `Schools it changes: ${Object.keys(plan.perSchool).sort().slice(0, 20).join(', ') || 'none'}`,
      2,
    )
}

async function carryOut(applying: Applying, cleared: ClearedPlan): Promise<KindCounts> {
  const { order, district, connection, plan, lease } = applying
  const { districtId, key } = district
  const kept = await openSnapshot(applying)
  const { winners, sourceTime, fileTime, reading, drawer } = await readHandover(kept, plan.loads.length > 0)
  order.signal?.throwIfAborted()
  order.progress('Applying', 0, null)
  let counts = plan.counts
  await committed({ pool: order.store.pool, district, number: plan.run }, async client => {
    if (order.resumed) await enterPhase(client, districtId, plan.run, 'resumed')
    await enterPhase(client, districtId, plan.run, 'applying')
    await apply(client, {
      plan: cleared, owner: connection, districtKey: key, run: plan.run, fence: lease.fence, who: order.who,
      drawer, winners, sourceTime, fileTime,
    }) // prettier-ignore
    if (plan.switchesTo !== null)
      await switchOrigin(client, district, {
        number: plan.run,
        origin: originOf(plan.switchesTo),
        who: order.who,
      })
    // A first import was heard whole when the plan was made; else whom the run touched is asked for again.
    if (plan.basis.rosterVersion > 0) await refreshSanity(client, connection, plan.run)
    if (cleared.only === 'all' && cleared.schools === null)
      return await noteReading(client, connection, reading)
    counts = await countPart(client, districtId, plan.run)
    await execute(
      client,
      // A roster that is half of another source was not brought by this one.
      sql`update runs set counts = ${JSON.stringify(counts)}, source = null where district_id = ${districtId} and run = ${plan.run}`,
    )
  })
  return counts
}

async function openSnapshot({ order, district, plan }: Applying): Promise<FolderDrawer> {
  const { data } = order.store
  const folder = snapshotFolder(data, district.districtId, plan.run)
  if (plan.loads.length > 0 && !existsSync(folder))
    throw new RollbookError(
      'SNAPSHOT_GONE',
      `Cannot apply plan ${plan.plan}: its snapshot is no longer kept. Run rollbook plan ${district.key} again`,
    )
  return new FolderDrawer(folder, await secretKey(data))
}

/** What a part came to, from the changes it wrote. */
async function countPart(db: Runner, districtId: string, number: number): Promise<KindCounts> {
  const found = await rows<{ kind: Kind; op: Op; count: number }>(
    db,
    sql`select kind, op, count(*)::int as count from changes where district_id = ${districtId} and run = ${number} group by kind, op`,
  )
  const counts: KindCounts = {}
  for (const { kind, op, count } of found) (counts[kind] ??= noCounts())[op] = count
  return counts
}

type Told = Partial<Pick<Outcome, 'hazards' | 'counts'>>

async function tell(
  { order, district, plan }: Applying,
  status: Outcome['status'],
  { hazards = plan.hazards, counts = plan.counts }: Told,
): Promise<Outcome> {
  const row = await findRun(order.store.pool, district.districtId, district.key, plan.run)
  const issueCounts = row.issueCounts ?? {}
  const { run, basis, digest, promotions, gradeFlow } = plan
  return {
    run, plan: plan.plan, district: district.key, basis, digest, status, counts, promotions, hazards,
    issues: Object.values(issueCounts).reduce((sum, count) => sum + count, 0),
    issueCounts, complete: row.complete ?? [], gradeFlow, message: null, version: null, source: null, writtenAt: null, writtenAbout: false, rows: 0,
  } // prettier-ignore
}
