import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Hazard } from '../guard/hazards.ts'
import type { PlanSummary } from '../plan/plan.ts'
import type { Kind } from '../roster/kinds.ts'
import { makeHasher, type Hasher } from '../snapshot/hash.ts'
import type { Written } from '../sources/source.ts'
import { FolderDrawer } from '../store/drawer.ts'
import { findConnection, findDistrict, type Connection, type District } from '../store/districts.ts'
import { secretKey } from '../store/key.ts'
import { snapshotFolder } from '../store/layout.ts'
import { assertFence, takeLease, type Lease } from '../store/lock.ts'
import type { Store } from '../store/open.ts'
import { pruneSnapshots } from '../store/retention.ts'
import { beginRun, countIssues, endRun, enterPhase, type RunEnd } from '../store/runs.ts'
import type { Switch } from '../store/switches.ts'
import { transact } from '../store/transact.ts'
import type { Outcome, Progress } from './outcome.ts'
import { inWords } from './trouble.ts'

/** What somebody asks for when a run begins. */
export type Order = {
  readonly store: Store
  readonly district: string
  readonly trigger: string
  readonly who: string
  /** A drop in place of the connection's own path. */
  readonly from: string | null
  /** Another source in place of the connection's: applied, the plan of it connects the district to that. */
  readonly switchesTo?: Switch
  /** False of work that reads no source. */
  readonly reads?: false
  /** Id of the one school, class or person that is read, with what hangs on it, in place of everything. */
  readonly record?: string
  /** Stop before apply, whatever the guard says. */
  readonly planOnly: boolean
  /** Day in the district's zone, YYYY-MM-DD. */
  readonly today: (zone: string) => string
  readonly progress: Progress
  /** Hears the run's number as soon as it has one. */
  readonly began?: (run: number) => void
  /** Aborts, with what to say, when the run is to end before it applies. */
  readonly signal?: AbortSignal
  /** An earlier run of the same task was cut off: the timeline says so. */
  readonly resumed?: boolean
}

/** One pass through the sentence: the lease that nobody else has, the row that tells of it, and what it works with. */
export class Run {
  readonly order: Order
  readonly district: District
  readonly connection: Connection
  readonly lease: Lease
  readonly number: number
  readonly hasher: Hasher
  readonly drawer: FolderDrawer
  readonly snapshotId: string
  readonly startedAt = new Date()

  private constructor(
    parts: Pick<
      Run,
      'order' | 'district' | 'connection' | 'lease' | 'number' | 'hasher' | 'drawer' | 'snapshotId'
    >,
  ) {
    this.order = parts.order
    this.district = parts.district
    this.connection = parts.connection
    this.lease = parts.lease
    this.number = parts.number
    this.hasher = parts.hasher
    this.drawer = parts.drawer
    this.snapshotId = parts.snapshotId
  }

  static async begin(order: Order): Promise<Run> {
    try {
      return await Run.take(order)
    } catch (error) {
      throw inWords(error, order.store, `begin a run of district "${order.district}"`)
    }
  }

  private static async take(order: Order): Promise<Run> {
    const { pool, data } = order.store
    const { districtId } = await findDistrict(pool, order.district)
    const lease = await takeLease(pool, districtId)
    try {
      // Read under the lease: nobody moves the roster or the rules from here on.
      const district = await findDistrict(pool, order.district)
      const connection = standIn(await findConnection(pool, district), order)
      // Before there is a row that would stay open: a key that cannot be read ends nothing that has begun.
      const key = await secretKey(data)
      const number = await transact(pool, async client => {
        await assertFence(client, districtId, lease.fence)
        return await beginRun(
          client,
          districtId,
          connection.connectionId,
          order.reads === false ? null : readFrom(order, connection),
          order.trigger,
          order.who,
          lease.fence,
          order.resumed ? ['resumed', 'reading'] : ['reading'],
        )
      })
      order.began?.(number)
      const folder = snapshotFolder(data, districtId, number)
      const drawer = new FolderDrawer(folder, key)
      await drawer.discard()
      await pruneSnapshots(data, districtId, new Date())
      return new Run({
        order,
        district,
        connection,
        lease,
        number,
        hasher: makeHasher(),
        drawer,
        snapshotId: String(number),
      })
    } catch (error) {
      await lease.release()
      throw error
    }
  }

  get pool(): pg.Pool {
    return this.order.store.pool
  }

  async enter(phase: string): Promise<void> {
    this.lease.signal.throwIfAborted()
    this.order.signal?.throwIfAborted()
    // Under the fence: whoever slept through its lease must not mark a run that is over as at work.
    await this.fenced(client => enterPhase(client, this.district.districtId, this.number, phase))
    this.order.progress(
      phase.replace(/^./, letter => letter.toUpperCase()),
      0,
      null,
    )
  }

  /** Work in one transaction that only the holder of the lease can commit. */
  fenced<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    return transact(this.pool, async client => {
      await assertFence(client, this.district.districtId, this.lease.fence)
      return await work(client)
    })
  }

  /** False when there was nothing to end: what was applied stays applied. */
  async end(end: RunEnd): Promise<boolean> {
    return await this.fenced(client => endRun(client, this.district.districtId, this.number, end))
  }

  async close(): Promise<void> {
    // Of a drawer on a full disk nothing more can be saved, and its run has said so.
    await this.drawer.close().catch(() => undefined)
    await this.lease.release()
  }
}

/** What was read from one source says nothing of when, and in which bytes, another tells the same. */
function standIn(connection: Connection, { switchesTo }: Order): Connection {
  if (switchesTo === undefined) return connection
  const { source, settings } = switchesTo
  const unread = { base: null, sourceTime: null, fileTime: null, readFrom: null, fullAt: null }
  return { ...connection, ...unread, source, settings }
}

/** The source that is read: files that are handed in are files, whatever the district is connected to. */
export function readFrom({ from }: Pick<Order, 'from'>, { source }: Pick<Connection, 'source'>): string {
  return from === null ? source : 'oneroster-csv'
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

type Told = {
  readonly run: Run
  readonly status: Outcome['status']
  readonly plan: PlanSummary | null
  readonly hazards: readonly Hazard[]
  readonly complete: readonly Kind[]
  readonly message: string | null
  readonly version: string | null
  readonly written: Written | null
  readonly rows: number
}

export async function outcomeOf({
  run,
  status,
  plan,
  hazards,
  complete,
  message,
  version,
  written,
  rows,
}: Told): Promise<Outcome> {
  const issueCounts = await countIssues(run.pool, run.connection)
  return {
    run: run.number,
    plan: plan?.plan ?? null,
    district: run.district.key,
    basis: plan?.basis ?? null,
    digest: plan?.digest ?? null,
    status,
    counts: plan?.counts ?? {},
    promotions: plan?.promotions ?? 0,
    hazards,
    issues: Object.values(issueCounts).reduce((sum, count) => sum + count, 0),
    issueCounts,
    complete,
    gradeFlow: plan?.gradeFlow ?? {},
    message,
    version,
    source: run.order.from === null ? run.connection.source : 'oneroster-csv',
    writtenAt: written?.at ?? null,
    writtenAbout: written !== null && written.earliest < written.latest,
    rows,
  }
}
