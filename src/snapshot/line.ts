import type { Entity, Value } from '../roster/entity.ts'
import { manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'

/**
 * Entities as lines of PostgreSQL's COPY text format: `sourcedId` and the values of the manifest, tab between.
 * Byte for byte what `copy (select …) to stdout` prints for the same row, so that the roster's own lines can be
 * compared with a snapshot's by hash alone, and a snapshot's lines can be copied in without being read
 * (PostgreSQL documentation, "COPY, Text Format" and "Array Input and Output Syntax").
 */
export function entityLine(entity: Entity): string {
  let line = escaped(entity.sourcedId)
  for (const value of entity.values) line += '\t' + valueText(value)
  return line
}

/** What an entity means, whatever id its source gave a role: two equal texts are one content. */
export function contentText(kind: Kind, line: string): string {
  return kind === 'roles' ? line.slice(line.indexOf('\t')) : line
}

/** The inverse of `entityLine`. */
export function lineEntity(kind: Kind, line: string): Entity {
  const cells = line.split('\t')
  const values = manifest[kind].map((field, at): Value => {
    const cell = cells[at + 1] ?? '\\N'
    if (cell === '\\N') return null
    if (field.type === 'boolean') return cell === 't'
    if (field.type === 'list' || field.type === 'refs' || field.type === 'grades') return items(plain(cell))
    return plain(cell)
  })
  return { kind, sourcedId: plain(cells[0] ?? ''), values }
}

function valueText(value: Value): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return value.length === 0 ? '\\N' : escaped(`{${value.map(item).join(',')}}`)
}

const letters: Readonly<Record<string, string>> = {
  '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\',
} // prettier-ignore
const unlettered = new Map(Object.entries(letters).map(([plain, code]) => [code[1], plain]))

/** Text as a cell of COPY. */
export function escaped(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92 || (code >= 8 && code <= 13))
      return text.replace(/[\b\f\n\r\t\v\\]/g, found => letters[found] ?? found)
  }
  return text
}

function plain(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\(.)/g, (_, letter: string) => unlettered.get(letter) ?? letter)
}

/** An array's item quoted where PostgreSQL quotes it: empty, NULL, or with a brace, comma, quote, backslash or space. */
function item(text: string): string {
  if (text !== '' && !/[{}",\\ \t\n\r\v\f]/.test(text) && text.toUpperCase() !== 'NULL') return text
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function items(text: string): string[] {
  const out: string[] = []
  const pattern = /"((?:[^"\\]|\\.)*)"|[^,{}]+/gy
  for (pattern.lastIndex = 1; pattern.lastIndex < text.length - 1; pattern.lastIndex++) {
    const found = pattern.exec(text)
    if (!found) break
    out.push(found[1] === undefined ? found[0] : found[1].replace(/\\(.)/g, '$1'))
  }
  return out
}
