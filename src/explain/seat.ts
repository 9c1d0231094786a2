import { fieldsOf, isLive, type Fields, type State } from '../events/state.ts'
import { itemsOf } from '../roster/entity.ts'
import { row, rows, sql } from '../store/sql.ts'
import { failed, passed, reasonOf, sentence, type Check, type Explanation, type Quote } from './answer.ts'
import { refIndex, type Apart } from './artifacts.ts'
import { checkSpan, checkTerms, spanOf, standing } from './calendar.ts'
import { chainOf, neverCame } from './chain.ts'
import type { Place } from './place.ts'
import { historyOf, quote, quoteApart } from './quote.ts'
import { isSeen, look, type Sighting } from './sighting.ts'
import { called, quoted } from './words.ts'

/**
 * Why a person is not in a class: the person's chain, the class's chain, then that of the enrollment between them.
 * The first link that breaks is the reason, for each needs the ones before it.
 */
export async function explainSeat(
  place: Place,
  asked: string,
  person: Sighting | null,
  classId: string,
): Promise<Explanation> {
  const who = person?.sourcedId ?? asked
  const room = await look(place, 'classes', classId)
  const seat = person === null || !isSeen(room) ? null : await findSeat(place, who, classId)
  const checks = [
    ...standingOf(place, person, called('users', who)),
    ...standingOf(place, isSeen(room) ? room : null, called('classes', classId)),
    ...(await checksOfSeat(place, seat, who, room)),
  ]
  const reason = reasonOf(checks)
  const held = seat !== null && 'seen' in seat && seat.seen.live
  return {
    found: person !== null,
    subject: { kind: 'users', id: idOf(person), sourcedId: who },
    answer: answerOf(reason, held, who, classId, checks),
    owner: reason?.owner ?? null,
    checks,
    history: seat !== null && 'seen' in seat && seat.seen.state !== null ? await historyOf(place, 'enrollments', String(seat.seen.state.id)) : [],
    source: await quoteSeat(place, seat, person),
  }
} // prettier-ignore

function idOf(person: Sighting | null): string | null {
  return person === null || person.state === null ? (person?.planned?.id ?? null) : String(person.state.id)
}

const outside = new Set(['enrollment in the roster'])

function answerOf(reason: Check | null, held: boolean, who: string, classId: string, checks: readonly Check[]): string {
  const pair = (word: string) => `${called('users', who)} ${word} ${called('classes', classId)}`
  if (reason === null) return sentence(`${pair('is in')}: ${checks.at(-1)?.detail}`)
  // A change that waits does not keep anybody out of a class they are in.
  const inside = held && !outside.has(reason.check) && reason.check.startsWith('enrollment')
  return sentence(`${pair(inside ? 'is in' : 'is not in')}${inside ? ', but' : ':'} ${reason.detail}`)
} // prettier-ignore

/** The chain of one end. While the record is there, what waits or was skipped keeps nobody out: `explain` of it tells. */
function standingOf(place: Place, seen: Sighting | null, name: string): Check[] {
  const end = name.startsWith('class') ? 'class' : 'user'
  if (seen === null)
    return [failed(`${end} received`, neverCame(place, name), 'source', `Share ${name} from the source`)]
  const checks = chainOf(place, seen).map(check => ({ ...check, check: `${end} ${check.check}` }))
  return seen.live ? checks.filter(({ pass }) => pass) : checks
}

type Seat = { readonly seen: Sighting } | { readonly skipped: Apart; readonly rule: Trouble | null }
type Trouble = { readonly rule: string; readonly message: string; readonly fix: string }

