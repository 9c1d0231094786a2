import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Change } from '../diff/change.ts'
import { makeDiff } from '../diff/diff.ts'
import { isStaff } from '../diff/place.ts'
import { markChanges, nothingBefore } from '../guard/mark.ts'
import type { Hazard } from '../guard/hazards.ts'
import { weigh } from '../guard/weigh.ts'
import { Draft } from '../plan/draft.ts'
import type { KindCounts } from '../plan/plan.ts'
import { measures, type Stock, type Tally } from '../plan/tally.ts'
import { fieldIndex } from '../roster/fields.ts'
import { entriesOf, kinds } from '../roster/kinds.ts'
import type { Rules } from '../roster/rules.ts'
import { makeHasher, type Hasher } from '../snapshot/hash.ts'
import { takeSnapshot, type Snapshot } from '../snapshot/snapshot.ts'
import type { Drop } from '../sources/source.ts'
import { openBase, type OpenBase } from '../store/base.ts'
import { findConnection, findDistrict, type Connection, type District } from '../store/districts.ts'
import { FolderDrawer } from '../store/drawer.ts'
import { secretKey } from '../store/key.ts'
import { snapshotsFolder } from '../store/layout.ts'
import { openConnection } from './source.ts'
import { takeLease } from '../store/lock.ts'
import type { Store } from '../store/open.ts'
import { rosterView } from '../store/roster.ts'
import { readStock } from '../store/stock.ts'
import { readMoment } from '../store/transact.ts'
import { tallySource } from './plan.ts'
import { sha256 } from './run.ts'

/** What the next plan would be if these rules held: counted, weighed, and not kept. */
export type Rehearsed = {
  readonly counts: KindCounts
  readonly perSchool: Readonly<Record<string, KindCounts>>
  readonly hazards: readonly Hazard[]
  readonly tally: Tally
  readonly stock: Stock
  /** sourcedId of the school → who comes to it and goes from it, by their roles there. */
  readonly posts: Readonly<Record<string, Posts>>
  /** The first people who would come or go. */
  readonly people: readonly Change[]
}

export type Moves = { added: number; removed: number }
export type Posts = { readonly students: Moves; readonly staff: Moves }

type Rehearsal = {
  readonly store: Store
  readonly district: string
  readonly rules: Rules
  /** Day in the district's zone, YYYY-MM-DD. */
  readonly today: (zone: string) => string
}
type Stage = {
  readonly order: Rehearsal
  readonly district: District
  readonly connection: Connection
  readonly hasher: Hasher
  readonly drawer: FolderDrawer
}

const shownPeople = 40
const roleName = fieldIndex('roles', 'role')
const roleOrg = fieldIndex('roles', 'orgSourcedId')

/**
 * Goes through the sentence up to the plan under rules that nobody has set, and leaves nothing behind: no run, no
 * plan, no issues, and the rules as they are. Reads the source as the next run would, so what it says is what that
 * run's plan says while source and roster stay as they are. Holds the district's lease, since a run moves the
 * fingerprints it reads. Throws DISTRICT_BUSY, NOT_CONNECTED, NO_SOURCE, UnreadableDrop.
 */
export async function rehearse(order: Rehearsal): Promise<Rehearsed> {
  const { pool, data } = order.store
  const { districtId } = await findDistrict(pool, order.district)
  const folder = join(snapshotsFolder(data, districtId), `rehearsal-${randomUUID()}`)
  const drawer = new FolderDrawer(folder, await secretKey(data))
  const lease = await takeLease(pool, districtId)
  try {
    const district = await findDistrict(pool, order.district)
    const connection = await findConnection(pool, district)
    return await withDrop({ order, district, connection, hasher: makeHasher(), drawer })
  } finally {
    await drawer.discard().catch(() => undefined)
    await lease.release()
  }
}

async function withDrop(stage: Stage): Promise<Rehearsed> {
  const { order, connection, hasher } = stage
  const { pool, data } = order.store
  const drop = await openDrop(stage)
  try {
    const base = await readMoment(pool, client => openBase(data, client, connection, connection.base, hasher))
    try {
      return await draftPlan(stage, await readDrop(stage, drop, base), base)
    } finally {
      await base.close()
    }
  } finally {
    await drop.close()
  }
}

async function openDrop({ order, district, connection }: Stage): Promise<Drop> {
  const rehearsed = { ...connection, rules: order.rules }
  return await openConnection({
    store: order.store,
    district,
    connection: rehearsed,
    progress: () => undefined,
  })
}

/** Under a name that no rules have every row is another row, so all are looked at, as after a change of rules. */
async function readDrop({ order, connection, hasher, drawer }: Stage, drop: Drop, base: OpenBase): Promise<Snapshot> {
  const snapshot = await takeSnapshot({
    drop, base, kin: rosterView(order.store.pool, connection), rules: order.rules, rulesSeed: 'rules of a rehearsal',
    profile: 'tolerant', hasher, drawer, sha256, hear: () => {}, progress: () => {},
  })
  await drawer.flush()
  return snapshot
} // prettier-ignore

async function draftPlan(stage: Stage, snapshot: Snapshot, base: OpenBase): Promise<Rehearsed> {
  const { order, district, connection, hasher, drawer } = stage
  const { pool } = order.store
  const draft = new Draft(() => [0, 0])
  const view = rosterView(pool, connection)
  const diffing = { snapshot, base, drawer, view, hasher, today: order.today(district.zone), moved: false }
  const { changes, facts } = makeDiff(diffing)
  const before = nothingBefore()
  const people: Change[] = []
  const posts: Record<string, Posts> = {}
  for await (const piece of changes) {
    for (const change of piece) {
      draft.add(change)
      countPost(posts, change)
      if (people.length < shownPeople && isMove(change)) people.push(change)
    }
    await markChanges(piece, view, draft.tally, before)
  }
  for (const [kind, count] of entriesOf(facts.loads)) draft.addLoad(kind, count)
  tallySource(draft.tally, snapshot, facts)
  const stock = await readStock(pool, connection, kinds, measures)
  const { counts, perSchool, tally } = draft
  return { counts, perSchool, tally, stock, posts, people, hazards: weigh(tally, stock, order.rules.limits) }
}

function isMove({ kind, op }: Change): boolean {
  return kind === 'users' && op !== 'update'
}

/** A role is a person at a school: of people themselves a plan does not say what the new ones are. */
function countPost(posts: Record<string, Posts>, { kind, op, before, after }: Change): void {
  const entity = after ?? before
  if (kind !== 'roles' || op === 'update' || entity === null) return
  const role = String(entity.values[roleName])
  const who = role === 'student' ? 'students' : isStaff(role) ? 'staff' : null
  if (who === null) return
  const school = (posts[String(entity.values[roleOrg])] ??= { students: noMoves(), staff: noMoves() })
  school[who][after === null ? 'removed' : 'added']++
}

function noMoves(): Moves {
  return { added: 0, removed: 0 }
}
