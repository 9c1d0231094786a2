import { grades, gradeRank } from '../../roster/grades.ts'
import type { Schedule } from '../../roster/schedule.ts'
import type { ClassTurn, GradeCount, PromotionPlan, Tick, YearTerm } from '../../store/rollover.ts'
import {
  expectedFlow,
  isNear,
  stateOfTurn,
  termConflicts,
  type TurnFacts,
  type YearTurn,
} from '../../sync/rollover.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { moved, proposeSummer } from '../../sync/schedule/summer.ts'
import { tickSteps, type RolloverView, type TurnStep, type TurnView } from '../contract/rollover.ts'
import { presentFlow } from './grade-flow.ts'
import { isPaused } from './schedule.ts'
import { nameIn } from './who.ts'

export type TurnRead = {
  readonly terms: readonly YearTerm[]
  readonly counts: readonly GradeCount[]
  readonly classes: readonly ClassTurn[]
  readonly promotions: PromotionPlan | null
  readonly movedUp: Readonly<Record<string, number>>
  readonly graduated: Readonly<Record<string, number>>
  readonly ticks: readonly Tick[]
  readonly names: Readonly<Record<string, string>>
  readonly people: ReadonlyMap<string, string>
  readonly schedule: Schedule
  readonly graceDays: number
  readonly termHeld: boolean
  readonly within: readonly string[] | null
  readonly today: string
}

/** The turn of years as the people of a district see it. */
export function presentTurn(turn: YearTurn, found: TurnRead): RolloverView {
  const { terms, today, schedule } = found
  const live = terms.filter(term => term.live)
  const flow = presentTurnFlow(found)
  const wave = !flow.expected && flow.picture?.wave === true
  const pause = proposeSummer(live, today)
  const conflicts = termConflicts(live, turn)
  const facts: TurnFacts = {
    conflict: conflicts.length > 0,
    held: found.termHeld || flow.held,
    dates: turn.next !== null,
    grades: wave && !flow.held,
    classes: found.classes.some(({ fresh }) => fresh > 0),
    paused: pause !== null && isPaused(schedule, pause.from, pause.until),
    pauseDue: pause !== null && today >= pause.from,
    near: isNear(turn, today),
    begun: today >= turn.firstDay,
  }
  const years = [turn.ending?.name, turn.name]
  const view: TurnView = {
    name: turn.name,
    near: facts.near,
    lastDay: turn.ending?.lastDay ?? null,
    firstDay: turn.firstDay,
    known: turn.next !== null,
    terms: terms.filter(({ schoolYear }) => schoolYear !== null && years.includes(schoolYear)).map(termView),
    conflicts: conflicts.map(termView),
    pause: pause === null ? null : { from: pause.from, until: pause.until },
    flow,
    graduates: {
      count: flow.picture?.totals.graduated ?? 0,
      day: flow.expected ? (turn.ending === null ? null : turn.firstDay) : found.promotions === null ? null : dayOf(schedule, found.promotions.at),
      graceDays: found.graceDays,
    },
    schools: presentSchools(found, flow.expected),
    steps: [...derived(facts, found.promotions), ...ticked(found)],
  }
  return { status: stateOfTurn(facts), today, turn: view }
} // prettier-ignore

/** What a plan moves, or, before there is one, what the roster as it stands would. */
function presentTurnFlow({ promotions, graduated, counts }: TurnRead): TurnView['flow'] {
  const real = promotions === null ? null : presentFlow(promotions.gradeFlow, graduated)
  if (promotions !== null && real?.wave === true) {
    const { run, plan, status } = promotions
    return { expected: false, run, plan, held: status === 'held', picture: real }
  }
  const whole = countsOf(counts, null)
  const { flow, leaving } = expectedFlow(whole, ladder)
  const last = leaving === null ? {} : { [leaving]: whole.get(leaving) ?? 0 }
  return { expected: true, run: null, plan: null, held: false, picture: presentFlow(flow, last) }
}

const ladder = grades.filter(grade => gradeRank(grade) >= 0)

function countsOf(counts: readonly GradeCount[], school: string | null): Map<string, number> {
  return new Map(counts.flatMap(one => (one.school === school ? [[one.grade, one.count] as const] : [])))
}

function termView({ sourcedId, title, schoolYear, start, end }: YearTerm): TurnView['terms'][number] {
  return { sourcedId, title, schoolYear, firstDay: start, lastDay: end === null ? null : moved(end, { days: -1 }) }
} // prettier-ignore

/** Schools that have classes or students; of a viewer only their own. */
function presentSchools({ classes, counts, movedUp, names, within }: TurnRead, expected: boolean): TurnView['schools'] {
  const { leaving } = expectedFlow(countsOf(counts, null), ladder)
  const rising = (school: string) =>
    [...countsOf(counts, school)].reduce((sum, [grade, count]) => (gradeRank(grade) >= 0 && grade !== leaving ? sum + count : sum), 0)
  const ids = new Set([...classes.map(({ school }) => school), ...counts.flatMap(({ school }) => school ?? [])])
  return [...ids]
    .filter(school => school !== '' && (within?.includes(school) ?? true))
    .map(sourcedId => {
      const { ending = 0, archived = 0, fresh = 0 } = classes.find(({ school }) => school === sourcedId) ?? {}
      const up = expected ? rising(sourcedId) : (movedUp[sourcedId] ?? 0)
      return { sourcedId, name: names[sourcedId] || sourcedId, ending, archived, fresh, movedUp: up }
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
} // prettier-ignore

function derived(facts: TurnFacts, promotions: PromotionPlan | null): TurnStep[] {
  const { conflict, held, dates, grades, classes, paused, pauseDue, begun } = facts
  const late = begun ? 'attention' : 'open'
  const states: readonly (readonly [TurnStep['step'], TurnStep['state']])[] = [
    ['next_year', conflict ? 'attention' : dates ? 'done' : late],
    ['pause', paused ? 'done' : grades ? 'not_needed' : pauseDue ? 'attention' : 'open'],
    ['grades', grades ? 'done' : late],
    ['classes', classes ? 'done' : late],
    ['hold', held ? 'attention' : !grades ? 'open' : promotions?.decided === true ? 'done' : 'not_needed'],
  ]
  return states.map(([step, state]) => ({ step, state, ticked: null }))
}

function ticked({ ticks, people }: TurnRead): TurnStep[] {
  return tickSteps.map(step => {
    const tick = ticks.find(one => one.step === step)
    if (tick === undefined) return { step, state: 'open', ticked: null }
    return { step, state: 'done', ticked: { who: nameIn(people, tick.who), at: tick.at.toISOString() } }
  })
}
