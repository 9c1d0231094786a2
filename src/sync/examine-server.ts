import { RollbookError } from '../roster/errors.ts'
import { manifest } from '../roster/fields.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { defaultRules, enabledFields } from '../roster/rules.ts'
import type { Drop, Request } from '../sources/source.ts'
import type { Connection, District } from '../store/districts.ts'
import type { Store } from '../store/open.ts'
import type { Wire } from '../wire/wire.ts'
import { dedupe, endExamined, line, referencesCheck, split, tell, unread, type Check, type CheckName, type Examined } from './examine.ts' // prettier-ignore
import { Listener, type Heard } from './heard.ts'
import { openConnection } from './source.ts'
import { checkAlone, type Validation } from './validate.ts'

/*
 * The test of a server: each question in the order in which one needs the other. What fails says which question it
 * was, and the rest waits for that one. Nothing is written.
 */

export const serverChecks = ['reach', 'auth', 'orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments', 'fields', 'references', 'clock', 'paging'] as const satisfies readonly CheckName[] // prettier-ignore

export type ServerExamining = {
  readonly store: Store
  readonly district: District
  readonly connection: Connection
  /** Ends the test when nobody waits for it any more. */
  readonly signal: AbortSignal
  /** When it is told that this takes too long; minutes unless a test says otherwise. */
  readonly deadline?: AbortSignal
}

/** Whoever asks for a test sits before the page until it ends. */
const mostMinutes = 5

/** Signs in and reads everything once. Throws TEST_LEFT, and what is not about the server. */
export async function examineServer({ store, district, connection, signal, deadline = AbortSignal.timeout(mostMinutes * 60_000) }: ServerExamining): Promise<Examined> {
  const watch = new Watch(() => new Date())
  const until = AbortSignal.any([signal, deadline])
  try {
    const drop = await openConnection({ store, district, connection, progress: () => undefined, signal: until, watch: wire => watch.over(wire) })
    return await read(drop, watch).finally(() => drop.close())
  } catch (error) {
    if (signal.aborted) throw left()
    if (deadline.aborted) return unopened(tooLong(), watch)
    if (!(error instanceof RollbookError)) throw error
    return unopened(error, watch)
  }
} // prettier-ignore

function left(): RollbookError {
  return new RollbookError('TEST_LEFT', 'Cannot finish the test: the page that asked for it was left. Test again, and stay until it ends') // prettier-ignore
}

function tooLong(): RollbookError {
  return new RollbookError('SOURCE_SILENT', `Cannot finish the test: reading took more than ${mostMinutes} minutes. Ask whoever runs the server why it is slow, and test again`) // prettier-ignore
}

/** Which question an error answers: the ones before it are answered well by that. */
const failedAt: Readonly<Record<string, (typeof serverChecks)[number]>> = {
  SECRET_MISSING: 'auth',
  SECRET_UNREADABLE: 'auth',
  SOURCE_REFUSED: 'auth',
  SOURCE_NOT_SHARED: 'auth',
  SOURCE_EMPTY: 'orgs',
  SOURCE_UNREADABLE: 'orgs',
  SOURCE_FORBIDDEN: 'orgs',
}

function unopened({ code, message }: RollbookError, { host, millis }: Watch): Examined {
  const failed = failedAt[code] ?? 'reach'
  const at = serverChecks.indexOf(failed)
  const checks = serverChecks.map((check, index) => {
    if (index < at) return line(check, 'passed', check === 'reach' && host !== '' ? { host, millis } : {})
    return index === at ? line(check, 'failed', {}, [split(message)]) : unread(check, failed)
  })
  return { ok: false, checks, ...endExamined(null) }
}

async function read(drop: Drop, watch: Watch): Promise<Examined> {
  const listener = new Listener()
  const found = await checkAlone(
    drop,
    'tolerant',
    () => undefined,
    entity => listener.hear(entity),
  )
  const heard = askedFor(listener.heard())
  const collections = collected.map(kind => collectionCheck(kind, drop, found))
  const checks = [
    line('reach', 'passed', { host: watch.host, millis: watch.millis }),
    line('auth', 'passed', { version: drop.version }),
    ...collections,
    fieldsCheck(heard.fields),
    referencesCheck(found),
    clockCheck(watch.ahead),
    pagingCheck(drop.requests ?? []),
  ]
  const ok = checks.every(({ state }) => state === 'passed' || state === 'warned')
  return { ok, checks, ...endExamined(found, heard) }
}

/** Fields that are off are read nowhere: that they are empty says nothing of the server. */
function askedFor(heard: Heard): Heard {
  const on = new Set(kinds.flatMap(kind => {
    const enabled = enabledFields(kind, defaultRules)
    return manifest[kind].flatMap(({ name }, at) => (enabled[at] === true ? [`${kind}.${name}`] : []))
  }))
  return { ...heard, fields: heard.fields.filter(({ field }) => on.has(field)) }
} // prettier-ignore

const collected = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'] as const
/** Without these there is nobody, nowhere. */
const needed = new Set<Kind>(['orgs', 'classes', 'users', 'enrollments'])

