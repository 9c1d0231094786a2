import type { Asker, Page, Query } from './asker.ts'
import { Refused } from './asker.ts'
import { isRecord } from './columns.ts'
import { TooHeavy } from './patience.ts'
import { SeenIds } from './seen.ts'

/** A collection as it is asked for. */
export type Collection = {
  /** Path beneath the base URL. */
  readonly path: string
  /** Keys under which its records come, the standard's first. */
  readonly keys: readonly string[]
  readonly pageSize: number
  /** A filter in OneRoster's syntax; null asks for all. */
  readonly filter: string | null
  /** False where X-Total-Count is known to lie. */
  readonly counts: boolean
}

/** Takes what comes; `begin` forgets what came before, for the reading starts anew. */
export type Sink = {
  begin(): Promise<void>
  take(records: readonly unknown[]): Promise<void>
}

/** What a reading is worth: whether all was seen, and if not, why. */
export type Proof = {
  readonly received: number
  readonly complete: boolean
  readonly why: string | null
  /** Records whose id came twice, though nothing moved: so the source has it. */
  readonly repeated: number
  /** The word by which the server says which state of its data this is; null where it says none. */
  readonly revision: string | null
}

/** A reading that saw its data move starts anew, so often. */
const mostStarts = 3
/** Ends of so many pages are looked at again. */
const mostEdges = 100
const smallestPage = 20
const fewRecords = 10
/** As many as pages have that are cut by a rule; everything there is has such a number by chance. */
const roundPages = new Set([
  10, 20, 25, 30, 40, 50, 100, 150, 200, 250, 300, 400, 500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 10_000,
])
const mostPages = 500_000

/**
 * Reads a collection to its end. Servers clamp pages, lie about how many there are, ignore what is asked and change
 * under the reading, so:
 *
 *   the next page begins after the rows that came, never after those that were asked for;
 *   only an empty page is an end, whatever X-Total-Count says, or a page that brings nothing new;
 *   the count must agree with what came, and not have moved; the last row of each page must still be where it was.
 *
 * What is not proven is told, and nobody is concluded to be gone from it.
 */
export async function readCollection(asker: Asker, collection: Collection, sink: Sink, told: (rows: number, total: number | null) => void): Promise<Proof> {
  const manners = mannersOf(collection.pageSize)
  for (let start = 1; ; start++) {
    const [{ order, pageSize } = { order: {}, pageSize: collection.pageSize }] = manners
    const pass = new Pass(asker, { ...collection, pageSize }, order)
    await sink.begin()
    try {
      await pass.read(sink, told)
    } catch (error) {
      if (!(error instanceof Refused) || !wording.has(error.status) || pass.pages > 0 || manners.length < 2) throw error
      manners.shift()
      start--
      continue
    }
    const moved = pass.moved ?? (await pass.findShift())
    if (moved === null || start >= mostStarts) return pass.proof(moved)
  }
} // prettier-ignore

/** A server that refuses how it was asked, and may answer to other words. */
const wording = new Set([400, 405, 422, 501])

/** Not every server sorts, and some refuse a page that is larger than theirs instead of giving less. */
function mannersOf(pageSize: number): { order: Query; pageSize: number }[] {
  const sorted: Query = { sort: 'sourcedId', orderBy: 'asc' }
  const ways = [{ order: sorted, pageSize }, { order: {}, pageSize }]
  return pageSize > plainPage ? [...ways, { order: sorted, pageSize: plainPage }, { order: {}, pageSize: plainPage }] : ways
} // prettier-ignore

/** What a server gives that is asked for no size (OneRoster 1.2 REST, limit). */
const plainPage = 100

class Pass {
  pages = 0
  /** Why what was read is of no single moment; null while nothing shows that. */
  moved: string | null = null
  readonly #asker: Asker
  readonly #collection: Collection
  readonly #order: Query
  readonly #seen = new SeenIds()
  readonly #edges: { readonly offset: number; readonly id: string }[] = []
  #limit: number
  #received = 0
  #nameless = 0
  #total: number | null = null
  #revision: string | null = null
  /** Why there may be more; null when an empty page ended it. */
  #open: string | null = null
  /** Pages are those that the server links to. */
  #linked = false

  constructor(asker: Asker, collection: Collection, order: Query) {
    this.#asker = asker
    this.#collection = collection
    this.#order = order
    this.#limit = collection.pageSize
  }

  async read(sink: Sink, told: (rows: number, total: number | null) => void): Promise<void> {
    let page = await this.#ask(0)
    this.#total = page.total
    this.#revision = page.revision
    while (page.records.length > 0) {
      if (!this.#brings(page.records)) {
        const followed = await this.#byLink(page)
        if (followed === null) return
        page = followed
        continue
      }
      this.#note(page)
      if (this.#linked && page.next === null) {
        await sink.take(page.records)
        return told(this.#received, this.#total)
      }
      // Asked for while this one is being written: a server and we work side by side.
      const next = this.#after(page).then(
        page => ({ page }),
        (error: unknown) => ({ error }),
      )
      await sink.take(page.records)
      told(this.#received, this.#total)
      const came = await next
      if ('error' in came) return this.#breakOff(came.error)
      page = came.page
      if (++this.pages >= mostPages) return this.#breakOff(new Refused(0, `it has no end after ${mostPages} pages`))
    }
  } // prettier-ignore

  proof(moved: string | null): Proof {
    const total = this.#counted()
    const repeated = this.#received - this.#seen.size - this.#nameless
    const short = total !== null && total > this.#received ? `it says that there are ${total}, and ${this.#received} came` : null // prettier-ignore
    const nameless = this.#nameless > 0 ? `${this.#nameless} of its records name nobody` : null
    const why = this.#open ?? moved ?? short ?? nameless
    return { received: this.#received, complete: why === null, why, repeated, revision: this.#revision }
  }

  #counted(): number | null {
    return this.#collection.counts && this.#collection.filter === null ? this.#total : null
  }

  /** As many came, each once, as the server says that there are. */
  #agrees(): boolean {
    const total = this.#counted()
    return total !== null && total > 0 && this.#seen.size + this.#nameless === total
  }

