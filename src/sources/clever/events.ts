import { Refused, type Asker } from '../oneroster-rest/asker.ts'
import { isRecord, readText, type Record as Json } from '../oneroster-rest/columns.ts'
import { readList, unwrapped } from './pages.ts'

/*
 * Clever's events as hints (docs/decisions/0012-events.md): of each only that an object moved is believed, and the object
 * is read again. So it does not matter what stands in an event, how often it comes and in which order.
 */

/** Events cannot be followed, and why: what they would have told is read in full instead. */
export class Unfollowed extends Error {}

export const collections = ['districts', 'schools', 'terms', 'courses', 'users', 'sections'] as const
export type Collection = (typeof collections)[number]
export type Touched = { readonly [collection in Collection]: Set<string> }

/** How long Clever keeps events, in milliseconds. */
const life = 30 * 86_400_000
const pageSize = 1_000
/** From so many objects on the whole is read sooner than each of them. */
export const mostTouched = 500

export function nothingTouched(): Touched {
  return { districts: new Set(), schools: new Set(), terms: new Set(), courses: new Set(), users: new Set(), sections: new Set() } // prettier-ignore
}

/**
 * Id of the newest event, '' while there is none; null where this app is told of none. `saved` is one from before, from
 * which the end is looked for where Clever does not name it.
 */
export async function newestEvent(asker: Asker, saved: string | null): Promise<string | null> {
  try {
    const { records } = await asker.page('events', ['data'], { limit: 1, ending_before: 'last' })
    const [newest] = records.flatMap(unwrapped)
    return newest === undefined ? await lastFrom(asker, saved) : readText(newest.id)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.status === 400 ? await lastFrom(asker, saved) : null
  }
}

async function lastFrom(asker: Asker, saved: string | null): Promise<string | null> {
  let last = saved ?? ''
  try {
    await eachEvent(asker, last, event => (last = readText(event.id)))
    return last
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.status !== 400) return null
    return saved === null || saved === '' ? null : await lastFrom(asker, null)
  }
}

/** The last of the events behind a cursor, as far as one page has them; `refused` where Clever has no answer to it. */
export async function newsAfter(asker: Asker, cursor: string): Promise<{ readonly last: string | null; readonly refused: boolean }> {
  try {
    const { records } = await asker.page('events', ['data'], { limit: pageSize, ...(cursor !== '' && { starting_after: cursor }) })
    const last = records.flatMap(unwrapped).at(-1)
    return { last: last === undefined ? null : readText(last.id), refused: false }
  } catch (error) {
    if (error instanceof Refused) return { last: null, refused: true }
    throw error
  }
} // prettier-ignore

/** Objects that events behind a cursor name, and the last of these events. Throws Unfollowed. */
export async function readEvents(asker: Asker, cursor: string, now: Date): Promise<{ readonly touched: Touched; readonly last: string }> {
  if (cursor !== '') refuseAge(now.getTime() - timeOf(cursor))
  const touched = nothingTouched()
  let last = cursor
  const why = await eachEvent(asker, cursor, event => {
    const id = readText(event.id)
    if (id <= last) throw new Unfollowed('Clever does not know the last event that was read')
    last = id
    touch(touched, event)
  }).catch(error => {
    throw error instanceof Refused ? new Unfollowed(`Clever does not tell events (${error.message})`) : error
  })
  if (why !== null) throw new Unfollowed(`of the events ${why}`)
  return { touched, last }
} // prettier-ignore

/** Behind an event that Clever has dropped others may be missing, and behind one of tomorrow nothing would ever come. */
function refuseAge(millis: number): void {
  if (millis > life) throw new Unfollowed('the last event that was read is older than the 30 days for which Clever keeps them') // prettier-ignore
  if (millis < -86_400_000) throw new Unfollowed('the last event that was read is none of Clever’s')
}

function touch(touched: Touched, event: Json): void {
  const collection = collections.find(one => readText(event.type).startsWith(`${one}.`))
  const object = isRecord(event.data) ? event.data.object : null
  const id = isRecord(object) ? readText(object.id) : ''
  if (collection === undefined || id === '') return
  touched[collection].add(id)
  if (countTouched(touched) > mostTouched)
    throw new Unfollowed(`more than ${mostTouched} objects moved at once`)
}

export function countTouched(touched: Touched): number {
  return collections.reduce((sum, one) => sum + touched[one].size, 0)
}

async function eachEvent(asker: Asker, cursor: string, hear: (event: Json) => void): Promise<string | null> {
  const query = cursor === '' ? {} : { starting_after: cursor }
  return await readList(asker, { path: 'events', query }, pageSize, events => {
    for (const event of events) hear(event)
    return Promise.resolve()
  })
} // prettier-ignore

/** When an id was made: its first four bytes are seconds (BSON ObjectId). */
function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) * 1000
}
