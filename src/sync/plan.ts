import { makeDiff, type Facts } from '../diff/diff.ts'
import { markChanges, nothingBefore } from '../guard/mark.ts'
import { weigh } from '../guard/weigh.ts'
import { Draft, totalChanges } from '../plan/draft.ts'
import { wholeFlow } from '../plan/flow.ts'
import type { PlanSummary } from '../plan/plan.ts'
import { measures, type Measure, type Tally } from '../plan/tally.ts'
import { entriesOf, kinds } from '../roster/kinds.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { OpenBase } from '../store/base.ts'
import { readCrept } from '../store/crept.ts'
import { assertFence } from '../store/lock.ts'
import { writeChanges } from '../store/plans.ts'
import { rosterView } from '../store/roster.ts'
import { hasMoved, planId } from '../store/runs.ts'
import { countGrades, readStock } from '../store/stock.ts'
import { transact } from '../store/transact.ts'
import { readFrom, sha256, type Run } from './run.ts'
import { partTriggers } from './source.ts'

/** Changes from which on the planner must know of them. */
const MANY = 5_000

/** Diffs, orders and weighs: the changes are stored as they are found, the summary is handed back. */
export async function makePlan(
  run: Run,
  snapshot: Snapshot,
  base: OpenBase,
  stale: string | null,
): Promise<PlanSummary> {
  const { connection, hasher, drawer, pool } = run
  const plan = planId(run.district.districtId, run.number)
  const draft = new Draft(text => {
    hasher.text(text)
    return [hasher.lo, hasher.hi]
  })
  const view = rosterView(pool, connection)
  const today = run.order.today(run.district.zone)
  const moved = await hasMoved(pool, connection, readFrom(run.order, connection))
  const { changes, facts } = makeDiff({ snapshot, base, drawer, view, hasher, today, moved })
  const before = nothingBefore()
  await transact(pool, async client => {
    await writeChanges(client, connection, plan, async writer => {
      for await (const piece of changes) {
        for (const change of piece) draft.add(change)
        await writer.write(await markChanges(piece, view, draft.tally, before))
        run.order.progress('Planning', draft.changes, null)
      }
    })
    // A run that slept through its lease leaves no changes of a plan that nobody waits for.
    await assertFence(client, run.district.districtId, run.lease.fence)
    // Without statistics the planner takes a new plan for a small one, and apply joins it row by row.
    if (draft.changes > MANY) await client.query('analyze plan_changes')
  })
  addFacts(draft, snapshot, facts, stale)
  draft.tally.switches = sidesOf(run.order)
  await addCrept(run, draft.tally)
  return await summarise(run, draft, snapshot, facts, plan)
}

function sidesOf({ switchesTo }: Run['order']): Tally['switches'] {
  return switchesTo === undefined ? null : { from: switchesTo.from, to: switchesTo.source }
}

/** Many small removals of one day are weighed as the large one that they come to. */
async function addCrept({ pool, connection, order }: Run, { removed }: Tally): Promise<void> {
  if (connection.fullAt === null || !partTriggers.some(one => one === order.trigger)) return
  const crept = await readCrept(pool, connection, partTriggers, connection.fullAt)
  for (const measure of measures)
    if (Object.keys(removed[measure]).length > 0) removed[measure][''] = (removed[measure][''] ?? 0) + crept[measure]
} // prettier-ignore

function addFacts(draft: Draft, snapshot: Snapshot, facts: Facts, stale: string | null): void {
  for (const [kind, count] of entriesOf(facts.loads)) draft.addLoad(kind, count)
  for (const reading of Object.values(snapshot.readings)) draft.setUnchanged(reading.kind, reading.accepted)
  tallySource(draft.tally, snapshot, facts)
  // What changes nothing cannot take the roster back.
  draft.tally.stale = totalChanges(draft.counts) > 0 ? stale : null
}

/** What did not arrive, and how many rows stay in the roster for that. */
export function tallySource(tally: Tally, { empty, torn, broken }: Snapshot, { withheld }: Facts): void {
  tally.empty.push(...empty)
  for (const kind of torn) tally.withheld[kind] = 0
  Object.assign(tally.withheld, withheld)
  Object.assign(tally.broken, broken)
}

async function summarise(
  run: Run,
  draft: Draft,
  snapshot: Snapshot,
  facts: Facts,
  plan: string,
): Promise<PlanSummary> {
  const { connection, pool, district } = run
  const { tally } = draft
  const changed = kinds.filter(
    kind =>
      tally.updated[kind] !== undefined || tally.empty.includes(kind) || tally.withheld[kind] !== undefined,
  )
  const people = tally.rekeyed + tally.domains > 0 ? (['users'] as const) : []
  const stock = await readStock(
    pool,
    connection,
    [...new Set([...changed, ...people])],
    measures.filter(measure => isWeighed(tally, measure)),
  )
  const loads = kinds.filter(kind => (facts.loads[kind] ?? 0) > 0)
  const moved = Object.keys(draft.gradeFlow).length > 0
  return {
    plan,
    run: run.number,
    digest: sha256(draft.digestText(loads, snapshot.digest)),
    basis: {
      rosterVersion: district.rosterVersion,
      rulesVersion: connection.rulesVersion,
      snapshotDigest: snapshot.digest,
    },
    snapshot: run.snapshotId,
    counts: draft.counts,
    perSchool: draft.perSchool,
    loads,
    gradeFlow: moved ? wholeFlow(draft.gradeFlow, await countGrades(pool, connection)) : {},
    promotions: draft.promotions,
    hazards: weigh(tally, stock, connection.rules.limits),
    tally,
    stock,
  }
}

function isWeighed({ removed, switchedOff }: Tally, measure: Measure): boolean {
  const off = measure === 'students' || measure === 'teachers' ? switchedOff[measure] : {}
  return Object.keys(removed[measure]).length + Object.keys(off).length > 0
}
