import type pg from 'pg'
import { RollbookError } from '../../roster/errors.ts'
import { row, rows, sql, type Runner } from '../sql.ts'
import { listsOf, schoolLists } from './lists.ts'
import { readHits, type Hit } from './hits.ts'
import { facetBits } from './source.ts'
import { Nearest, numberIn, Tally, type IdHit } from './tally.ts'
import { beginsId, readTyped, type Piece } from './typed.ts'

export const searchFacets = ['people', 'students', 'staff', 'others', 'classes', 'schools'] as const
export type SearchFacet = (typeof searchFacets)[number]

export type Search = {
  /** What was typed; blank for all. */
  readonly typed: string
  /** Null for all of them. */
  readonly facet: SearchFacet | null
  readonly removed: boolean
  /** sourcedId of a school, or null. */
  readonly school: string | null
  /** sourcedIds of the schools the reader may look into; null for all. */
  readonly within: readonly string[] | null
  readonly cursor: string | null
  /** At most 50. */
  readonly limit: number
}
export type SearchPage = {
  readonly hits: readonly Hit[]
  /** Hits of each facet, whatever facet was asked for. */
  readonly counts: Readonly<Record<SearchFacet, number>>
  /** More ids begin as typed than were looked at: then there are more hits than the counts say. */
  readonly capped: boolean
  readonly cursor: string | null
  /** False until the search was made ready for the first time: then nothing is found. */
  readonly ready: boolean
}
type Index = {
  readonly generation: number
  readonly lastNumber: number
  readonly counts: Record<string, number>
}

/**
 * Finds people, classes and schools: exact ids, logins and e-mails first, then names that begin as typed, then those
 * with a typing error or two. All that was typed must fit. Throws QUERY_TOO_LONG, CURSOR_STALE.
 */
export async function searchRoster(
  client: pg.ClientBase,
  districtId: string,
  search: Search,
): Promise<SearchPage> {
  const index = await readIndex(client, districtId)
  if (index === null) return { hits: [], counts: noCounts(), capped: false, cursor: null, ready: false }
  const after = readCursor(search.cursor, index)
  const pieces = readTyped(search.typed)
  const places = placesOf(search)
  const found =
    pieces.length === 0 && places === null
      ? await listAll(client, districtId, search, index, after)
      : await narrow(client, districtId, { search, pieces, index, after, places })
  const page = found.keys.slice(0, search.limit)
  return {
    hits: await readHits(client, districtId, page.map(numberIn)),
    counts: found.counts,
    capped: found.capped,
    cursor: found.keys.length > page.length ? `${index.generation}.${(page.at(-1) ?? 0).toString(36)}` : null,
    ready: true,
  }
}

async function readIndex(db: Runner, districtId: string): Promise<Index | null> {
  return await row<Index>(
    db,
    sql`select generation, last_number as "lastNumber", counts from search_states where district_id = ${districtId} and generation > 0`,
  )
}

/** Schools to look in: the one asked for, of those the reader may see; null for everywhere. */
function placesOf({ school, within }: Search): readonly string[] | null {
  if (school === null) return within
  return within === null || within.includes(school) ? [school] : []
}

type Found = {
  readonly keys: readonly number[]
  readonly counts: Record<SearchFacet, number>
  readonly capped: boolean
}
type Narrow = {
  readonly pieces: readonly Piece[]
  readonly search: Search
  readonly index: Index
  readonly after: number
  readonly places: readonly string[] | null
}

async function narrow(client: pg.ClientBase, districtId: string, { search, pieces, index, after, places }: Narrow): Promise<Found> {
  const tally = new Tally(index.lastNumber)
  let capped = false
  for (const { id, words } of pieces) {
    const lists = []
    for (const word of words) lists.push(await listsOf(client, districtId, word))
    const ids = await idHits(client, districtId, id)
    capped ||= ids.length > mostIds
    tally.add(lists, ids)
  }
  if (places !== null) tally.add([await schoolLists(client, districtId, places)], [])
  const nearest = new Nearest(search.limit + 1, after)
  const sums = new Map<number, number>()
  for (let number = 1; number <= index.lastNumber; number++) {
    if (!tally.fits(number)) continue
    const facets = tally.facets[number] ?? 0
    if (isRemoved(facets) !== search.removed) continue
    sums.set(facets, (sums.get(facets) ?? 0) + 1)
    if (isOf(facets, search.facet)) nearest.offer(tally.key(number))
  }
  return { keys: nearest.keys, counts: sumUp(sums, search.removed), capped }
} // prettier-ignore

/** More than any page shows: who types the one digit that all ids begin with wants another list. */
const mostIds = 1_000

async function idHits(db: Runner, districtId: string, id: string): Promise<IdHit[]> {
  const until = beginsId(id) ? `${id}\u{10ffff}` : id
  return await rows<IdHit>(
    db,
    sql`select i.number, e.facets, i.word = ${id} as exact from (
        select word, number from search_ids where district_id = ${districtId} and word >= ${id} and word <= ${until}
        order by word, number limit ${mostIds + 1}) i
      join search_entries e on e.district_id = ${districtId} and e.number = i.number order by i.word desc`,
  )
}

/** Everything of a facet, in the order of names. */
async function listAll(db: Runner, districtId: string, search: Search, index: Index, after: number): Promise<Found> {
  const sums = new Map(Object.entries(index.counts).map(([facets, count]) => [Number(facets), count]))
  const wanted = [...sums.keys()].filter(facets => isRemoved(facets) === search.removed && isOf(facets, search.facet))
  const found = await rows<{ number: number }>(
    db,
    sql`select e.number from unnest(${wanted}::smallint[]) f cross join lateral (
        select number from search_entries where district_id = ${districtId} and facets = f and number > ${after}
        order by number limit ${search.limit + 1}) e
      order by e.number limit ${search.limit + 1}`,
  )
  return { keys: found.map(({ number }) => number), counts: sumUp(sums, search.removed), capped: false }
} // prettier-ignore

function isRemoved(facets: number): boolean {
  return (facets & facetBits.removed) !== 0
}

function isOf(facets: number, facet: SearchFacet | null): boolean {
  return facet === null || (facets & facetMask[facet]) !== 0
}

/** Whoever studies, works or does neither is one of the people. */
const facetMask: Readonly<Record<SearchFacet, number>> = {
  ...facetBits,
  people: facetBits.students | facetBits.staff | facetBits.others,
}

/** Who studies and works counts among both. */
function sumUp(sums: ReadonlyMap<number, number>, removed: boolean): Record<SearchFacet, number> {
  const counts = noCounts()
  for (const [facets, count] of sums)
    if (isRemoved(facets) === removed)
      for (const facet of searchFacets) if (isOf(facets, facet)) counts[facet] += count
  return counts
}

function noCounts(): Record<SearchFacet, number> {
  return { people: 0, students: 0, staff: 0, others: 0, classes: 0, schools: 0 }
}

function readCursor(cursor: string | null, { generation }: Index): number {
  if (cursor === null) return 0
  const [made, key] = cursor.split('.')
  const after = Number.parseInt(key ?? '', 36)
  if (made === String(generation) && Number.isSafeInteger(after)) return after
  throw new RollbookError(
    'CURSOR_STALE',
    'Cannot show the next page: the roster was sorted anew since the first. Search again',
    2,
  )
}
