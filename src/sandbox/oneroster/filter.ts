import { ProviderError } from './errors.ts'

/** `<field><op>'<value>'`, joined by AND and OR; AND binds first (OneRoster 1.2 REST §3.4; `''` is a quote inside). */
const predicate = /^\s*([A-Za-z_][\w.]*)\s*(!=|>=|<=|=|>|<|~)\s*'((?:[^']|'')*)'\s*/
/** Moments are compared as such, whatever zone they are written in. */
const dateForm = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/
const joint = /^(AND|OR)\s+/i

export type Predicate = { readonly field: string; readonly op: string; readonly value: string }
/** Groups of which one must hold, each of which must hold whole. */
export type Filter = readonly (readonly Predicate[])[]

/** Throws ProviderError invalid_filter_field. `knows` says whether a record of the collection can have a field. */
export function readFilter(text: string, knows: (field: string) => boolean): Filter {
  const groups: Predicate[][] = [[]]
  let rest = text
  for (;;) {
    const [whole, field = '', op = '', value = ''] = predicate.exec(rest) ?? []
    if (whole === undefined) throw new ProviderError('invalid_filter_field', `cannot read the filter at "${rest.slice(0, 40)}"`)
    if (!knows(field)) throw new ProviderError('invalid_filter_field', `there is no field ${field}`)
    groups.at(-1)?.push({ field, op, value: value.replaceAll("''", "'") })
    rest = rest.slice(whole.length)
    if (rest === '') return groups
    const [and, word = ''] = joint.exec(rest) ?? []
    if (and === undefined) throw new ProviderError('invalid_filter_field', `AND or OR is missing at "${rest.slice(0, 40)}"`)
    if (word.toUpperCase() === 'OR') groups.push([])
    rest = rest.slice(and.length)
  }
} // prettier-ignore

export function holds(filter: Filter, record: unknown): boolean {
  return filter.some(group => group.every(one => holdsOne(one, valuesAt(record, one.field.split('.')))))
}

/** Of a list any item may hold; of `!=` all must. */
function holdsOne({ op, value }: Predicate, found: readonly string[]): boolean {
  if (op === '!=') return found.every(one => one !== value)
  return found.some(one => compare(op, one, value))
}

function compare(op: string, one: string, other: string): boolean {
  if (op === '=') return one === other
  if (op === '~') return one.toLowerCase().includes(other.toLowerCase())
  const numbers: [number, number] = [Number(one), Number(other)]
  if (dateForm.test(one) && dateForm.test(other))
    [numbers[0], numbers[1]] = [Date.parse(one), Date.parse(other)]
  const plain = one !== '' && other !== '' && numbers.every(Number.isFinite)
  const order = plain ? numbers[0] - numbers[1] : one < other ? -1 : one > other ? 1 : 0
  return op === '>' ? order > 0 : op === '>=' ? order >= 0 : op === '<' ? order < 0 : order <= 0
}

/** What stands at a dotted path, through lists. A reference without its field is its id. */
export function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(one => valuesAt(one, path))
  if (value === undefined || value === null) return []
  const [name, ...rest] = path
  if (name === undefined) return textOf(value)
  return typeof value === 'object' ? valuesAt((value as Record<string, unknown>)[name], rest) : []
}

function textOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  return 'sourcedId' in value ? [String(value.sourcedId)] : []
}
