import {
  addDistrict,
  connect,
  findConnection,
  findDistrict,
  type District,
} from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, vendorScope } from '../../src/store/secrets.ts'
import { raw, rows, sql } from '../../src/store/sql.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import type { Order } from '../../src/sync/run.ts'
import { sync } from '../../src/sync/sync.ts'
import { openClever, type OpenClever } from '../sandbox/clever.ts'
import { freshStore } from '../support/database.ts'

/*
 * A sandbox of Clever whose app tells events, and districts of ours that read Lincoln there.
 */

export type CleverLab = {
  readonly sandbox: OpenClever
  readonly store: Store
  /** A district that has not read anything yet. */
  district(settings?: Record<string, string>): Promise<Follower>
  close(): Promise<void>
}
export type Follower = {
  readonly key: string
  readonly district: District
  run(more?: Partial<Order>): Promise<Outcome>
  /** Runs, and carries out what a guard holds. */
  carry(more?: Partial<Order>): Promise<Outcome>
  cursor(): Promise<string | null>
  /** Moves the cursor, as if events had been read twice, or never. */
  turnBack(cursor: string | null): Promise<void>
  /** Live rows by kind, with their values. */
  roster(): Promise<Readonly<Record<string, readonly { sourced_id: string; row: object }[]>>>
}

export async function openCleverLab(): Promise<CleverLab> {
  const sandbox = await openClever()
  sandbox.now.at = Date.now()
  const store = { ...(await freshStore()), loopback: true }
  const { api, login, clientId, clientSecret } = sandbox.clever
  await saveProvider(store.pool, 'clever', { api, login, clientId }, 'test', new Date())
  await keepSecret(store, { districtId: vendorScope, name: 'cleverSecret', value: clientSecret, who: 'test' }, new Date()) // prettier-ignore
  await sandbox.change('events')
  let count = 0
  return {
    sandbox,
    store,
    district: async (settings = { events: 'yes' }) => {
      const district = await addDistrict(store.pool, `lincoln-${++count}`, 'Lincoln USD', 'America/Chicago')
      await connect(store.pool, district, 'clever', { tenantId: sandbox.districtId, ...settings }, 'test')
      return follower(store, district)
    },
    close: async () => {
      await sandbox.close()
      await store.close()
    },
  }
}

function follower(store: Store, district: District): Follower {
  const { pool } = store
  const order = { store, district: district.key, who: 'test', today: () => '2026-11-26', progress: () => undefined }
  const run = (more: Partial<Order> = {}) => sync({ ...order, trigger: 'manual', from: null, planOnly: false, ...more })
  return {
    key: district.key,
    district,
    run,
    carry: async more => {
      const outcome = await run(more)
      if (outcome.status !== 'held' || outcome.plan === null) return outcome
      const allow = [...new Set(outcome.hazards.map(({ code }) => code))]
      return await applyPlan({ ...order, plan: outcome.plan, decision: { allow, only: 'all', schools: null } })
    },
    cursor: async () => (await findConnection(pool, await findDistrict(pool, district.key))).eventCursor,
    turnBack: async cursor => {
      await pool.query('update connections set event_cursor = $2 where district_id = $1', [district.districtId, cursor])
    },
    roster: async () => {
      const tables = ['orgs', 'academic_sessions', 'courses', 'classes', 'users', 'roles', 'enrollments']
      const read = (table: string) =>
        rows<{ sourced_id: string; row: object }>(pool, sql`select sourced_id, to_jsonb(t) - ${ours}::text[] as row from ${raw(table)} t where district_id = ${district.districtId} and removed_at is null order by sourced_id`)
      return Object.fromEntries(await Promise.all(tables.map(async table => [table, await read(table)] as const)))
    },
  }
} // prettier-ignore

/** Columns that say how a row came, and not what it says. */
const ours = ['district_id', 'id', 'connection_id', 'created_run', 'updated_run', 'removed_run', 'removed_at', 'removed_why'] // prettier-ignore
