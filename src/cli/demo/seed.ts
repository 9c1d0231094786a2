import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultSchedule } from '../../roster/schedule.ts'
import { backdateConnection, backdateRun, backfillHeadcounts } from '../../store/backdate.ts'
import { addDistrict, connect, findConnection, type District } from '../../store/districts.ts'
import type { Store } from '../../store/open.ts'
import { claimSlot } from '../../store/schedules.ts'
import { listRuns } from '../../store/runs.ts'
import type { Outcome } from '../../sync/outcome.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { sync } from '../../sync/sync.ts'
import { finishUp, steps } from '../../desk/afterwards.ts'
import { demoDistricts, type DemoDistrict } from './districts.ts'
import { addMembers, addVendor } from './people.ts'
import { readSheet } from './sheets.ts'
import { writeWeek, type Night } from './week.ts'

const day = 24 * 3_600_000
/** Weeks of counts before the nights that were run: a sparkline of one week tells nothing. */
const weeksBefore = 11

/**
 * Districts, people and a week of nights, through the engine. The store is empty before. Ends early, with the week
 * half told, when the signal aborts.
 */
export async function seedDemo(store: Store, now: Date, signal?: AbortSignal): Promise<void> {
  await addVendor(store, now)
  await Promise.all(demoDistricts.map(of => seedDistrict(store, of, now, signal)))
}

async function seedDistrict(
  store: Store,
  of: DemoDistrict,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { pool } = store
  const folder = join(store.data, 'drops', of.key)
  await rm(folder, { recursive: true, force: true })
  const { nights, next } = await writeWeek(of, folder, now)
  const [first, last] = [nights[0], nights.at(-1)]
  if (first === undefined || last === undefined) return
  const district = await addDistrict(pool, of.key, of.name, of.zone)
  await connect(pool, district, 'oneroster-csv', { path: first.drop }, 'setup')
  const connection = await findConnection(pool, district)
  const begun = new Date(first.at.getTime() - day)
  await addMembers(store, district, await firstSchool(first.drop), begun)
  for (const [at, night] of nights.entries())
    if (signal?.aborted !== true)
      await runNight(store, district, night, { silent: at === of.silent, last: night === last })
  await connect(pool, district, 'oneroster-csv', { path: next }, 'setup')
  await claimSlot(pool, connection, last.at)
  await backdateConnection(pool, connection, begun)
  await backfillHeadcounts(pool, district.districtId, weeksBefore)
}

async function firstSchool(drop: string): Promise<string> {
  const orgs = await readSheet(drop, 'orgs')
  return orgs.find(row => row.of('type') === 'school')?.id ?? ''
}

/** As the calendar has it done: the sync, moved to its night, and what is done after each. Mail only of the last is news. */
async function runNight(store: Store, district: District, night: Night, is: { silent: boolean; last: boolean }): Promise<void> {
  const outcome = await syncNight(store, district, night, is.silent)
  const [row] = await listRuns(store.pool, district.districtId, 1)
  if (row === undefined) return
  await backdateRun(store.pool, district.districtId, row.run, night.at)
  const task = { ask: 'sync', district: district.key, trigger: 'schedule', who: 'schedule', planOnly: false } as const
  const status = outcome?.status ?? 'failed'
  const came = { status, moved: status === 'applied', outcome }
  const counted = dayOf(defaultSchedule(district.zone), night.at)
  const due = steps.filter(({ name }) => is.last || name !== 'mail')
  await finishUp(due, { ...came, store, district, now: night.at, day: counted, task, run: row.run }, () => {})
} // prettier-ignore

/** Null for a night on which no files came: the run says so itself. */
async function syncNight(
  store: Store,
  { key }: District,
  { drop, day }: Night,
  silent: boolean,
): Promise<Outcome | null> {
  const from = silent ? join(drop, 'not-delivered') : drop
  const order = { store, district: key, trigger: 'schedule', who: 'schedule', from, planOnly: false }
  const running = sync({ ...order, today: () => day, progress: () => {} })
  return silent ? await running.catch(() => null) : await running
}
