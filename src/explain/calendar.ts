import { rows, sql } from '../store/sql.ts'
import { failed, passed, type Check } from './answer.ts'
import type { Place } from './place.ts'
import { quoted } from './words.ts'

/** A span of days; `end` is the day after the last (OneRoster 1.2). Null leaves that side open. */
export type Span = { readonly begin: string | null; readonly end: string | null }

export function standing({ begin, end }: Span, today: string): 'ahead' | 'on' | 'over' {
  if (end !== null && end <= today) return 'over'
  return begin !== null && begin > today ? 'ahead' : 'on'
}

export function spanOf(fields: Readonly<Record<string, unknown>>): Span {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null)
  return { begin: text('beginDate') ?? text('startDate'), end: text('endDate') }
}

type Term = { readonly id: string; readonly begin: string | null; readonly end: string | null }

/** Whether a class is on today: one of its terms must be. Terms nobody delivered say nothing. */
export async function checkTerms(place: Place, ids: readonly string[], name: string): Promise<Check> {
  const { db, district, connection, today } = place
  const terms = await rows<Term>(
    db,
    sql`select sourced_id as id, start_date as begin, end_date as "end" from academic_sessions
      where district_id = ${district.districtId} and connection_id = ${connection.connectionId}
        and sourced_id = any(${[...ids]}) and removed_why is distinct from 'id_reused' order by end_date desc, sourced_id`,
  )
  const [latest] = terms
  if (latest === undefined) return passed('term', `the terms of ${name} are not in the roster, so it is always on`)
  const on = terms.find(term => standing(term, today) === 'on')
  if (on !== undefined) return passed('term', `${name} is in term ${quoted(on.id)}, ${spoken(on)}`)
  const next = terms.filter(term => standing(term, today) === 'ahead').at(-1)
  if (next !== undefined)
    return failed('term', `${name} begins on ${next.begin} with term ${quoted(next.id)}`, 'source', 'Wait for the day, or correct startDate of the term')
  return failed(
    'term',
    `the last term of ${name}, ${quoted(latest.id)}, ended on ${latest.end} (endDate is the day after the last)`,
    'source',
    'If the class goes on, name its present term in termSourcedIds, or correct endDate of the term',
  )
} // prettier-ignore

function spoken({ begin, end }: Span): string {
  if (begin === null && end === null) return 'without dates'
  return `${begin === null ? '' : `from ${begin} `}${end === null ? 'on' : `to before ${end}`}`
}

/** Whether a span of its own, as an enrollment has, has begun and not ended. */
export function checkSpan(name: string, span: Span, today: string): Check {
  const state = standing(span, today)
  if (state === 'ahead')
    return failed('dates', `${name} begins on ${span.begin}`, 'source', 'Wait for the day, or correct beginDate')
  if (state === 'over')
    return failed('dates', `${name} ended on ${span.end} (endDate is the day after the last)`, 'source', 'If it goes on, correct endDate')
  return passed('dates', `${name} is on today (${spoken(span)})`)
} // prettier-ignore
