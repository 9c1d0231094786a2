import { claimPoll, listPolls, noteAsked, settlePoll, type EventPoll } from '../store/event-polls.ts'
import { listSchedules } from '../store/schedules.ts'
import { transact } from '../store/transact.ts'
import { readNews } from '../sync/news.ts'
import { modeOf } from '../sync/schedule/modes.ts'
import { dayOf } from '../sync/schedule/slots.ts'
import { traceOf } from './log.ts'
import type { Clock } from './scheduler.ts'

/** Milliseconds between two looks for whom is to be asked. */
const tickMillis = 1_000
/** Seconds between two questions for the events of a district, unless its connection says otherwise. */
const usualSeconds = 60
const fewestSeconds = 2
const longestSeconds = 1_800
/** Questions in a row without an answer after which a run is sent: it fails in words, where people look. */
const patience = 5
/** Milliseconds after which a run that failed is sent for the same events once more. */
const againMillis = 300_000
/** Districts that are asked side by side. */
const abreast = 8

/**
 * Asks the sources of districts for events, each as often as its connection says, and sends a run where there are any.
 * However many processes look, each question is put once. Resolves to how many runs were sent.
 */
export async function askEvents(clock: Clock): Promise<number> {
  const polls = await listPolls(clock.store.pool, clock.now())
  if (polls.length === 0) return 0
  const modes = new Map((await listSchedules(clock.store.pool)).map(one => [one.districtId, modeNow(one, clock.now())])) // prettier-ignore
  let sent = 0
  for (let from = 0; from < polls.length; from += abreast) {
    const some = polls.slice(from, from + abreast)
    const asked = await Promise.all(
      some.map(poll => askOne(clock, poll, modes.get(poll.districtId) ?? 'paused')),
    )
    sent += asked.filter(Boolean).length
  }
  return sent
}

type Mode = ReturnType<typeof modeOf>['mode']

function modeNow({ schedule }: Awaited<ReturnType<typeof listSchedules>>[number], now: Date): Mode {
  return schedule.enabled ? modeOf(schedule, dayOf(schedule, now)).mode : 'paused'
}

async function askOne(clock: Clock, poll: EventPoll, mode: Mode): Promise<boolean> {
  const { store, desk, now, log } = clock
  const { district } = poll
  const after = (seconds: number) => new Date(now().getTime() + seconds * 1000)
  const seconds = secondsOf(poll.settings.poll)
  try {
    // Where events are switched off somebody may switch them on again, which is looked for now and then.
    const silent = poll.from === null
    if (!(await claimPoll(store.pool, poll, after(silent ? longestSeconds : seconds)))) return false
    // What runs or waits will read them, and the next question tells whether it did.
    if (mode === 'paused' || (await desk.waiting(district)).length > 0) return false
    const { last, refused } = await readNews(store, poll)
    if (poll.failures > 0 || (silent && !refused)) await settlePoll(store.pool, poll, 0, after(seconds))
    const again = poll.unsettled !== null && now().getTime() - poll.unsettled.getTime() > againMillis
    // What is refused is read in full once: held, or in a district that is paused, it is refused the next time too.
    const news = silent ? !refused && !poll.asked : last !== null || (refused && !poll.asked) || again
    return !news ? false : await send(clock, poll, mode, last ?? poll.from ?? '')
  } catch (error) {
    const failures = poll.failures + 1
    log({ level: 'warn', event: 'poll', district, failures, ...traceOf(error) })
    const next = after(Math.min(longestSeconds, seconds * 2 ** failures))
    await settlePoll(store.pool, poll, failures, next).catch(() => undefined)
    return failures === patience && (await send(clock, poll, mode, poll.from ?? '').catch(() => false))
  }
}

async function send({ store, desk, log }: Clock, poll: EventPoll, mode: Mode, event: string): Promise<boolean> {
  const { district } = poll
  const adding = mode === 'add_only' ? ({ only: 'additions' } as const) : {}
  const task = { ask: 'sync', district, trigger: 'events', who: 'events', planOnly: false, ...adding } as const
  await transact(store.pool, async client => {
    await noteAsked(client, poll, event)
    await desk.ask(task, client)
  })
  log({ level: 'info', event: 'events', district })
  return true
} // prettier-ignore

function secondsOf(text: string | undefined): number {
  const seconds = Number(text ?? usualSeconds)
  return Number.isFinite(seconds) && seconds > 0 ? Math.max(fewestSeconds, seconds) : usualSeconds
}

/** Looks each second until it is closed; `close` waits for the questions that are out. */
export function startPoller(clock: Clock): { close(): Promise<void> } {
  let looking: Promise<unknown> | null = null
  const tick = () => {
    looking ??= askEvents(clock)
      .catch(error => clock.log({ level: 'warn', event: 'poll', ...traceOf(error) }))
      .finally(() => (looking = null))
  }
  const timer = setInterval(tick, tickMillis)
  const close = async () => {
    clearInterval(timer)
    await looking
  }
  return { close }
}
