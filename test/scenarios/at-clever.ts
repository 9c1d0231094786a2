import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import type { Seat } from '../../src/sandbox/seat.ts'
import { addDistrict, connect, type District } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, vendorScope } from '../../src/store/secrets.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { sync } from '../../src/sync/sync.ts'
import { freshStore } from '../support/database.ts'

export type Held = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly sourced_id: string
  readonly removed_at: Date | null
}

/** Lincoln as Clever has it and as the roster has it, tied together. */
export type Lincoln = {
  readonly seat: Seat
  readonly district: District
  readonly store: Store
  /** What the control of the sandbox changes, by its kind. */
  change(kind: string, more?: object): Promise<void>
  tie(more?: Readonly<Record<string, string>>): Promise<void>
  run(): Promise<Outcome>
  /** Rows of a table, removed ones too. */
  held(table: 'users' | 'classes' | 'enrollments' | 'orgs' | 'academic_sessions' | 'courses' | 'roles'): Promise<Held[]>
  /** How many are live, by table. */
  live(): Promise<Readonly<Record<string, number>>>
} // prettier-ignore

export type AtClever = { lincoln(plan?: { readonly students?: number; readonly guardians?: boolean }): Promise<Lincoln>; close(): Promise<void> } // prettier-ignore

const tables = ['orgs', 'academic_sessions', 'courses', 'classes', 'users', 'roles', 'enrollments'] as const

/** One store for all districts of a file; each has a sandbox of its own, and is in step with it. */
export async function openAtClever(): Promise<AtClever> {
  const store = { ...(await freshStore()), loopback: true }
  const open: Sandbox[] = []
  let count = 0
  return {
    async lincoln(plan = {}) {
      const key = `lincoln-${++count}`
      const sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: [{ key, schools: 2, students: 40, seed: 'lincoln', ...plan }] })
      open.push(sandbox)
      const seat = sandbox.seats.get(key)
      if (seat === undefined) throw new Error('the sandbox has one district')
      const { api, login, clientId, clientSecret } = sandbox.description.clever
      await saveProvider(store.pool, 'clever', { api, login, clientId }, 'test', new Date())
      if (count === 1) await keepSecret(store, { districtId: vendorScope, name: 'cleverSecret', value: clientSecret, who: 'test' }, new Date())
      const district = await addDistrict(store.pool, key, 'Lincoln USD', 'America/Chicago')
      const lincoln = inStep(store, sandbox, seat, district)
      await lincoln.tie()
      return lincoln
    },
    async close() {
      for (const sandbox of open) await sandbox.close()
      await store.close()
    },
  }
} // prettier-ignore

function inStep(store: Store, { description }: Sandbox, seat: Seat, district: District): Lincoln {
  const { districtId, key } = district
  const rowsOf = async (table: string) => (await store.pool.query<Held>(`select * from ${table} where district_id = $1 order by sourced_id`, [districtId])).rows
  return {
    store, seat, district,
    async change(kind, more = {}) {
      const reply = await fetch(`${description.control}/districts/${key}/changes`, { method: 'POST', body: JSON.stringify({ kind, ...more }) })
      if (!reply.ok) throw new Error(await reply.text())
    },
    async tie(more = {}) {
      const tenantId = seat.clever.ledger.ids.district
      await connect(store.pool, district, 'clever', { tenantId, ...more }, 'test')
    },
    run: async () => await sync({ store, district: key, trigger: 'manual', who: 'test', from: null, planOnly: false, today: () => '2026-11-25', progress: () => undefined }),
    held: rowsOf,
    async live() {
      const found: Record<string, number> = {}
      for (const table of tables) found[table] = (await rowsOf(table)).filter(one => one.removed_at === null).length
      return found
    },
  }
} // prettier-ignore

export const codes = ({ hazards }: Outcome): string[] => [...new Set(hazards.map(({ code }) => code))].sort()
