import { aliasesOf, columnsOf, plainName } from '../oneroster-csv/tables.ts'
import type { Kind } from '../../roster/kinds.ts'

/*
 * How a JSON record becomes the row of a OneRoster file, so that one reader checks both. References become the
 * sourcedIds they name (never their href), lists are joined, booleans are written as words; what a value means, and
 * how leniently, is for the check to say.
 */

export type Record = Readonly<{ [name: string]: unknown }>
/** Text of a cell. */
type Read = (value: unknown) => string
type Column = { readonly name: string; readonly from: string; readonly read: Read }

/** A column of the file → the name its value has in JSON, where that is another. */
const inJson: Readonly<{ [column: string]: string }> = {
  parentSourcedId: 'parent',
  schoolYearSourcedId: 'schoolYear',
  orgSourcedId: 'org',
  courseSourcedId: 'course',
  schoolSourcedId: 'school',
  termSourcedIds: 'terms',
  agentSourcedIds: 'agents',
  primaryOrgSourcedId: 'primaryOrg',
  classSourcedId: 'class',
  userSourcedId: 'user',
  preferredGivenName: 'preferredFirstName',
  preferredMiddleName: 'preferredMiddleName',
  preferredFamilyName: 'preferredLastName',
}

/** Not read at all: what an app must not know is not fetched into memory twice. */
const unread = new Set(['password'])

export function columnsFor(kind: Kind): readonly Column[] {
  return (columnsOf(kind, '1.2') ?? []).flatMap(({ name }) => {
    if (unread.has(name)) return []
    return [{ name, from: inJson[name] ?? name, read: readerOf(name) }]
  })
}

function readerOf(name: string): Read {
  if (name === 'userIds') return readUserIds
  if (name === 'grades') return readGrades
  return /SourcedIds?$/.test(name) ? readRef : readText
}

export function readText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(readItem).filter(item => item !== '').join(',')
  if (typeof value === 'object') return readRef(value)
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : ''
} // prettier-ignore

/** An item with a comma inside would become two in a list of a file. */
function readItem(value: unknown): string {
  return readText(value).replaceAll(',', ';')
}

/** A reference, a list of them, or the id itself where a server writes no more. */
export function readRef(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(readRef).filter(id => id !== '').join(',')
  if (typeof value !== 'object') return ''
  const { sourcedId, id } = value as Record // of an object any name may be asked
  return readRef(sourcedId ?? id)
} // prettier-ignore

/** `{Fed:012345}`, as the file has it. */
function readUserIds(value: unknown): string {
  if (!Array.isArray(value)) return readText(value)
  return value
    .flatMap(one => {
      if (typeof one !== 'object' || one === null) return []
      const { type, identifier } = one as Record // of an object any name may be asked
      return [`{${readItem(type)}:${readItem(identifier)}}`]
    })
    .join(',')
}

/** Some write several grades as one word with blanks between. */
function readGrades(value: unknown): string {
  const text = readText(value)
  return /^\s*[0-9A-Za-z]{1,2}(\s+[0-9A-Za-z]{1,2})+\s*$/.test(text) ? text.trim().replace(/\s+/g, ',') : text
}

/**
 * Finds the value of a column in records whose keys may differ in case, or be of another year. A column has every key
 * that was ever seen and can mean it, the best first, and takes the first that a record fills: so it does not matter on
 * which page a record stood.
 */
export class Finder {
  readonly #columns: readonly Column[]
  readonly #metadata: ReadonlyMap<string, string>
  readonly #seen = new Set<string>()
  #keys: readonly (readonly string[])[]

  constructor(kind: Kind, metadata: ReadonlyMap<string, string>) {
    this.#columns = columnsFor(kind)
    this.#metadata = metadata
    this.#keys = this.#columns.map(({ from }) => [from])
  }

  get names(): readonly string[] {
    return this.#columns.map(({ name }) => name)
  }

  learn(records: readonly unknown[]): void {
    const before = this.#seen.size
    for (const record of records) if (isRecord(record)) for (const key in record) this.#seen.add(key)
    if (this.#seen.size === before) return
    const known = [...this.#seen].sort()
    this.#keys = this.#columns.map(({ name, from }) => {
      const means = [plainName(from), plainName(name), ...aliasesOf(name)]
      const like = means.flatMap(one => known.filter(key => plainName(key) === one))
      return [...new Set([from, ...like])]
    })
  }

  cells(record: Record): string[] {
    return this.#columns.map(({ name, read }, at) => {
      const text = read(this.#valueOf(record, at))
      return text === '' && this.#metadata.size > 0 ? this.#readMetadata(name, record) : text
    })
  }

  #valueOf(record: Record, at: number): unknown {
    for (const key of this.#keys[at] ?? []) {
      const value = record[key]
      if (value !== undefined && value !== null) return value
    }
    return undefined
  }

  #readMetadata(name: string, { metadata }: Record): string {
    const there = this.#metadata.get(name)
    return there === undefined || !isRecord(metadata) ? '' : readText(metadata[there])
  }
}

export function isRecord(value: unknown): value is Record {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A row of a file, with its line end. A line break inside a value would end the row, and means no more than a blank. */
export function lineOf(cells: readonly string[]): string {
  let line = quoted(cells[0] ?? '')
  for (let at = 1; at < cells.length; at++) line += `,${quoted(cells[at] ?? '')}`
  return `${line}\n`
}

function quoted(cell: string): string {
  // Of a million rows hardly a cell has anything in it that a file would misread.
  if (!special.test(cell)) return cell
  const text = breaks.test(cell) ? cell.replace(/[\r\n\0]+/g, ' ') : cell
  return text.includes('"') || text.includes(',') || text.startsWith(' ')
    ? `"${text.replaceAll('"', '""')}"`
    : text
}

const special = /[\r\n\0",]|^ /
const breaks = /[\r\n\0]/
