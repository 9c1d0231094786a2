import type pg from 'pg'
import { knownFix } from '../notify/fixes.ts'
import { defaultSchedule, type Schedule } from '../roster/schedule.ts'
import type { District } from '../store/districts.ts'
import { lastGood, openHold, type OpenHold } from '../store/overview.ts'
import { readSchedule, type Calendar } from '../store/schedules.ts'
import { countLoud, lastRuns, readTie, type LastRun, type Tie } from '../store/standing.ts'
import { freshness, type Freshness } from '../sync/freshness.ts'
import {
  headline,
  type ConnectionState,
  type Headline,
  type NeedReason,
  type RunState,
} from '../sync/headline.ts'
import { modeOf } from '../sync/schedule/modes.ts'
import { dayOf, nextSlots } from '../sync/schedule/slots.ts'

/** Where a district stands: the headline, and the facts it was read from. */
export type Standing = {
  readonly headline: Headline
  readonly tie: Tie | null
  readonly calendar: Calendar | null
  readonly today: string
  readonly nextSync: Date | null
  readonly lastGood: Date | null
  readonly freshness: Freshness
  readonly hold: OpenHold | null
  readonly last: LastRun | null
  readonly issues: number
}

/** Failures in a row from which nobody believes any more that the next one will mend it. */
export const patience = 3

/** What a standing is made of, as it was read. */
export type StandingFacts = {
  readonly tie: Tie | null
  readonly calendar: Calendar | null
  /** The last of them, newest first. */
  readonly runs: readonly LastRun[]
  readonly good: Date | null
  readonly hold: OpenHold | null
  readonly issues: number
}

/** Reads where a district stands, in a handful of questions whose cost does not grow with its roster. */
export async function readStanding(client: pg.ClientBase, district: District, now: Date): Promise<Standing> {
  const { districtId } = district
  const tie = await readTie(client, districtId)
  const calendar = await readSchedule(client, districtId)
  const today = dayOf(calendar?.schedule ?? defaultSchedule(district.zone), now)
  const runs = await lastRuns(client, districtId, patience)
  const good = await lastGood(client, districtId)
  const hold = await openHold(client, districtId)
  const issues = await countLoud(client, districtId, today)
  return standingOf(district, { tie, calendar, runs, good, hold, issues }, now)
}

/** The same of facts that were read with those of other districts. */
export function standingOf(district: Pick<District, 'zone'>, facts: StandingFacts, now: Date): Standing {
  const { tie, calendar, runs, good, hold, issues } = facts
  const schedule = calendar?.schedule ?? defaultSchedule(district.zone)
  const today = dayOf(schedule, now)
  const connection = connectionOf(tie, schedule, today, runs[0] ?? null)
  // Nobody expects a sync of what is not set up yet.
  const syncs = connection.state !== 'not_set_up' && connection.state !== 'setting_up'
  const nextSync = syncs ? (nextSlots(schedule, now, 1)[0]?.at ?? null) : null
  const age = freshness(schedule, good ?? tie?.connectedAt ?? now, good === null, now)
  const told = headline({
    connection, run: runOf(runs, nextSync), freshness: age, notice: null, issues, lastGood: good, nextSync,
    hold: hold && { plan: hold.plan, run: hold.run, reasons: reasonsOf(hold) },
    lateBecause: hold !== null ? ('you' as const) : null,
  }) // prettier-ignore
  return { headline: told, tie, calendar, today, nextSync, lastGood: good, freshness: age, hold, last: runs[0] ?? null, issues } // prettier-ignore
}

/** INCOMPLETE tells what was left out, and holds nothing. */
function reasonsOf({ hazards }: OpenHold): string[] {
  return hazards.map(({ code }) => code).filter(code => code !== 'INCOMPLETE')
}

/** Failures that the connection itself asks to be mended for. */
const needs: Readonly<Record<string, NeedReason>> = {
  SOURCE_REFUSED: 'credentials_refused',
  SECRET_MISSING: 'credentials_refused',
  SECRET_UNREADABLE: 'credentials_refused',
  SOURCE_NOT_SHARED: 'sharing_ended',
  SOURCE_EMPTY: 'nothing_shared',
  SOURCE_FORBIDDEN: 'sharing_ended',
}
/** At Clever the district holds no credentials: what is refused there is the vendor's to settle with Clever. */
const cleverNeeds: typeof needs = {
  ...needs,
  SOURCE_REFUSED: 'provider_refused',
  SECRET_MISSING: 'provider_refused',
  SECRET_UNREADABLE: 'provider_refused',
  SOURCE_FORBIDDEN: 'provider_forbidden',
}

function connectionOf(tie: Tie | null, schedule: Schedule, today: string, last: LastRun | null): ConnectionState {
  if (tie !== null && tie.step !== null) return { state: 'setting_up' }
  if (tie === null || tie.source === null) return { state: 'not_set_up' }
  const asked = tie.source === 'clever' ? cleverNeeds : needs
  const need = last?.result === 'failed' ? asked[last.code ?? ''] : undefined
  if (need !== undefined) return { state: 'action_needed', reason: need }
  if (!schedule.enabled) return { state: 'paused', until: null }
  const mode = modeOf(schedule, today)
  if (mode.mode === 'run') return { state: 'ready' }
  return mode.mode === 'paused' ? { state: 'paused', until: mode.until } : { state: 'add_only', until: mode.until }
} // prettier-ignore

function runOf(runs: readonly LastRun[], nextSync: Date | null): RunState | null {
  const [last] = runs
  if (last === undefined) return null
  if (last.result === 'failed') {
    const again = runs.length === patience && runs.every(({ result }) => result === 'failed')
    return { state: 'failed', code: last.code, retryAt: again || knownFix(last.code) ? null : nextSync }
  }
  if (last.leftOut) return { state: 'left_out' }
  if (last.result === 'held') return { state: 'on_hold', reasons: [] }
  if (last.result === 'undone') return { state: 'rolled_back' }
  if (last.result !== null) return { state: 'succeeded' }
  if (last.phase === 'reading') return { state: 'fetching', done: 0, total: null }
  if (last.phase === 'applying') return { state: 'applying', done: 0, total: null }
  return { state: last.phase === 'planning' ? 'planning' : 'checking' }
}