function collectionCheck(
  kind: (typeof collected)[number],
  { refused, mode, streams }: Drop,
  found: Validation,
): Check {
  const count = found.counts[kind] ?? 0
  const rejected = found.rejected[kind] ?? 0
  const facts = { count, rejected }
  const closed = refused.find(one => one.kind === kind)
  if (closed !== undefined || mode[kind] === 'absent') {
    const why = closed?.why ?? 'the server has none'
    const problem = { message: `Cannot read ${kind}: ${why}`, fix: `Let this client read ${kind}: grant the permission or scope for it` } // prettier-ignore
    return line(kind, needed.has(kind) ? 'failed' : 'warned', facts, [problem])
  }
  if (count === 0 && needed.has(kind)) {
    const problem = { message: `Not one of ${kind} came that can be used`, fix: `Share ${kind} with this client, those of this school year` } // prettier-ignore
    return line(kind, 'failed', facts, [problem, ...errorsOf(kind, found)])
  }
  const ending = streams.find(stream => stream.kind === kind)?.ending()
  const partial = ending === undefined || ending.complete ? [] : [{ message: `${kind} came incomplete: ${ending.why ?? ''}`, fix: ending.fix ?? 'Until they come whole nobody is removed' }] // prettier-ignore
  const problems = dedupe([...partial, ...errorsOf(kind, found)])
  return line(kind, problems.length > 0 || rejected > 0 ? 'warned' : 'passed', facts, problems)
}

function errorsOf(kind: Kind, { issues }: Validation): Check['problems'] {
  // That a list came incomplete is told with why.
  return issues.filter(({ severity, file, rule }) => severity === 'error' && file === kind && rule !== 'incomplete_read').slice(0, 3).map(tell) // prettier-ignore
}

/** Whether what is needed of each record is there at all: a server may hide a field from a client. */
function fieldsCheck(fields: Heard['fields']): Check {
  const shared = fields.filter(({ filled }) => filled > 0).length
  const hidden = fields.filter(({ field, filled, of }) => of > 0 && filled === 0 && isRequired(field))
  const problems = hidden.map(({ field }) => ({
    message: `${field} came empty in every record`,
    fix: `Let this client see ${field}`,
  }))
  return line('fields', problems.length > 0 ? 'warned' : 'passed', { shared, of: fields.length }, problems)
}

function isRequired(field: string): boolean {
  const [kind = '', name = ''] = field.split('.')
  return Object.entries(manifest).some(([one, fields]) => one === kind && fields.some(given => given.name === name && given.need === 'required')) // prettier-ignore
}

const mostSeconds = 300

function clockCheck(ahead: number | null): Check {
  if (ahead === null) return line('clock', 'passed', {})
  const seconds = Math.round(ahead / 1000)
  const off = { message: `The server's clock is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} ours`, fix: 'Have the clock of the server set by a time server' } // prettier-ignore
  const far = Math.abs(seconds) > mostSeconds
  return line('clock', far ? 'warned' : 'passed', { seconds: Math.abs(seconds) }, far ? [off] : [])
}

/** What was asked for, and what pages bring where there is another after them: the last one is never full. */
function pagingCheck(requests: readonly Request[]): Check {
  const pages = requests.flatMap(({ path, millis }) => {
    const url = new URL(path, 'http://server')
    const limit = Number(url.searchParams.get('limit') ?? 0)
    return limit > 1 ? [{ where: url.pathname, limit, offset: Number(url.searchParams.get('offset') ?? 0), millis }] : []
  })
  const given = Math.max(0, ...pages.flatMap(({ where }) => fullSteps(pages.filter(page => page.where === where).map(({ offset }) => offset))))
  const asked = Math.max(0, ...pages.map(({ limit }) => limit))
  const millis = pages.reduce((sum, page) => sum + page.millis, 0)
  return line('paging', 'passed', { asked, given, pages: pages.length, seconds: Math.ceil(millis / 1000) })
} // prettier-ignore

function fullSteps(offsets: readonly number[]): number[] {
  const sorted = [...new Set(offsets)].sort((a, b) => a - b)
  return sorted.slice(1).map((offset, at) => offset - (sorted[at] ?? 0)).slice(0, -1) // prettier-ignore
}

/** What is seen on the way out. */
class Watch {
  readonly #now: () => Date
  host = ''
  millis = 0
  ahead: number | null = null

  constructor(now: () => Date) {
    this.#now = now
  }

  over(wire: Wire): Wire {
    const send: Wire['send'] = async ask => {
      const began = this.#now().getTime()
      const answer = await wire.send(ask)
      const theirs = Date.parse(answer.headers.get('date') ?? '')
      const now = this.#now().getTime()
      if (this.host === '') this.millis = now - began
      this.host = new URL(ask.url).host
      // The header has whole seconds: half of one is the best guess.
      if (!Number.isNaN(theirs)) this.ahead = theirs + 500 - now
      return answer
    }
    return { send, close: () => wire.close() }
  }
}
