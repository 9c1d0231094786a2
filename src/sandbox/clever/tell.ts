import type { Switches } from '../faults.ts'
import type { CleverKind, CleverRecord, Student } from './shapes.ts'

type Json = Record<string, unknown>
/** How a record is told: in which version, and with which habits. */
export type Telling = {
  readonly version: '3.0' | '3.1'
  readonly faults: Switches
  /** Beneath another record, or in an event: terms are told with times there, as recorded. */
  readonly nested: boolean
}

/** What v3.1 added: it is in no answer of v3.0, and in none of its events. */
const since31 = ['preferred_name', 'home_language', 'home_language_code'] as const satisfies readonly (keyof Student)[] // prettier-ignore

/** A record as it is written; the record itself where nothing has to be another. */
export function tell({ version, faults, nested }: Telling, kind: CleverKind, record: CleverRecord): object {
  const isPlain = faults.on.size === 0 && version === '3.1' && !(nested && kind === 'terms')
  if (isPlain) return record
  const told = structuredClone(record) as Json // one of its own, to be changed
  if (version === '3.0') strip(told)
  if (nested && kind === 'terms') stamp(told, ['start_date', 'end_date'])
  return faults.on.size === 0 ? told : spoiled(faults, kind, told)
}

function strip(told: Json): void {
  const student = roleIn(told, 'student')
  for (const name of since31) delete student?.[name]
}

function roleIn(told: Json, role: string): Json | undefined {
  return (told['roles'] as Record<string, Json> | undefined)?.[role] // as users have them
}

/** Dates, as the specification has them and the documents do not. */
function stamp(told: Json, names: readonly string[]): void {
  for (const name of names)
    if (/^\d{4}-\d\d-\d\d$/.test(String(told[name] ?? ''))) told[name] = `${String(told[name])}T00:00:00.000Z`
}

/** Fields of each kind that a district may leave out. */
const optional: Readonly<Record<CleverKind, readonly string[]>> = {
  districts: ['mdr_number', 'pause_start', 'pause_end'],
  schools: ['phone', 'mdr_number', 'nces_id', 'low_grade', 'high_grade'],
  terms: ['name', 'start_date', 'end_date'],
  courses: ['name', 'number'],
  users: ['email'],
  sections: ['course', 'term_id', 'grade', 'subject', 'period', 'section_number'],
}
const optionalOfRole = ['state_id', 'student_number', 'grade', 'dob', 'title', 'teacher_number', 'phone']

/** The habits that are switched on; each is in the list of faults. */
function spoiled(faults: Switches, kind: CleverKind, told: Json): Json {
  if (faults.has('stampedDates')) stamp(told, ['start_date', 'end_date', 'pause_start', 'pause_end', 'launch_date'])
  const roles = Object.values((told['roles'] ?? {}) as Record<string, Json>) // of a user
  const blank = faults.text('nullsAs')
  if (blank !== null) for (const [one, names] of [[told, optional[kind]] as const, ...roles.map(role => [role, optionalOfRole] as const)])
    for (const name of names) one[name] ??= blank === 'null' ? null : ''
  if (faults.has('schoolsUnsorted')) for (const role of roles)
    if (Array.isArray(role['schools'])) role['schools'].reverse()
  const student = roleIn(told, 'student')
  if (faults.has('studentAs2023') && student !== undefined) {
    student['email'] = told['email']
    delete student['legacy_id']
  }
  if (faults.has('oddEmails') && told['roles'] !== undefined && String(told['id']).endsWith('7')) told['email'] = 'not-an-actual-email'
  return faults.has('fieldOrder') ? shuffled(told) : told
} // prettier-ignore

let turns = 0

/** In another order each time. */
function shuffled(told: Json): Json {
  const names = Object.keys(told)
  const first = ++turns % Math.max(1, names.length)
  return Object.fromEntries([...names.slice(first), ...names.slice(0, first)].map(name => [name, told[name]]))
}
