import { totalChanges } from '../plan/draft.ts'
import type { District } from '../store/districts.ts'
import { isQueued } from '../store/outbox.ts'
import type { Runner } from '../store/sql.ts'
import {
  appliedBefore, countRoster, findHeld, lastEnded, listPast, listRequests, listUntold, lockMark, moveMark, readMark, schoolNames, sumWeek,
} from '../store/told.ts' // prettier-ignore
import { eventsOf, holdSince, type PastRun, type RunEvent } from './events.ts'
import type { Letter } from './letter.ts'
import { queueNotice } from './queue.ts'
import { reasonsOf } from './reasons.ts'
import { weekDue } from './week.ts'

const day = 24 * 3_600_000
/** Runs looked back upon: months of nights. */
const memory = 200
/** Days after which a hold is nudged, and after which nobody is reminded of it any more. */
const nudgeAfter = day
const nudgeUntil = 30 * day
/** Requests older than this were told before, or are no news. */
const requestWindow = 7 * day
/** What ended just now is still in the hands of its worker, who may apply a part of it. */
const settling = 10 * 60_000

/**
 * Queues what a run gives to tell, in the caller's transaction; resolves to how many mails that were. Runs before it
 * that nobody told of, because their worker was killed, are told first. Called again it queues nothing.
 */
export async function tellRun(
  client: Runner,
  { districtId, run }: { readonly districtId: string; readonly run: number },
  now: Date,
): Promise<number> {
  const mark = await lockMark(client, districtId)
  const untold = mark === null ? [] : await listUntold(client, districtId, mark)
  let queued = 0
  for (const number of [...untold.filter(one => one < run), run])
    queued += await tellOne(client, districtId, number, now)
  await moveMark(client, districtId, run)
  return queued
}

async function tellOne(client: Runner, districtId: string, number: number, now: Date): Promise<number> {
  const past = await listPast(client, districtId, number, memory)
  if (past.at(-1)?.run !== number) return 0
  const applied = await appliedBefore(client, districtId, number)
  let queued = 0
  for (const event of eventsOf(past, applied)) {
    const letter = await letterOf(client, districtId, number, event)
    if (letter === null) continue
    queued += await queueNotice(client, districtId, event.event, keyOf(event), letter, now)
  }
  return queued
}

function keyOf(event: RunEvent): string {
  if (event.event === 'held') return `held:${event.since}:${event.digest.slice(0, 16)}`
  if (event.event === 'failed') return `failed:${event.since}:${event.code ?? event.times}`
  return 'first_success'
}

async function letterOf(
  client: Runner,
  districtId: string,
  number: number,
  event: RunEvent,
): Promise<Letter | null> {
  if (event.event === 'held') return await heldLetter(client, districtId, number)
  if (event.event === 'failed') return { template: 'failed', run: number, times: event.times, code: event.code }
  return { template: 'first_success', run: number, ...(await countRoster(client, districtId)) }
} // prettier-ignore

/** Null when somebody decided meanwhile. */
async function heldLetter(client: Runner, districtId: string, number: number): Promise<Letter | null> {
  const held = await findHeld(client, districtId, number)
  if (held === null) return null
  const { plan, counts, hazards, limits } = held
  const ids = hazards.flatMap(({ school }) => (school === null ? [] : [school]))
  const reasons = reasonsOf(hazards, limits, await schoolNames(client, districtId, ids))
  return { template: 'held', plan, changes: totalChanges(counts), reasons }
}

/**
 * What time alone gives to tell about a district: a hold that waits for a day, requests to Product Support, the week
 * that is over, and runs whose worker was killed. In the caller's transaction; called again it queues nothing.
 */
export async function tellDue(client: Runner, district: District, now: Date): Promise<number> {
  const { districtId } = district
  let queued = await tellMissed(client, districtId, now)
  for (const { id, kind } of await listRequests(client, districtId, before(now, requestWindow)))
    queued += await queueNotice(client, districtId, 'request', `request:${id}`, { template: 'request', kind, request: id }, now)
  queued += await tellWaiting(client, districtId, now)
  return queued + (await tellWeek(client, district, now))
} // prettier-ignore

/** Never the first to tell of a district: what ran before there was mail is no news. */
async function tellMissed(client: Runner, districtId: string, now: Date): Promise<number> {
  const last = await lastEnded(client, districtId, before(now, settling))
  // Looked at without the lock: on most days nothing was missed, and every process looks.
  const mark = await readMark(client, districtId)
  if (last === null || (mark !== null && last <= mark)) return 0
  if (mark !== null) return await tellRun(client, { districtId, run: last }, now)
  await lockMark(client, districtId)
  await moveMark(client, districtId, last)
  return 0
}

async function tellWaiting(client: Runner, districtId: string, now: Date): Promise<number> {
  const hold = await standingHold(client, districtId)
  const age = hold === null ? 0 : now.getTime() - hold.since.finishedAt.getTime()
  if (hold === null || age < nudgeAfter || age > nudgeUntil) return 0
  return await queueNotice(client, districtId, 'waiting', `waiting:${hold.since.run}`, hold.letter, now)
}

/**
 * Reminds of the plan that waits, because somebody of Product Support asked for it; once a day at most, and 0 when
 * nothing waits or it was done today.
 */
export async function nudge(client: Runner, districtId: string, now: Date): Promise<number> {
  const hold = await standingHold(client, districtId)
  if (hold === null) return 0
  const key = `nudge:${hold.since.run}:${now.toISOString().slice(0, 10)}`
  return await queueNotice(client, districtId, 'waiting', key, hold.letter, now)
}

type Hold = { readonly since: PastRun & { readonly finishedAt: Date }; readonly letter: Letter }

async function standingHold(client: Runner, districtId: string): Promise<Hold | null> {
  const held = await findHeld(client, districtId, null)
  if (held === null) return null
  const past = await listPast(client, districtId, held.run, memory)
  const first = holdSince(past)
  const since = past.find(({ run }) => run === first?.run)
  if (since === undefined || (past.length === memory && since === past[0])) return null
  const reasons = reasonsOf(held.hazards, held.limits, new Map()).length
  const letter = { template: 'waiting', plan: held.plan, since: since.finishedAt.toISOString(), reasons } as const
  return { since, letter }
} // prettier-ignore

async function tellWeek(client: Runner, { districtId, zone }: District, now: Date): Promise<number> {
  const week = weekDue(zone, now)
  if (week === null || (await isQueued(client, districtId, `weekly:${week.firstDay}:`))) return 0
  const sums = await sumWeek(client, districtId, week.from, week.to)
  // Nobody needs to hear every Monday of a summer that nothing ran.
  if (sums.runs === 0) return 0
  const held = (await findHeld(client, districtId, null))?.plan ?? null
  const letter = { template: 'weekly', from: week.firstDay, to: week.lastDay, held, ...sums } as const
  return await queueNotice(client, districtId, 'weekly', `weekly:${week.firstDay}`, letter, now)
}

/** A pause, or days that only add, that begin tomorrow; `until` is their last day, null where nobody knows. */
export async function tellPause(
  client: Runner,
  districtId: string,
  pause: { readonly mode: 'pause' | 'add_only'; readonly from: string; readonly until: string | null },
  now: Date,
): Promise<number> {
  const key = `paused:${pause.mode}:${pause.from}:${pause.until ?? 'open'}`
  return await queueNotice(client, districtId, 'paused', key, { template: 'paused', ...pause }, now)
}

function before(now: Date, millis: number): Date {
  return new Date(now.getTime() - millis)
}