  /** Looks at the last row of each page again; a record that came or went before it has moved it. */
  async findShift(): Promise<string | null> {
    // By offset the pages of a server that links them cannot be asked for.
    if (this.#edges.length < 2 || this.#open !== null || this.#linked) return null
    const every = Math.ceil((this.#edges.length - 1) / mostEdges)
    // The last page has nothing behind it that could have moved into it unseen: an empty page followed.
    for (let at = 0; at < this.#edges.length - 1; at += every) {
      const edge = this.#edges[at]
      if (edge === undefined) break
      const page = await this.#once(edge.offset, 1).catch(ignoreRefusal)
      if (page !== null && idOf(page.records[0]) !== edge.id) return 'its records moved while they were read'
    }
    return null
  }

  /** Whether any record of a page had not come before. Those that come for the first time have come from here on. */
  #brings(records: readonly unknown[]): boolean {
    let fresh = 0
    for (const record of records) {
      const id = idOf(record)
      if (id !== null && this.#seen.add(id)) fresh++
    }
    return fresh > 0
  }

  #note({ records, total, revision }: Page): void {
    this.#nameless += records.filter(record => idOf(record) === null).length
    this.#received += records.length
    const last = idOf(records.at(-1))
    if (last !== null) this.#edges.push({ offset: this.#received - 1, id: last })
    if (this.#counted() !== null && total !== null && total !== this.#total)
      this.moved ??= `it counted ${this.#total ?? 'nothing'} at first and ${total} later`
    if (revision !== null && revision !== this.#revision)
      this.moved ??= 'its data moved to another revision while they were read'
  }

  /** The pages so far stand; what comes after them is not known. */
  #breakOff(error: unknown): void {
    if (!(error instanceof Refused || error instanceof TooHeavy || isSilent(error))) throw error
    // Where all that were counted have come, a server may say of the page after them what it likes.
    if (this.#agrees()) return
    this.#open = `it broke off after ${this.#received} records: ${error.message}`
  }

  #after(page: Page): Promise<Page> {
    const { keys } = this.#collection
    return this.#linked && page.next !== null
      ? this.#asker.follow(page.next, keys)
      : this.#ask(this.#received)
  }

  /**
   * A page came again. A server that knows pages by its own links alone is gone along with, from its first page, on its
   * own host and path; of any other it is settled here what the page is worth, and null ends the reading.
   */
  async #byLink(page: Page): Promise<Page | null> {
    if (page.next !== null && !this.#linked && this.#agrees() === false) {
      this.#linked = true
      return await this.#asker.follow(page.next, this.#collection.keys)
    }
    this.#open = await this.#whySame(page)
    return null
  }

  /** A page that brought nothing new: the last one again, or all that there is, however it is asked for. */
  async #whySame({ records, more }: Page): Promise<string | null> {
    if (records.every(record => idOf(record) === null)) return 'none of its records has a sourcedId'
    if (this.#agrees()) return null
    const one = await this.#once(0, 1).catch(ignoreRefusal)
    // A page of one is what was asked for; of so few, though many were asked for, nobody cuts more off.
    const few = records.length < fewRecords && this.#limit > fewRecords
    const whole = few || (one !== null && one.records.length > 1 && one.records.length === records.length)
    // A server that pages by tokens or links of its own ignores limit and offset too, and gives a round number.
    if (whole && this.#counted() === null && !more && !roundPages.has(records.length)) return null
    return 'it gives the same page again, whatever offset is asked for'
  }

  /** The page at an offset, smaller where it is too much for the server. */
  async #ask(offset: number): Promise<Page> {
    for (;;) {
      try {
        return await this.#once(offset, this.#limit)
      } catch (error) {
        if (error instanceof TooHeavy && this.#limit > smallestPage) {
          this.#limit = Math.max(smallestPage, Math.ceil(this.#limit / 2))
          continue
        }
        throw error
      }
    }
  }

  async #once(offset: number, limit: number): Promise<Page> {
    const { path, keys, filter } = this.#collection
    const filtered = filter === null ? {} : { filter }
    return await this.#asker.page(path, keys, { limit, offset, ...this.#order, ...filtered })
  }
}

function ignoreRefusal(error: unknown): null {
  if (error instanceof Refused || error instanceof TooHeavy || isSilent(error)) return null
  throw error
}

export function isSilent(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'SOURCE_SILENT' || error.code === 'SOURCE_UNREADABLE' || error.code === 'HOST_UNREACHABLE')
} // prettier-ignore

function idOf(record: unknown): string | null {
  if (!isRecord(record)) return null
  const id = record.sourcedId ?? oddlySpelt(record)
  return typeof id === 'string' && id.trim() !== '' ? id : typeof id === 'number' ? String(id) : null
}

function oddlySpelt(record: { readonly [name: string]: unknown }): unknown {
  const key = Object.keys(record).find(name => /^source(d)?_?id$/i.test(name))
  return key === undefined ? null : record[key]
}
