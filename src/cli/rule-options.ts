import { manifest, userRoles } from '../roster/fields.ts'
import { grades } from '../roster/grades.ts'
import { isKind, kinds } from '../roster/kinds.ts'
import type { Limit, Limits, Rules } from '../roster/rules.ts'
import type { Call, Option } from './command.ts'
import { UsageError } from './errors.ts'
import { nearest } from './nearest.ts'
import { list, text, whole } from './options.ts'

/** How rules are written on a command line. Limits are rules too: versioned, and never for one plan alone. */
export const ruleOptions: Readonly<Record<string, Option>> = {
  schools: { type: 'string', value: 'ID,…', about: 'only these schools, by sourcedId; all lifts it' },
  grades: { type: 'string', value: 'CODE,…', about: 'only students of these grades (KG, 01 … 12); all lifts it' },
  roles: { type: 'string', value: 'ROLE,…', about: 'only people with these roles; all lifts it' },
  terms: { type: 'string', value: 'ID,…', about: 'only classes of these academicSessions; all lifts it' },
  field: { type: 'string', value: 'F=on,…', about: 'fields that are read or not, e.g. users.phone=on' },
  limit: { type: 'string', value: 'L=N,…', about: 'what holds a plan, e.g. students=5/5%, school=10%' },
  grace: { type: 'string', value: 'DAYS', about: 'days a removed user stays suspended before it is archived' },
} // prettier-ignore

/** The rules with what the options change, or null when they change nothing. */
export function readChanges(call: Call, rules: Rules): Rules | null {
  const given = Object.keys(ruleOptions).filter(name => text(call, name) !== undefined)
  if (given.length === 0) return null
  const { scope } = rules
  return {
    scope: {
      schools: readScope(call, 'schools', scope.schools, null),
      grades: readScope(call, 'grades', scope.grades, grades),
      roles: readScope(call, 'roles', scope.roles, userRoles),
      terms: readScope(call, 'terms', scope.terms, null),
    },
    fields: { ...rules.fields, ...Object.fromEntries(list(call, 'field').map(readField)) },
    limits: { ...rules.limits, ...readLimits(call) },
    graceDays: whole(call, 'grace') ?? rules.graceDays,
  }
}

function readScope(
  call: Call,
  name: string,
  before: readonly string[] | null,
  known: readonly string[] | null,
): readonly string[] | null {
  if (text(call, name) === undefined) return before
  const words = list(call, name)
  if (words.length === 1 && words[0] === 'all') return null
  if (words.length === 0)
    throw new UsageError(`Cannot set --${name} to nothing: that would let nobody in. Use all to lift it`)
  for (const word of words) if (known !== null && !known.includes(word)) throw unknown(name, word, known)
  return [...new Set(words)].sort()
}

function unknown(name: string, word: string, known: readonly string[]): UsageError {
  const near = nearest(word, known)
  const hint = near === null ? `Known are ${known.join(', ')}` : `Did you mean ${near}?`
  return new UsageError(`Cannot set --${name}: there is no "${word}". ${hint}`)
}

function readField(text: string): [name: string, on: boolean] {
  const [name = '', value = ''] = text.split('=')
  const [kind = '', field = ''] = name.split('.')
  const found = isKind(kind) ? manifest[kind].find(one => one.name === field) : undefined
  if (found === undefined) throw unknown('field', name, fieldNames)
  if (value !== 'on' && value !== 'off')
    throw new UsageError(`Cannot set --field ${name}: say ${name}=on or ${name}=off`)
  if (found.need === 'required' && value === 'off')
    throw new UsageError(`Cannot switch ${name} off: it is required, as it ${found.purpose}`)
  return [name, value === 'on']
}

const fieldNames = kinds.flatMap(kind => manifest[kind].map(({ name }) => `${kind}.${name}`))

const limitNames = [
  'students', 'teachers', 'classes', 'enrollments', 'school', 'updates', 'rekeyed', 'domain',
] as const satisfies readonly (keyof Limits)[] // prettier-ignore

function readLimits(call: Call): Partial<Limits> {
  return Object.fromEntries(
    list(call, 'limit').map(text => {
      const [name = '', value = ''] = text.split('=')
      if (!limitNames.some(one => one === name)) throw unknown('limit', name, limitNames)
      return [name, readLimit(name, value)]
    }),
  )
}

/** `5` is a count, `5%` a share, `5/5%` both: the larger of them passes. */
function readLimit(name: string, value: string): Limit {
  const found = /^(?:(\d{1,9})\/)?(\d{1,3}(?:\.\d+)?)%$/.exec(value)
  const share = found === null ? 0 : Number(found[2]) / 100
  const count = found === null ? (/^\d{1,9}$/.test(value) ? Number(value) : NaN) : Number(found[1] ?? 0)
  if (!Number.isNaN(count) && share <= 1) return { count, share }
  throw new UsageError(`Cannot set --limit ${name}: "${value}" is no limit. Write 5, 5% or 5/5%`)
}
