import { RollbookError } from '../roster/errors.ts'
import type { Issue } from '../roster/issue.ts'
import { manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import { findSource, type Settings } from '../sources/registry.ts'
import type { Drop } from '../sources/source.ts'
import { Listener, type Heard } from './heard.ts'
import type { Progress } from './outcome.ts'
import { checkAlone, type Validation } from './validate.ts'

/*
 * The test of a connection before anything is planned: a line for each question, and for each line that fails what
 * is wrong, who can mend it and how. Nothing is written.
 */

const checkNames = ['opens', 'files', 'columns', 'schools', 'classes', 'people', 'enrollments', 'references', 'encoding', 'age'] as const // prettier-ignore
export type CheckName =
  | (typeof checkNames)[number]
  | 'reach' | 'auth' | 'orgs' | 'academicSessions' | 'courses' | 'users' | 'fields' | 'clock' | 'paging' // prettier-ignore
export type Check = {
  readonly check: CheckName
  readonly state: 'passed' | 'warned' | 'failed' | 'waiting'
  /** Numbers and words of the sentence. */
  readonly facts: Readonly<Record<string, string | number>>
  /** What is wrong, and what mends it. */
  readonly problems: readonly { readonly message: string; readonly fix: string }[]
  /** The line that must pass before this one can be told. */
  readonly waitsFor: CheckName | null
}
export type Examined = {
  readonly ok: boolean
  readonly checks: readonly Check[]
  readonly heard: Heard
  readonly issues: readonly { readonly rule: string; readonly severity: 'error' | 'warning'; readonly count: number; readonly message: string; readonly fix: string }[]
} // prettier-ignore

export type Examining = {
  readonly source: string
  readonly settings: Settings
  readonly zone: string
  /** What the drop is called towards people: a path of the server is none of their business. */
  readonly called: string
  readonly now: Date
}

const nothing: Heard = { sample: [], schools: [], grades: [], fields: [] }
const shownIssues = 10
const staleDays = 7

/** Opens files and reads them once, from beginning to end. Throws only what is not about the source. */
export async function examine(order: Examining, progress: Progress): Promise<Examined> {
  const opened = await openAs(order)
  if ('problem' in opened) return unopened(opened.problem)
  const { drop } = opened
  try {
    const listener = new Listener()
    const found = await checkAlone(drop, 'tolerant', progress, entity => listener.hear(entity))
    const checks = [opensCheck(drop, found), ...readChecks(drop, found), ageCheck(drop, order.now)]
    const ok = checks.every(({ state }) => state === 'passed' || state === 'warned')
    return { ok, checks, ...endExamined(found, listener.heard()) }
  } finally {
    await drop.close()
  }
}

/** Says it without the path: `what` is how people know the drop. */
export function withoutPath(message: string, path: string, what: string): string {
  return message.replaceAll(JSON.stringify(path), JSON.stringify(what)).replaceAll(path, what)
}

async function openAs({ source, settings, zone, called }: Examining) {
  try {
    return { drop: await findSource(source).open(settings, { profile: 'tolerant', zone }) }
  } catch (error) {
    if (!(error instanceof RollbookError)) throw error
    return { problem: withoutPath(error.message, settings.path ?? '', called) }
  }
}

/** Nothing else can be told of what does not open. */
function unopened(problem: string): Examined {
  const checks = checkNames.map(check =>
    check === 'opens' ? line(check, 'failed', {}, [split(problem)]) : unread(check, 'opens'),
  )
  return { ok: false, checks, ...endExamined(null) }
}

/** The sentence of an error as what is wrong and what mends it. */
export function split(sentence: string): { message: string; fix: string } {
  const [message = sentence, ...rest] = sentence.split(/(?<=\.) /)
  return { message: message.replace(/\.$/, ''), fix: rest.join(' ') }
}

/** What the end of a test shows of what was read; null when nothing was. */
export function endExamined(found: Validation | null, heard = nothing): Pick<Examined, 'heard' | 'issues'> {
  return { heard, issues: found === null ? [] : topIssues(found) }
}

export function line(check: CheckName, state: Check['state'], facts: Check['facts'], problems: Check['problems'] = []): Check {
  return { check, state, facts, problems, waitsFor: null }
} // prettier-ignore

/** A line that nothing can be told of before another passes. */
export function unread(check: CheckName, waitsFor: CheckName): Check {
  return { ...line(check, 'waiting', {}), waitsFor }
}

function opensCheck({ version, files }: Drop, { rows }: Validation): Check {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return line('opens', 'passed', { version, files: files.length, bytes, rows })
}

function readChecks(drop: Drop, found: Validation): Check[] {
  const files = filesCheck(drop)
  const columns = columnsCheck(drop, found)
  return [files, columns, ...countChecks(drop, found, files), referencesCheck(found), encodingCheck(found)]
}

const wanted = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'] as const

function filesCheck({ mode, version, streams }: Drop): Check {
  const there = new Set(streams.map(({ kind }) => kind))
  const all: readonly Kind[] = version === '1.2' ? [...wanted, 'roles'] : wanted
  const missing = all.filter(kind => !there.has(kind))
  const problems = missing.map(kind => ({
    message: `${kind}.csv is not there${mode[kind] === 'absent' ? ': the manifest says it is absent' : ''}`,
    fix: `Have your system export ${kind}.csv too`,
  }))
  return line('files', problems.length === 0 ? 'passed' : 'failed', { files: all.length - missing.length, of: all.length }, problems)
} // prettier-ignore

const headRules = ['missing_header', 'invalid_header', 'duplicate_header', 'empty_header_name']

function columnsCheck({ streams, version }: Drop, { issues }: Validation): Check {
  const absent = streams.flatMap(({ kind, file, cells }) =>
    // Of 1.1 the roles are made out of columns of users.csv, and have none of their own.
    kind === 'roles' && version === '1.1'
      ? []
      : manifest[kind].flatMap(({ name, need }, at) =>
          need === 'required' && (cells[at] ?? -1) < 0
            ? [{ message: `${file} has no column ${name}`, fix: `Export the column ${name}, spelled so` }]
            : [],
        ),
  )
  const said = issues.filter(({ rule }) => headRules.includes(rule))
  const bad = absent.length > 0 || said.some(({ severity }) => severity === 'error')
  const state = bad ? 'failed' : said.length > 0 ? 'warned' : 'passed'
  const columns = streams.reduce((sum, { header }) => sum + header.length, 0)
  const told = said.filter(({ severity }) => !bad || severity === 'error')
  return line('columns', state, { columns }, dedupe([...absent, ...told.map(tell)]))
}

const counted = [
  ['schools', ['orgs', 'academicSessions']],
  ['classes', ['courses', 'classes']],
  ['people', ['users', 'roles']],
  ['enrollments', ['enrollments']],
] as const

/** Whether of each kind something could be accepted; what was not is told with its first reason. */
function countChecks({ streams }: Drop, { counts, rejected, issues }: Validation, files: Check): Check[] {
  return counted.map(([check, of]) => {
    const left = of.reduce((sum, kind) => sum + (rejected[kind] ?? 0), 0)
    const facts = { ...Object.fromEntries(of.map(kind => [kind, counts[kind] ?? 0])), rejected: left }
    const absent = of.filter(kind => !streams.some(stream => stream.kind === kind))
    if (absent.length > 0 && files.state === 'failed')
      return { ...line(check, 'waiting', facts), waitsFor: 'files' as const }
    const empty = of.filter(kind => (counts[kind] ?? 0) === 0)
    const names = of.map(kind => `${kind}.csv`)
    const why = issues.filter(({ severity, file }) => severity === 'error' && names.includes(file))
    const none = empty.map(kind => ({
      message: `No row of ${kind} can be accepted`,
      fix: `Export ${kind}, or mend what is said below`,
    }))
    const state = empty.length > 0 ? 'failed' : left > 0 ? 'warned' : 'passed'
    return line(check, state, facts, dedupe([...none, ...why.slice(0, 3).map(tell)]))
  })
}

/** Ids that lead nowhere: most often, schools that are called otherwise in one file than in the other. */
export function referencesCheck({ issues, issueCounts }: Validation): Check {
  const loose = issueCounts.missing_target_record ?? 0
  const told = issues.filter(({ rule }) => rule === 'missing_target_record')
  return line('references', loose > 0 ? 'warned' : 'passed', { loose }, dedupe(told.map(tell)).slice(0, 3))
}

function encodingCheck({ issues }: Validation): Check {
  const told = issues.filter(({ rule }) => rule === 'unexpected_encoding' || rule === 'invalid_encoding')
  return line('encoding', told.length > 0 ? 'warned' : 'passed', {}, dedupe(told.map(tell)).slice(0, 3))
}

function ageCheck({ written }: Drop, now: Date): Check {
  if (written === null) return line('age', 'passed', { at: '' })
  const days = Math.floor((now.getTime() - written.at.getTime()) / 86_400_000)
  const old = { message: `The files were written ${days} days ago`, fix: 'Export them again, so that the first sync brings what is so today' } // prettier-ignore
  const stale = days > staleDays
  return line('age', stale ? 'warned' : 'passed', { at: written.at.toISOString(), days }, stale ? [old] : [])
}

export function tell({ file, row, message, fix }: Issue): { message: string; fix: string } {
  return { message: `${file}${row === null ? '' : ` row ${row}`}: ${message}`, fix }
}

export function dedupe(problems: Check['problems']): Check['problems'] {
  const seen = new Set<string>()
  return problems.filter(({ message }) => !seen.has(message) && seen.add(message))
}

function topIssues({ issues, issueCounts }: Validation): Examined['issues'] {
  const first = new Map(issues.toReversed().map(issue => [issue.rule, issue]))
  return [...first.values()]
    .map(({ rule, severity, message, fix }) => ({ rule, severity, message, fix, count: issueCounts[rule] ?? 1 }))
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error') || b.count - a.count)
    .slice(0, shownIssues)
} // prettier-ignore
