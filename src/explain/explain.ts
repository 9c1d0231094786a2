import type pg from 'pg'
import type { Runner } from '../store/sql.ts'
import { kinds, singular, type Kind } from '../roster/kinds.ts'
import { readMoment } from '../store/transact.ts'
import { failed, passed, reasonOf, sentence, type Check, type Explanation, type Quote } from './answer.ts'
import { Asides } from './asides.ts'
import { chainByHand, isByHand } from './by-hand.ts'
import { chainOf, neverCame } from './chain.ts'
import { linksOf } from './links.ts'
import { findPlace, type Asking, type Place } from './place.ts'
import { historyOf, quote } from './quote.ts'
import { explainSeat } from './seat.ts'
import { fieldsNow, look, type Sighting } from './sighting.ts'
import { findSubject } from './subject.ts'
import { called, quoted } from './words.ts'

export type Question = Asking & {
  /** A sourcedId, an e-mail, a username or the id of an enrollment. */
  readonly asked: string
  readonly kind: Kind | null
  /** Why is this person not in that class? */
  readonly classId: string | null
}

/** Why a record is, or is not, as somebody expects it: one sentence, who can fix it, and the chain of checks behind it. */
export async function explain(pool: pg.Pool, question: Question): Promise<Explanation> {
  return await readMoment(pool, client => explainAt(client, question))
}

/** The same in a transaction of the caller's, which sees one moment. */
export async function explainAt(db: Runner, question: Question): Promise<Explanation> {
  return await answer(await findPlace(db, question), question)
}

/** The row of the source behind a record of the roster: one look into the snapshot of its run, and no explanation. */
export async function quoteRecord(db: Runner, question: Question, kind: Kind): Promise<Quote | null> {
  const place = await findPlace(db, question)
  const seen = await look({ ...place, asides: new Asides(place.artifacts, null) }, kind, question.asked)
  return isByHand(seen) ? null : await quote(place, seen)
}

async function answer(place: Place, { asked, kind, classId }: Question): Promise<Explanation> {
  const meant = await findSubject(place, asked, classId === null ? kind : 'users')
  if (meant === null && classId === null) return unknown(place, asked)
  if (meant !== null && 'several' in meant) return severalOf(meant.several, meant.by, asked)
  if (classId !== null) return await explainSeat(place, asked, meant?.one ?? null, classId)
  return meant === null ? unknown(place, asked) : await explainOne(place, meant.one, meant)
}

type Found = { readonly also: readonly Kind[]; readonly former: string | null }

async function explainOne(place: Place, seen: Sighting, { also, former }: Found): Promise<Explanation> {
  const { kind, sourcedId, state, planned, live } = seen
  const fields = fieldsNow(seen)
  const byHand = isByHand(seen)
  const checks = byHand ? await chainByHand(place, seen) : chainOf(place, seen)
  if (!byHand && live && fields !== null) checks.push(...(await linksOf(place, seen, fields)))
  if (former !== null) checks.unshift(passed('sourcedId', `${quoted(former)} became ${quoted(sourcedId)} when the source rewrote its ids`))
  if (also.length > 0) checks.push(passed('kind', `${quoted(sourcedId)} is also the sourcedId of ${also.map(one => `a record of ${one} (--kind ${one})`).join(' and ')}`))
  const source = byHand ? null : await quote(place, seen)
  if (source === null && !byHand && place.artifacts.open) checks.push(passed('source row', 'the row itself is no longer kept: snapshots go after 14 days'))
  const id = state === null ? (planned?.id ?? null) : String(state.id)
  const reason = reasonOf(checks)
  return {
    found: true,
    subject: { kind, id, sourcedId },
    answer: reason === null ? goodNews(kind, sourcedId, checks) : sentence(reason.detail),
    owner: reason?.owner ?? null,
    checks,
    history: state === null ? [] : await historyOf(place, kind, String(state.id)),
    source,
  }
} // prettier-ignore

const told = new Set(['in the roster', 'role', 'enrolled', 'people', 'dates'])

function goodNews(kind: Kind, sourcedId: string, checks: readonly Check[]): string {
  const name = called(kind, sourcedId)
  const facts = checks
    .filter(({ check }) => told.has(check))
    .map(({ detail }) => detail.replace(`${name} `, ''))
  return sentence(`all is well: ${name} ${facts.join(', ')}`)
}

function unknown(place: Place, asked: string): Explanation {
  const detail = neverCame(place, `anything with the sourcedId, e-mail or username ${quoted(asked)}`)
  const check = failed('received', detail, 'source', 'Check the spelling, and what the export shares')
  return {
    found: false,
    subject: { kind: null, id: null, sourcedId: asked },
    answer: sentence(detail),
    owner: 'source',
    checks: [check],
    history: [],
    source: null,
  }
}

function severalOf(seen: readonly Sighting[], by: string, asked: string): Explanation {
  const ids = seen.map(({ sourcedId }) => quoted(sourcedId)).join(', ')
  const detail = `${seen.length} people have the ${by === 'email' ? 'e-mail' : by} ${quoted(asked)}: ${ids}`
  const each = seen.map(one =>
    passed('candidate', `${called(one.kind, one.sourcedId)} is ${one.live ? 'in the roster' : 'not in the roster'}`),
  )
  return {
    found: false,
    subject: { kind: 'users', id: null, sourcedId: asked },
    answer: sentence(`${detail}. Ask again by sourcedId`),
    owner: 'source',
    checks: [failed('one person', detail, 'source', 'Ask again by sourcedId; give each person an address of their own'), ...each],
    history: [],
    source: null,
  }
} // prettier-ignore

/** The word for a kind on the command line: `users`, or what people call it. */
export function kindNamed(text: string): Kind | null {
  const word = text.toLowerCase()
  if (word === 'term') return 'academicSessions'
  return kinds.find(kind => [kind, singular(kind)].some(name => name.toLowerCase() === word)) ?? null
}
