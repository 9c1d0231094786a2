import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Decision } from '../../src/guard/guard.ts'
import type { HazardCode } from '../../src/guard/hazards.ts'
import type { KindCounts, OpCounts } from '../../src/plan/plan.ts'
import { RollbookError } from '../../src/roster/errors.ts'
import { manifest } from '../../src/roster/fields.ts'
import { kinds, type Kind } from '../../src/roster/kinds.ts'
import { enabledFields, type Rules } from '../../src/roster/rules.ts'
import { addDistrict, changeRules, connect, findConnection, findDistrict } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { tableOf } from '../../src/store/roster.ts'
import { rows, sql } from '../../src/store/sql.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { sync } from '../../src/sync/sync.ts'
import { freshStore } from '../support/database.ts'
import { bulk } from './lincoln.ts'
import { given, type Cells, type Files, type Tables } from './tables.ts'

/** Rows of a bulk drop, or files as they lie in a folder. */
export type Arrival = Tables | Files

/**
 * One row of the table. `plan` has a line for each kind that changes: `+` creates, `~` updates, `-` removes,
 * `^` restores, `x` archives. What is not named does not change, and no hazard that is not named is raised.
 */
export type Scenario = {
  /** What was applied before, day by day; none for a first import. */
  readonly before?: Arrival | readonly Arrival[]
  readonly arrives: Arrival
  readonly rules?: (rules: Rules) => Rules
  /** Day in the district's zone. */
  readonly today?: string
  /** Hours after the day before at which the files were written; a negative number makes them older. */
  readonly written?: number
  readonly plan?: Readonly<Partial<Record<Kind, string>>>
  readonly hazards?: readonly HazardCode[]
  readonly status?: 'applied' | 'held' | 'empty'
  /** Code of the refusal, where nothing comes of it. */
  readonly refuses?: string
  readonly promotions?: number
  /** Issues of these rules that are open afterwards; others are not looked at. */
  readonly issues?: Readonly<Record<string, number>>
  /** A person's decision about the held plan, and what becomes of it. */
  readonly approve?: Partial<Decision>
  /** The roster afterwards; what arrived when it was applied, what was there when it was held. */
  readonly after?: Tables
  /** Rows that keep the id we gave them, by sourcedId before and after. */
  readonly keeps?: Readonly<Partial<Record<Kind, readonly (string | readonly [string, string])[]>>>
  /** Rows that got an id of their own. */
  readonly fresh?: Readonly<Partial<Record<Kind, readonly string[]>>>
  /** The same files once more, where turning their rows round would change what they mean. */
  readonly again?: Arrival
  /** After the approved part: what the same files still bring. */
  readonly rest?: { readonly plan: Readonly<Partial<Record<Kind, string>>>; readonly status: string }
}

