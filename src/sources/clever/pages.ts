import { Refused, type Asker, type Page, type Query } from '../oneroster-rest/asker.ts'
import { isRecord, readText, type Record } from '../oneroster-rest/columns.ts'
import { TooHeavy } from '../oneroster-rest/patience.ts'
import { SeenIds } from '../oneroster-rest/seen.ts'
import { isSilent } from '../oneroster-rest/collection.ts'

/** A list as Clever has it: `/users?role=student`. */
export type List = { readonly path: string; readonly query: Query }

/** The most that a page has; more is refused with 413 (Clever Data API, limits). */
export const largestPage = 10_000
const smallestPage = 20

/**
 * Reads a list to its end, by ascending id: after the last id of a page come the ids above it, so that what comes or
 * goes meanwhile moves nothing. An end is an empty page, or one without a next. Resolves to why there may be more,
 * null when all was seen. Throws what the first page is refused with: what to make of it is the caller's.
 */
export async function readList(asker: Asker, { path, query }: List, pageSize: number, take: (records: readonly Record[]) => Promise<void>): Promise<string | null> {
  const reading = new ListReading(asker, path, query, pageSize)
  let page = await reading.first()
  for (;;) {
    const fresh = reading.news(page)
    if (fresh.length === 0) return page.records.length === 0 ? null : 'it gives the same page again'
    // Asked for while this one is being written: Clever and we work side by side.
    const coming = reading.after(page).then(next => ({ next }), (error: unknown) => ({ error }))
    await take(fresh)
    const came = await coming
    if ('error' in came) return brokenOff(came.error, reading.received)
    if (came.next === null) return null
    page = came.next
  }
} // prettier-ignore

class ListReading {
  received = 0
  readonly #asker: Asker
  readonly #path: string
  readonly #query: Query
  readonly #seen = new SeenIds()
  #limit: number
  #last = ''

  constructor(asker: Asker, path: string, query: Query, pageSize: number) {
    this.#asker = asker
    this.#path = path
    this.#query = query
    this.#limit = pageSize
  }

  async first(): Promise<Page> {
    return await this.#lighter(() => this.#ask({}))
  }

  /** Records of a page that had not come before, out of their wrapping. */
  news({ records }: Page): Record[] {
    const fresh = records.flatMap(unwrapped).filter(record => this.#seen.add(readText(record.id)))
    this.received += fresh.length
    this.#last = readText(fresh.at(-1)?.id)
    return fresh
  }

  /** The page behind one; null when it said that it is the last. */
  async after({ records, next, more }: Page): Promise<Page | null> {
    // A full page without a next, and a next on another host, may both have more behind them: that is asked for by id.
    if (next === null && !more && records.length < this.#limit) return null
    const after = () => this.#ask({ starting_after: this.#last })
    try {
      return next === null ? await this.#lighter(after) : await this.#asker.follow(next, ['data'])
    } catch (error) {
      if (!(error instanceof TooHeavy) || next === null) throw error
      this.#halve(error)
      return await this.#lighter(after)
    }
  }

  async #lighter(ask: () => Promise<Page>): Promise<Page> {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof TooHeavy)) throw error
        this.#halve(error)
      }
    }
  }

  #halve(error: TooHeavy): void {
    if (this.#limit <= smallestPage) throw error
    this.#limit = Math.max(smallestPage, Math.ceil(this.#limit / 2))
  }

  async #ask(after: Query): Promise<Page> {
    return await this.#asker.page(this.#path, ['data'], { limit: this.#limit, ...this.#query, ...after })
  }
}

/** Each record is wrapped as `{data, uri}`; whoever leaves the wrapping out is understood too. */
export function unwrapped(item: unknown): Record[] {
  const record = isRecord(item) && isRecord(item.data) ? item.data : item
  return isRecord(record) && readText(record.id) !== '' ? [record] : []
}

/** The pages so far stand; what comes after them is not known. */
function brokenOff(error: unknown, received: number): string {
  if (error instanceof Refused || error instanceof TooHeavy || isSilent(error))
    return `it broke off after ${received} records: ${error.message}`
  throw error
}
