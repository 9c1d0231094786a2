import { UnreadableDrop } from '../../roster/errors.ts'
import type { Answer } from '../../wire/wire.ts'
import type { Access } from './access.ts'
import { isRecord } from './columns.ts'
import { complaintOf, isFailure, recordsOf } from './envelope.ts'
import { TooHeavy, type Patience } from './patience.ts'
import { escaped } from './sign.ts'

/** Said no to what was asked: by 400 to a filter, by 403 or 404 to a collection. What to make of it is the asker's. */
export class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Of whom else a provider tells there is no part to do without: what a collection may refuse alone is an end here. */
export function unlisted(provider: 'ClassLink' | 'Clever', error: unknown): never {
  if (!(error instanceof Refused || error instanceof TooHeavy)) throw error
  throw new UnreadableDrop('SOURCE_SILENT', `Cannot ask ${provider} which districts share with us: ${error.message}. Check its addresses with rollbook provider ${provider.toLowerCase()}`)
} // prettier-ignore

export type Query = Readonly<Record<string, string | number>>
export type Page = {
  readonly records: readonly unknown[]
  /** X-Total-Count; null where none is said. */
  readonly total: number | null
  /** Where the server says that its data moved, it says so by this word: another word, other data. */
  readonly revision: string | null
  /** The server speaks of a next page in a way of its own: a link, or a token beside the records. */
  readonly more: boolean
  /** Its own address of the next page, where it is on the same host and path; never anywhere else. */
  readonly next: string | null
  /** How far the server's clock is ahead of ours, in milliseconds; null where it does not say. */
  readonly ahead: number | null
}

/** Sign-ins for one and the same request: a server that refuses each of them will refuse the next. */
const mostRenewals = 4
/** How often one address is asked whose answer is no list, before that is believed. */
const mostOdd = 3

/** Asks for pages of a collection beneath a base URL. */
export class Asker {
  readonly url: string
  readonly #access: Access
  readonly #patience: Patience
  readonly #headers: Readonly<Record<string, string>>
  readonly #now: () => Date
  constructor(
    url: string,
    access: Access,
    patience: Patience,
    headers: Readonly<Record<string, string>>,
    now: () => Date,
  ) {
    this.url = url
    this.#access = access
    this.#patience = patience
    this.#headers = headers
    this.#now = now
  }

  /** Throws Refused, TooHeavy, SOURCE_REFUSED, SOURCE_SILENT and what the wire throws. */
  async page(collection: string, keys: readonly string[], query: Query): Promise<Page> {
    const asked = queryText(query)
    return await this.follow(`${this.url}/${collection}${asked === '' ? '' : '?'}${asked}`, keys)
  }