let store: Store
let folder = ''
let made = 0
beforeAll(async () => {
  store = await freshStore()
  folder = await mkdtemp(join(store.data, 'drops-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await store.close()
})

export function scenario(name: string, row: Scenario): void {
  test(name, async () => {
    const district = await openDistrict()
    const days = row.before === undefined ? [] : [row.before].flat()
    for (const day of days) await settle(district, day)
    if (row.rules !== undefined) await district.changeRules(row.rules)
    const start = await district.dump()
    if (row.refuses !== undefined) {
      await expect(district.sync(row.arrives, row)).rejects.toMatchObject({ code: row.refuses })
      expect(await district.dump()).toEqual(start)
      return
    }
    const outcome = await district.sync(row.arrives, row)
    compare(outcome, row)
    if (row.issues !== undefined) expect(outcome.issueCounts).toMatchObject(row.issues)
    if (outcome.status === 'held') expect(await district.dump()).toEqual(start)
    if (row.approve === undefined) await expectEnd(district, outcome.status, row, start)
    else await expectApproved(district, outcome, row, start)
  })
}

function compare(
  outcome: Outcome,
  { plan = {}, hazards = [], status = 'applied', promotions = 0 }: Scenario,
): void {
  expect({
    plan: planText(outcome.counts),
    hazards: [...new Set(outcome.hazards.map(({ code }) => code))].sort(),
    status: outcome.status,
    promotions: outcome.promotions,
  }).toEqual({ plan, hazards: [...hazards].sort(), status, promotions })
}

async function expectEnd(district: Lab, status: string, row: Scenario, start: Dump): Promise<void> {
  const { arrives, after } = row
  if (status === 'held') {
    expect(after).toBeUndefined()
    return
  }
  const expected = after ?? (isFiles(arrives) ? undefined : arrives)
  if (expected !== undefined) expect(await district.live()).toEqual(await district.expected(expected))
  expectIds(row, start, await district.dump())
  await expectConvergence(district, row)
}

async function expectApproved(district: Lab, { plan }: Outcome, row: Scenario, start: Dump): Promise<void> {
  const outcome = await district.approve(plan ?? '', row.approve ?? {})
  expect(outcome.status).toBe('applied')
  expect(await district.live()).toEqual(await district.expected(row.after ?? (row.arrives as Tables)))
  expectIds(row, start, await district.dump())
  if (row.rest === undefined) return await expectConvergence(district, row)
  const next = await district.sync(shuffled(toFiles(row.again ?? row.arrives)), row)
  expect({ plan: planText(next.counts), status: next.status }).toEqual(row.rest)
}

/** The same rows once more, in another order and other bytes, change nothing. */
async function expectConvergence(district: Lab, row: Scenario): Promise<void> {
  const before = await district.dump()
  const files = row.again === undefined ? shuffled(toFiles(row.arrives)) : toFiles(row.again)
  const next = await district.sync(files, { ...row, written: 1 })
  expect(planText(next.counts)).toEqual({})
  expect(await district.dump()).toEqual(before)
}

function expectIds({ keeps = {}, fresh = {} }: Scenario, before: Dump, now: Dump): void {
  for (const kind of kinds) {
    for (const pair of keeps[kind] ?? []) {
      const [was, is] = typeof pair === 'string' ? [pair, pair] : pair
      expect([is, idOf(now, kind, is)]).toEqual([is, idOf(before, kind, was)])
    }
    const known = new Set(before[kind].map(row => row.id))
    for (const id of fresh[kind] ?? []) expect([id, known.has(idOf(now, kind, id))]).toEqual([id, false])
  }
}

/** Id of the live row, or of the only one there is. */
export function idOf(dump: Dump, kind: Kind, sourcedId: string): string {
  const found = dump[kind].filter(row => row.sourced_id === sourcedId)
  const row = found.find(({ removed_at: removed }) => removed === null) ?? found[0]
  if (row === undefined) throw new Error(`the roster has no ${kind} ${sourcedId}`)
  return String(row.id)
}

async function settle(district: Lab, day: Arrival): Promise<void> {
  const outcome = await district.sync(day)
  if (outcome.status !== 'held') return
  const allow = [...new Set(outcome.hazards.map(({ code }) => code))]
  await district.approve(outcome.plan ?? '', { allow })
}

/** All rows of a kind with every column, removed ones too. */
export type Dump = Record<Kind, Record<string, unknown>[]>

export type Lab = {
  readonly key: string
  readonly districtId: string
  readonly store: Store
  sync(arrival: Arrival, how?: Pick<Scenario, 'today' | 'written'> & { planOnly?: boolean }): Promise<Outcome>
  approve(plan: string, decision: Partial<Decision>): Promise<Outcome>
  changeRules(change: (rules: Rules) => Rules): Promise<void>
  dump(): Promise<Dump>
  /** Live rows as the source would tell them. */
  live(): Promise<Tables>
  /** Rows as the roster should tell them: fields that are off and blanks left out, in order of their ids. */
  expected(tables: Tables): Promise<Tables>
}

const START = Date.UTC(2026, 8, 1, 6)
const HOUR = 3_600_000

export async function openDistrict(): Promise<Lab> {
  const { pool } = store
  const key = `lincoln-${++made}`
  const { districtId } = await addDistrict(pool, key, 'Lincoln USD', 'America/Chicago')
  await connect(pool, await findDistrict(pool, key), 'oneroster-csv', {}, 'test')
  const rulesNow = async () => (await findConnection(pool, await findDistrict(pool, key))).rules
  let clock = START
  let drops = 0
  const lab: Lab = {
    key,
    districtId,
    store,
    async sync(arrival, { today = '2026-09-15', written = 24, planOnly = false } = {}) {
      const from = join(folder, `${key}-${++drops}`)
      clock += written * HOUR
      await writeDrop(from, toFiles(arrival), new Date(clock))
      const order = { store, district: key, trigger: 'manual', who: 'test', from, planOnly }
      return await sync({ ...order, today: () => today, progress: () => {} })
    },
    async approve(plan, { allow = [], only = 'all', schools = null }) {
      const decision = { allow, only, schools }
      return await applyPlan({ store, district: key, who: 'test', progress: () => {}, plan, decision })
    },
    async changeRules(change) {
      const connection = await findConnection(pool, await findDistrict(pool, key))
      await changeRules(pool, connection, change(connection.rules), 'test')
    },
    async dump() {
      const dump: Partial<Dump> = {}
      for (const kind of kinds)
        dump[kind] = (
          await rows<{ row: Record<string, unknown> }>(
            pool,
            sql`select to_jsonb(t) as row from ${tableOf(kind)} t where district_id = ${districtId} order by id`,
          )
        ).map(({ row }) => row)
      return dump as Dump // every kind was set
    },
    live: async () => liveTables(await lab.dump(), await rulesNow()),
    expected: async tables => comparable(tables, await rulesNow()),
  }
  return lab
}

function liveTables(dump: Dump, rules: Rules): Tables {
  const tables: Partial<Record<Kind, Cells[]>> = {}
  for (const kind of kinds) {
    const live = dump[kind].filter(row => row.removed_at === null)
    tables[kind] = live.map(row => {
      const cells = manifest[kind].map(({ name }) => [name, printed(row[columnName(name)])])
      return { sourcedId: String(row.sourced_id), ...Object.fromEntries(cells) }
    })
  }
  return comparable(tables, rules)
}

const columnName = (field: string) => field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

function printed(value: unknown): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join(',') : String(value)
}

/** In one form: only fields that are on, refs and grades in order, a role by what it says and not by its id. */
function comparable(tables: Tables, rules: Rules): Tables {
  const out: Partial<Record<Kind, Cells[]>> = {}
  for (const kind of kinds) {
    const on = enabledFields(kind, rules)
    const found = (tables[kind] ?? []).map(row => {
      const cells: [string, string][] = kind === 'roles' ? [] : [['sourcedId', row.sourcedId ?? '']]
      manifest[kind].forEach(({ name, type }, at) => {
        const unordered = type === 'refs' || type === 'grades'
        const text = row[name] ?? ''
        if (on[at]) cells.push([name, unordered ? text.split(',').sort().join(',') : text])
      })
      return given(Object.fromEntries(cells))
    })
    out[kind] = found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  return out
}

export function planText(counts: KindCounts): Partial<Record<Kind, string>> {
  const signs = [
    ['+', 'create'], ['~', 'update'], ['-', 'remove'], ['^', 'restore'], ['x', 'archive'],
  ] as const // prettier-ignore
  const text = (row: OpCounts) =>
    signs.flatMap(([sign, op]) => (row[op] > 0 ? [`${sign}${row[op]}`] : [])).join(' ')
  const lines = kinds.flatMap(kind => {
    const row = counts[kind]
    return row === undefined || text(row) === '' ? [] : [[kind, text(row)]]
  })
  return Object.fromEntries(lines)
}

function isFiles(arrival: Arrival): arrival is Files {
  return Object.keys(arrival).some(name => name.includes('.'))
}

function toFiles(arrival: Arrival): Files {
  return isFiles(arrival) ? arrival : bulk(arrival)
}

/** Rows of every file from back to front, and an empty line at its end. */
export function shuffled(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      if (typeof text !== 'string') return [name, text]
      const [header = '', ...lines] = text.split('\n').filter(line => line !== '')
      const whole = lines.every(line => (line.match(/"/g)?.length ?? 0) % 2 === 0)
      return [name, [header, ...(whole ? lines.toReversed() : lines), '', ''].join('\n')]
    }),
  )
}

async function writeDrop(path: string, files: Files, at: Date): Promise<void> {
  await mkdir(path)
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(path, name), bytes)
    await utimes(join(path, name), at, at)
  }
}

/** Code of the refusal. */
export function codeOf(error: unknown): string {
  return error instanceof RollbookError ? error.code : String(error)
}