/** The enrollment that speaks for the pair: one that is on today before one that is not, one held before one that waits. */
async function findSeat(place: Place, who: string, classId: string): Promise<Seat | null> {
  const { db, district, connection, waiting, today } = place
  const found = await rows<{ state: State }>(
    db,
    sql`select to_jsonb(t) as state from enrollments t where district_id = ${district.districtId}
        and connection_id = ${connection.connectionId} and user_sourced_id = ${who} and class_sourced_id = ${classId}
        and removed_why is distinct from 'id_reused'
      order by removed_at is null desc, removed_run desc nulls last, sourced_id`,
  )
  const states = found.map(({ state }) => state)
  const live = states.filter(isLive)
  const on = live.find(state => standing(spanOf(fieldsOf('enrollments', state)), today) === 'on')
  const best = on ?? live[0]
  if (best !== undefined) return { seen: await look(place, 'enrollments', String(best.sourced_id)) }
  const planned = await row<{ id: string }>(
    db,
    sql`select sourced_id as id from plan_changes where district_id = ${district.districtId} and plan = ${waiting?.plan ?? ''}
        and kind = 'enrollments' and after->>'userSourcedId' = ${who} and after->>'classSourcedId' = ${classId} order by seq limit 1`,
  )
  const coming = planned?.id ?? (await findLoaded(place, who, classId))
  if (coming !== null) return { seen: await look(place, 'enrollments', coming) }
  const skipped = await findSkipped(place, who, classId)
  if (skipped !== null) return skipped
  const [gone] = states
  return gone === undefined ? null : { seen: await look(place, 'enrollments', String(gone.sourced_id)) }
}

async function findLoaded({ waiting, artifacts }: Place, who: string, classId: string): Promise<string | null> {
  if (waiting === null || !waiting.loads.includes('enrollments')) return null
  for await (const { entity } of artifacts.entities(waiting.run, 'enrollments'))
    if (entity.values[2] === who && entity.values[0] === classId) return entity.sourcedId
  return null
} // prettier-ignore

async function findSkipped(place: Place, who: string, classId: string): Promise<Seat | null> {
  const { asides, db, district } = place
  const [user, room] = [refIndex('enrollments', 'userSourcedId'), refIndex('enrollments', 'classSourcedId')]
  for (const apart of (await asides.about(who)).rejected) {
    if (apart.kind !== 'enrollments' || apart.refs[user] !== who || apart.refs[room] !== classId) continue
    const rule = await row<Trouble>(
      db,
      sql`select rule, message, fix from issues where district_id = ${district.districtId} and severity = 'error'
          and closed_run is null and sourced_id is not distinct from ${apart.sourcedId} and lower(file) = ${apart.file.toLowerCase()}
        order by run desc, seq limit 1`,
    )
    return { skipped: apart, rule }
  }
  return null
}

async function checksOfSeat(place: Place, seat: Seat | null, who: string, room: Sighting): Promise<Check[]> {
  const pair = `an enrollment of ${called('users', who)} in ${called('classes', room.sourcedId)}`
  if (seat === null) {
    const detail = neverCame(place, pair)
    return [failed('enrollment received', detail, 'source', 'Enroll the person in the student information system, and see that the export has the row')]
  }
  if ('skipped' in seat) return [skippedOf(seat)]
  const { seen } = seat
  const checks = chainOf(place, seen).map(check => ({ ...check, check: `enrollment ${check.check}` }))
  const fields: Fields | null = seen.state === null ? null : fieldsOf('enrollments', seen.state)
  if (!seen.live || fields === null) return checks
  const name = called('enrollments', seen.sourcedId)
  const terms = room.state === null ? [] : itemsOf(fieldsOf('classes', room.state).termSourcedIds)
  checks.push(checkSpan(name, spanOf(fields), place.today))
  if (room.live) checks.push(await checkTerms(place, terms, called('classes', room.sourcedId)))
  checks.push(passed('enrolled', `as ${quoted(String(fields.role))}, by ${name}, since run ${String(seen.state?.created_run)}`))
  return checks
} // prettier-ignore

function skippedOf({ skipped, rule }: Extract<Seat, { skipped: Apart }>): Check {
  const { file, row: at, sourcedId } = skipped
  const name = sourcedId === null ? 'the enrollment' : called('enrollments', sourcedId)
  const what = rule === null ? 'its issue is no longer listed' : `${rule.rule}, ${rule.message}`
  return failed(
    'enrollment accepted',
    `${name} was skipped: ${file} row ${at}: ${what}`,
    'source',
    rule?.fix ?? 'Run rollbook validate on the drop to see what is wrong with the row',
  )
}

async function quoteSeat(place: Place, seat: Seat | null, person: Sighting | null): Promise<Quote | null> {
  if (seat === null) return person === null ? null : await quote(place, person)
  return 'skipped' in seat ? quoteApart(seat.skipped) : await quote(place, seat.seen)
}