  /** The page at an address that a page before it named (see `next`). */
  async follow(address: string, keys: readonly string[]): Promise<Page> {
    const url = new URL(address)
    let [odd, renewals] = [0, 0]
    const unusable = (answer: Answer) => {
      const why = oddity(answer, keys)
      return why === null || ++odd < mostOdd ? why : raise(url, why)
    }
    for (;;) {
      const sign = async () => ({ ...this.#headers, ...(await this.#access.headers(url)) })
      const answer = await this.#patience.send({ url: url.href, timeoutMs: 120_000, maxBytes: 96 * 2 ** 20 }, sign, unusable)
      if (answer.status >= 200 && answer.status <= 299) return this.#read(answer, keys)
      if (answer.status === 401 && renewals++ < mostRenewals && (await this.#access.renew(answer))) continue
      throw refusalOf(url, answer)
    }
  } // prettier-ignore

  #read(answer: Answer, keys: readonly string[]): Page {
    const total = totalOf(answer)
    const date = Date.parse(answer.headers.get('date') ?? '')
    return {
      records: answer.status === 204 ? [] : (recordsOf(parsed.get(answer), keys) ?? []),
      total,
      revision: answer.headers.get('x-perm-rev'),
      more: speaksOfMore(answer),
      next: nextOf(answer),
      ahead: Number.isNaN(date) ? null : date - this.#now().getTime(),
    }
  }
}

/** In the header of the standard, or beside the records, where some write it. */
function totalOf(answer: Answer): number | null {
  const body: unknown = parsed.get(answer)
  const beside = isRecord(body) ? (body.totalCount ?? body.total_count) : undefined
  const said = answer.headers.get('x-total-count') ?? beside
  const total = typeof said === 'string' || typeof said === 'number' ? Number(said) : NaN
  return Number.isInteger(total) && total >= 0 && said !== '' ? total : null
}

function nextOf(answer: Answer): string | null {
  const { headers, url } = answer
  const link =
    /<([^>]*)>[^,]*;\s*rel="?next"?/i.exec(headers.get('link') ?? '')?.[1] ?? linkedNext(parsed.get(answer))
  if (link === undefined || !URL.canParse(link, url)) return null
  const [here, next] = [new URL(url), new URL(link, url)]
  return next.origin === here.origin && next.pathname === here.pathname ? next.href : null
}

/** `next` among the links that some write beside the records. */
function linkedNext(body: unknown): string | undefined {
  const links = isRecord(body) && Array.isArray(body.links) ? body.links.filter(isRecord) : []
  const uri = links.find(({ rel }) => rel === 'next')?.uri
  return typeof uri === 'string' && uri !== '' ? uri : undefined
}

/** `next` of a Link, and what goes about as a token of the next page. None is followed: it only says that there is more. */
function speaksOfMore(answer: Answer): boolean {
  if (/;\s*rel="?next"?/i.test(answer.headers.get('link') ?? '')) return true
  const body: unknown = parsed.get(answer)
  if (linkedNext(body) !== undefined) return true
  if (!isRecord(body)) return false
  return Object.entries(body).some(([name, value]) => /^(@odata\.)?(next|continuation)|cursor/i.test(name) && value !== null && value !== '' && value !== false) // prettier-ignore
}

/** What an answer was read as, for it is looked at twice and parsed once. */
const parsed = new WeakMap<Answer, unknown>()

/** `a=b&c=d`, with %20 for a blank: not every server takes a plus for one. */
export function queryText(query: Query): string {
  return Object.entries(query).map(([name, value]) => `${name}=${escaped(String(value))}`).join('&') // prettier-ignore
}

/** Why an answer of 200 holds no list; null when it does. */
function oddity(answer: Answer, keys: readonly string[]): string | null {
  if (answer.status === 204) return null
  // Some put a byte order mark before JSON, which has no place there.
  const text = answer.text().replace(/^\uFEFF/, '')
  if (text.trim() === '') return 'it answers with nothing'
  try {
    parsed.set(answer, JSON.parse(text))
  } catch {
    return /^\s*</.test(text)
      ? 'it answers with a web page instead of records'
      : 'it answers with broken JSON'
  }
  const body = parsed.get(answer)
  if (isFailure(body))
    return `it answers 200 and says that it failed: ${complaintOf(body) ?? 'without a reason'}`
  return recordsOf(body, keys) === null ? `it answers without a list of ${keys[0] ?? 'records'}` : null
}

function raise(url: URL, why: string): never {
  const remedy = 'Check the base URL; if it is right, ask whoever runs the server'
  throw new UnreadableDrop('SOURCE_UNREADABLE', `Cannot read ${url.host}${url.pathname}: ${why}. ${remedy}`)
}

function refusalOf(url: URL, { status, body }: Answer): Error {
  const said = complaintOf(safely(body))
  const words = said === null ? String(status) : `${status}: ${said}`
  if (status !== 401) return new Refused(status, `it answers ${words}`)
  return new UnreadableDrop('SOURCE_REFUSED', `Cannot read ${url.host}${url.pathname}: it answers ${words}, with a fresh sign-in too. Check that the credentials are for this server, or replace a secret that was renewed there`) // prettier-ignore
}

function safely(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    // A refusal needs no form; its status says enough.
    return null
  }
}
