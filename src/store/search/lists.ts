import { rows, sql, type Query, type Runner } from '../sql.ts'
import { typosAllowed, typosBetween } from './typo.ts'

/** Entries that a word of a name leads to, all with the same facets. */
export type List = {
  readonly facets: number
  /** Typing errors between the word and what was typed. */
  readonly typos: number
  /** Place of the word among all that were found: as typed, then as they are spelt. */
  readonly place: number
  readonly entries: Uint32Array
}
type Found = { readonly word: string; readonly facets: number; readonly entries: Uint32Array }

/** Lists of all words that begin as typed, and then of those one or two errors away, the nearest first. */
export async function listsOf(db: Runner, districtId: string, typed: string): Promise<List[]> {
  const begun = await readLists(db, sql`select word, facets, entries::text from search_lists
    where district_id = ${districtId} and field = 'name' and word >= ${typed} and word < ${typed + last} order by word`)
  const near = await nearWords(db, districtId, typed)
  const meant = near.size === 0 ? [] : await readLists(db, sql`select word, facets, entries::text from search_lists
    where district_id = ${districtId} and field = 'name' and word = any(${[...near.keys()]}) order by word`)
  const typos = (word: string) => near.get(word) ?? 0
  const found = [...begun, ...meant.sort((a, b) => typos(a.word) - typos(b.word))]
  const places = new Map([...new Set(found.map(({ word }) => word))].map((word, place) => [word, place]))
  return found.map(({ word, facets, entries }) => ({
    facets, entries, typos: typos(word), place: places.get(word) ?? 0,
  }))
} // prettier-ignore

/** Lists of who belongs to any of some schools. */
export async function schoolLists(
  db: Runner,
  districtId: string,
  schools: readonly string[],
): Promise<List[]> {
  const found = await readLists(db, sql`select word, facets, entries::text from search_lists
    where district_id = ${districtId} and field = 'school' and word = any(${[...schools]})`)
  return found.map(({ facets, entries }) => ({ facets, entries, typos: 0, place: 0 }))
} // prettier-ignore

/** Sorts behind every letter, so that a range holds all words that begin alike. */
const last = '\u{10ffff}'

/*
 * All words of a district are looked at, some 10 to 60 thousand of a like length. That is faster than it sounds, and
 * needs no extension of the server: an index of trigrams would not help behind the wall, where PostgreSQL uses
 * none whose operators might tell of rows that the reader may not see.
 */
async function nearWords(db: Runner, districtId: string, typed: string): Promise<Map<string, number>> {
  const most = typosAllowed(typed)
  const near = new Map<string, number>()
  if (most === 0) return near
  const length = [...typed].length
  const found = await rows<{ words: string }>(
    db,
    sql`select words from search_words where district_id = ${districtId}
      and length between ${length - most} and ${length + most}`,
  )
  for (const { words } of found)
    for (const word of words.split(' ')) {
      if (word.startsWith(typed)) continue
      const typos = typosBetween(typed, word, most)
      if (typos <= most) near.set(word, typos)
    }
  return near
}

/** Numbers come as text and are read here: the driver makes an array of each, and takes longer than all the rest. */
async function readLists(db: Runner, query: Query): Promise<Found[]> {
  const found = await rows<{ word: string; facets: number; entries: string }>(db, query)
  return found.map(({ word, facets, entries }) => ({ word, facets, entries: numbersIn(entries) }))
}

const [comma, zero] = [44, 48]

/** `{1,20,3}` → 1, 20, 3. */
function numbersIn(text: string): Uint32Array {
  // A number and its comma are two letters at least.
  const numbers = new Uint32Array(text.length >> 1)
  let [count, number] = [0, 0]
  for (let at = 1; at < text.length - 1; at++) {
    const code = text.charCodeAt(at)
    if (code !== comma) number = number * 10 + code - zero
    else {
      numbers[count++] = number
      number = 0
    }
  }
  if (text.length > 2) numbers[count++] = number
  return numbers.subarray(0, count)
}
