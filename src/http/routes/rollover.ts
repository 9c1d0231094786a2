import type pg from 'pg'
import { actorOf } from '../../login/reader.ts'
import { RollbookError } from '../../roster/errors.ts'
import { note } from '../../store/audit.ts'
import { findConnection } from '../../store/districts.ts'
import { openHold } from '../../store/overview.ts'
import { clearTick, countClassTurn, countGrades, countMovedUp, findPromotions, listTicks, listYearTerms, setTick, type YearTerm } from '../../store/rollover.ts' // prettier-ignore
import { schoolNames } from '../../store/run-detail.ts'
import { countGraduates } from '../../store/run-page.ts'
import { findTurn, type YearTurn } from '../../sync/rollover.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { districtParams } from '../contract/common.ts'
import { rolloverView, tickBody, tickParams, type RolloverView } from '../contract/rollover.ts'
import { presentTurn, type TurnRead } from '../present/rollover.ts'
import { namesOf } from '../present/who.ts'
import { schoolsOf } from '../present/within.ts'
import { route, type DistrictCall } from '../route.ts'
import { calendarOf } from './schedule.ts'

export const rolloverRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/rollover',
    may: 'see',
    about: 'How far the district is on its way into the next school year: dates, grades, classes, and what is left to do',
    params: districtParams,
    answer: rolloverView,
    refuses: ['NOT_CONNECTED'],
    handle: call => view(call),
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/rollover/steps/:step',
    may: 'run',
    about: 'Ticks a step that only people can know of, or takes the tick back; who did stands beside it',
    params: tickParams,
    body: tickBody,
    answer: rolloverView,
    refuses: ['NOT_CONNECTED', 'ROLLOVER_UNDATED'],
    async handle(call) {
      const { district, reader, office, params, body } = call
      const { districtId, key } = district
      const [who, at] = [actorOf(reader), office.now()]
      await call.write(async client => {
        const { turn } = await turnOf(call, client)
        if (turn === null) throw undated(key)
        if (body.done) await setTick(client, districtId, turn.name, { step: params.step, who, at })
        else await clearTick(client, districtId, turn.name, params.step)
        const detail = { year: turn.name, done: body.done }
        await note(client, { districtId, at, actor: who, actorKind: reader.kind, action: 'rollover.step', target: params.step, detail }) // prettier-ignore
      })
      return await view(call)
    },
  }),
] // prettier-ignore

type Called = Pick<DistrictCall<unknown, unknown, unknown>, 'district' | 'office' | 'reader' | 'read'>

async function turnOf({ district, office }: Called, client: pg.PoolClient) {
  const { schedule } = await calendarOf(client, district)
  const terms = await listYearTerms(client, district.districtId)
  const today = dayOf(schedule, office.now())
  return { schedule, terms, today, turn: findTurn(terms, today) }
}

async function view(call: Called): Promise<RolloverView> {
  const { district, office, reader } = call
  const found = await call.read(async client => {
    const { turn, ...known } = await turnOf(call, client)
    return { turn, known, read: turn === null ? null : await readTurn(call, client, turn, known) }
  })
  const { turn, known, read } = found
  if (turn === null || read === null) return { status: 'not_started', today: known.today, turn: null }
  const people = await namesOf(office.store.pool, read.ticks.map(({ who }) => who), district.districtId)
  return presentTurn(turn, { ...known, ...read, people, within: schoolsOf(reader, district.key) })
} // prettier-ignore

type Known = Omit<Awaited<ReturnType<typeof turnOf>>, 'turn'>
type Read = Omit<TurnRead, 'people' | 'within' | keyof Known>

async function readTurn({ district }: Called, client: pg.PoolClient, turn: YearTurn, { terms }: Known): Promise<Read> {
  const { districtId } = district
  const { rules } = await findConnection(client, district)
  const promotions = await findPromotions(client, districtId, broughtBy(terms, turn))
  const idsOf = (year: string | undefined) => terms.filter(({ schoolYear }) => year !== undefined && schoolYear === year).map(({ sourcedId }) => sourcedId)
  const run = promotions?.status === 'applied' ? promotions.run : null
  const held = await openHold(client, districtId)
  return {
    promotions,
    counts: await countGrades(client, districtId),
    classes: await countClassTurn(client, districtId, { ending: idsOf(turn.ending?.name), fresh: idsOf(turn.next?.name), run }),
    movedUp: promotions === null ? {} : await countMovedUp(client, districtId, promotions.plan),
    graduated: promotions === null ? {} : await countGraduates(client, districtId, promotions.plan),
    ticks: await listTicks(client, districtId, turn.name),
    names: await schoolNames(client, districtId),
    graceDays: rules.graceDays,
    termHeld: held?.hazards.some(({ code }) => code === 'TERM_MISSING') ?? false,
  }
} // prettier-ignore

/** The run that first had a session of the new year; null while there is none. */
function broughtBy(terms: readonly YearTerm[], { next }: YearTurn): number | null {
  const runs = terms.filter(({ schoolYear }) => schoolYear === next?.name).map(({ createdRun }) => createdRun)
  return next === null || runs.length === 0 ? null : Math.min(...runs)
}

function undated(key: string): RollbookError {
  return new RollbookError('ROLLOVER_UNDATED', `Cannot tick a step of district ${JSON.stringify(key)}: its source has no dates of a school year. Have the SIS send academic sessions with their days`)
} // prettier-ignore
