import { RollbookError, UnreadableDrop } from '../../roster/errors.ts'
import type { Answer, Ask } from '../../wire/wire.ts'
import type { Outside } from '../outside.ts'
import type { Request } from '../source.ts'

/** The answer was too much for the server or for us at once: smaller pages may get through. */
export class TooHeavy extends Error {}

const mostTries = 6
const firstWait = 500
const longestWait = 30_000
/** A server that wants to be left alone for longer than this is told of, not waited for. */
const patience = 600_000
const keptNotes = 2000
/** A reading that takes longer is of no day any more. */
const longestReading = 6 * 3_600_000
/** It may come right by itself. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])
/** A gateway gave up waiting: the server works on too much. */
const overtaxed = new Set([413, 502, 504, 524])

/** Sends, and tries again what may come right by itself, as long as the budget of the run lasts. */
export class Patience {
  readonly requests: Request[] = []
  count = 0
  #waited = 0
  readonly #until: number
  readonly #outside: Outside
  constructor(outside: Outside) {
    this.#outside = outside
    this.#until = outside.now().getTime() + longestReading
  }

  /**
   * The first answer that is not one to try again. `sign` makes the headers anew for each try; `unusable` says what is
   * wrong with an answer of 200 that is none. Throws TooHeavy, SOURCE_SILENT and what the wire throws.
   */
  async send(
    ask: Omit<Ask, 'headers'>,
    sign: () => Promise<Readonly<Record<string, string>>>,
    unusable: (answer: Answer) => string | null = () => null,
  ): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      if (this.#outside.now().getTime() > this.#until) throw silent(ask.url, 'the reading takes longer than six hours')
      const tried = await this.#try({ ...ask, headers: await sign() })
      const why = 'failure' in tried ? tried.why : this.#weigh(tried, tries, unusable)
      if (why === null && !('failure' in tried)) return tried
      if ('failure' in tried && tried.slow && tries > 1) throw new TooHeavy(tried.why)
      if (tries >= mostTries) throw 'failure' in tried ? tried.failure : silent(ask.url, why ?? '')
      await this.#wait(ask.url, 'failure' in tried ? null : this.#askedToWait(tried), tries, why ?? '')
    }
  } // prettier-ignore

  /** Why an answer is to be asked for again; null when it is one. */
  #weigh(answer: Answer, tries: number, unusable: (answer: Answer) => string | null): string | null {
    const { status } = answer
    if (overtaxed.has(status) && (tries > 1 || status === 413)) throw new TooHeavy(`it answers ${status}`)
    if (passing.has(status)) return `it answers ${status}`
    return status < 200 || status > 299 ? null : unusable(answer)
  }

  async #try(ask: Ask): Promise<Answer | { failure: RollbookError; why: string; slow: boolean }> {
    const { wire, signal, now } = this.#outside
    const began = now().getTime()
    const note = (status: number, bytes: number) => {
      this.count++
      const { pathname, search } = new URL(ask.url)
      const request = { path: pathname + search, status, bytes, millis: now().getTime() - began }
      if (this.requests.length < keptNotes) this.requests.push(request)
    }
    try {
      const answer = await wire.send(signal === undefined ? ask : { ...ask, signal })
      note(answer.status, answer.body.length)
      return answer
    } catch (error) {
      if (!(error instanceof RollbookError)) throw error
      note(0, 0)
      if (error.code === 'ANSWER_TOO_LARGE') throw new TooHeavy(error.message)
      if (error.code !== 'HOST_UNREACHABLE') throw error
      const why = /: (.+?)\. /.exec(error.message)?.[1] ?? error.message
      return { failure: error, why, slow: why.includes('did not answer within') }
    }
  }

  /** Milliseconds that a server wants to be left alone for; null where it says nothing. */
  #askedToWait({ headers, status }: Answer): number | null {
    const now = this.#outside.now()
    const after = headers.get('retry-after')
    if (after !== null) return readRetryAfter(after, now)
    const reset = status === 429 ? Number(headers.get('x-ratelimit-reset') ?? NaN) : NaN
    return Number.isFinite(reset) ? readReset(reset, now) : null
  }

  async #wait(url: string, asked: number | null, tries: number, why: string): Promise<void> {
    const { pause } = this.#outside
    // With jitter, or a hundred districts of one server come back at the same moment.
    const own = Math.min(longestWait, firstWait * 2 ** (tries - 1)) * (0.5 + Math.random() / 2)
    const wait = asked ?? own
    if (this.#waited + wait > patience)
      throw silent(url, asked === null ? why : `${why}, and asks us to come back in ${Math.ceil(asked / 60_000)} minutes`)
    this.#waited += wait
    await pause(wait)
  }
} // prettier-ignore

/** Seconds or a date, as milliseconds from now; null for what is neither. */
export function readRetryAfter(text: string, now: Date): number | null {
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}

/** A window of so many requests opens anew at a second of the clock, or in so many seconds: servers write either. */
export function readReset(reset: number, now: Date): number {
  const seconds = reset > 1e9 ? reset - now.getTime() / 1000 : reset
  return Math.max(1, Math.ceil(seconds)) * 1000
}

function silent(url: string, why: string): UnreadableDrop {
  const { host, pathname } = new URL(url)
  const remedy = 'Nothing was changed; try again later, and ask whoever runs the server if it lasts'
  return new UnreadableDrop('SOURCE_SILENT', `Cannot read from ${host}${pathname}: ${why}. ${remedy}`)
}
