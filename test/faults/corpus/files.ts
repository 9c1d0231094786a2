import { monday, tinyKinds, type Files, type TinyKind } from '../tiny.ts'
import type { Case, Reads } from './case.ts'

/* F11 and F25: each rostering file of Lincoln, spoilt in one way, among files that are right. */

type Sheet = { readonly kind: TinyKind; readonly header: string; readonly rows: readonly string[] }

function sheetOf(day: Files, kind: TinyKind): Sheet {
  const [header = '', ...rows] = (day[`${kind}.csv`] ?? '').trimEnd().split('\n')
  return { kind, header, rows }
}

const text = (...lines: readonly string[]) => [...lines, ''].join('\n')
const whole = ({ header, rows }: Sheet) => text(header, ...rows)

type Spoilt = {
  readonly bytes: string | Uint8Array
  readonly rules?: readonly string[]
  /** Nobody may be removed for want of a row. */
  readonly doubt?: boolean
  /** How many rows are lost; all of them with `unread`, where the file has not even a key. */
  readonly rejected?: number
  readonly missing?: number
  readonly more?: number
  readonly unread?: boolean
}
type Spoil = (sheet: Sheet) => Spoilt

/** The third row, where there is one. */
const amid = ({ rows }: Sheet) => Math.min(2, rows.length - 1)
const changeRow = (sheet: Sheet, change: (row: string) => string): string => {
  const at = amid(sheet)
  return text(sheet.header, ...sheet.rows.map((row, number) => (number === at ? change(row) : row)))
}
/** The last cell, which in most files is optional. */
const addCell = (sheet: Sheet, name: string, value: string) =>
  text(`${sheet.header},${name}`, ...sheet.rows.map(row => `${row},${value}`))

const requiredName: Readonly<Record<TinyKind, string>> = {
  orgs: 'name',
  academicSessions: 'title',
  courses: 'title',
  classes: 'courseSourcedId',
  users: 'username',
  roles: 'role',
  enrollments: 'userSourcedId',
}

function without(sheet: Sheet, name: string): string {
  const at = sheet.header.split(',').indexOf(name)
  const cut = (line: string) => {
    const cells = line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? []
    return cells
      .slice(0, sheet.header.split(',').length)
      .filter((_, cell) => cell !== at)
      .join('')
      .replace(/,$/, '')
  }
  return text(cut(sheet.header), ...sheet.rows.map(cut))
}

function reversed(sheet: Sheet): string {
  const turn = (line: string) =>
    (line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? [])
      .slice(0, sheet.header.split(',').length)
      .map(cell => cell.replace(/,$/, ''))
      .toReversed()
      .join(',')
  return text(turn(sheet.header), ...sheet.rows.map(turn))
}

const separated = (sheet: Sheet, by: string) =>
  whole(sheet).replaceAll(/("[^"]*")|,/g, (_, quoted?: string) => quoted ?? by)
const mark = Buffer.from([0xef, 0xbb, 0xbf])
const wide = (source: string) => Buffer.from(`\ufeff${source}`, 'utf16le')
const windows = (source: string) => Buffer.from(source.replaceAll('’', '\u0092'), 'latin1')
const isAscii = (source: string) => !/[^\0-\x7f]/.test(source)
/** Bytes in place of a mark that is plain text until the file is made. */
const withByte = (source: string, byte: number) => {
  const [before = '', after = ''] = source.split('@@')
  return Buffer.concat([Buffer.from(before), Buffer.from([byte]), Buffer.from(after)])
}

const ways: Readonly<Record<string, Spoil>> = {
  'is empty': () => ({ bytes: '', rules: ['missing_header'], unread: true }),
  'has only line ends': () => ({ bytes: '\r\n\n\n', rules: ['missing_header'], unread: true }),
  'has only its header': sheet => ({
    bytes: text(sheet.header),
    missing: sheet.rows.length,
    doubt: true,
  }),
  'has its header in capitals': sheet => ({
    bytes: text(sheet.header.toUpperCase(), ...sheet.rows),
    rules: ['invalid_header'],
  }),
  'has spaces around its header': sheet => ({
    bytes: text(sheet.header.replaceAll(',', ' , '), ...sheet.rows),
    rules: ['invalid_header'],
  }),
  'has its columns turned round': sheet => ({ bytes: reversed(sheet) }),
  'begins with a byte order mark': sheet => ({ bytes: Buffer.concat([mark, Buffer.from(whole(sheet))]) }),
  'is UTF-16, low byte first': sheet => ({ bytes: wide(whole(sheet)), rules: ['unexpected_encoding'] }),
  'is UTF-16, high byte first': sheet => ({
    bytes: wide(whole(sheet)).swap16(),
    rules: ['unexpected_encoding'],
  }),
  'is UTF-16 without a mark': sheet => ({
    bytes: wide(whole(sheet)).subarray(2),
    rules: ['unexpected_encoding'],
  }),
  'is Windows-1252': sheet => ({
    bytes: windows(whole(sheet)),
    rules: isAscii(whole(sheet)) ? [] : ['unexpected_encoding'],
  }),
  'has semicolons and says so': sheet => ({
    bytes: `sep=;\n${separated(sheet, ';')}`,
    rules: ['unexpected_delimiter'],
  }),
  'has tabs': sheet => ({ bytes: separated(sheet, '\t'), rules: ['unexpected_delimiter'] }),
  'has bars': sheet => ({ bytes: separated(sheet, '|'), rules: ['unexpected_delimiter'] }),
  'has line ends of DOS': sheet => ({ bytes: whole(sheet).replaceAll('\n', '\r\n') }),
  'has line ends of an old Mac': sheet => ({ bytes: whole(sheet).replaceAll('\n', '\r') }),
  'has line ends of three kinds': sheet => {
    let number = 0
    return { bytes: whole(sheet).replaceAll('\n', () => ['\n', '\r\n', '\r'][number++ % 3] ?? '\n') }
  },
  'has blank lines between its rows': sheet => ({ bytes: whole(sheet).replaceAll('\n', '\n\n') }),
  'has rows of nothing but commas': sheet => ({
    bytes: whole(sheet) + ','.repeat(sheet.header.split(',').length - 1) + '\n',
  }),
  'ends with Ctrl-Z': sheet => ({ bytes: `${whole(sheet)}\x1a` }),
  'ends without a line end': sheet => ({ bytes: whole(sheet).trimEnd() }),
  'has every header name in quotes': sheet => ({
    bytes: text(sheet.header.replaceAll(/[^,]+/g, '"$&"'), ...sheet.rows),
  }),
  'has a quote that is never closed': sheet => ({
    bytes: changeRow(sheet, row => row.replace(/([^,]*)$/, '"$1')),
    rules: ['unclosed_quote'],
    rejected: 1,
    doubt: true,
  }),
  'has a cell that goes on after its quote': sheet => ({
    bytes: changeRow(sheet, row => row.replace(/,,,/, ',,"active"x,')),
    rules: ['unexpected_character_after_quote'],
    rejected: 1,
  }),
  'has a NUL byte in a row': sheet => ({
    bytes: changeRow(sheet, row => row.replace(',,,', ',\0,,')),
    rules: ['control_character'],
    rejected: 1,
  }),
  'has a byte that is no UTF-8 among letters that are': sheet => ({
    bytes: withByte(
      changeRow({ ...sheet, header: `${sheet.header},metadata.note` }, row => `${row},@@`).replace(
        /\n([^\n]*)$/,
        ',é\n$1',
      ),
      0xe9,
    ),
    rules: ['invalid_encoding'],
    rejected: 1,
  }),
  'lacks its key column': sheet => ({
    bytes: without(sheet, 'sourcedId'),
    rules: ['missing_header'],
    unread: true,
  }),
  'lacks a required column': sheet => ({
    bytes: without(sheet, requiredName[sheet.kind]),
    rules: ['missing_header', 'missing_required_value'],
    // A person without a username is somebody all the same.
    rejected: sheet.kind === 'users' ? 0 : sheet.rows.length,
  }),
  'has a key column in look-alike letters': sheet => ({
    bytes: text(sheet.header.replace('sourcedId', 'sour\u0441edId'), ...sheet.rows),
    rules: ['invalid_header', 'missing_header'],
    unread: true,
  }),
  'has a column twice': sheet => ({
    bytes: addCell(sheet, 'status', ''),
    rules: ['duplicate_header'],
  }),
  'has a column of no name': sheet => ({ bytes: addCell(sheet, '', 'x'), rules: ['empty_header_name'] }),
  'has a column __proto__': sheet => ({ bytes: addCell(sheet, '__proto__', 'x'), rules: ['invalid_header'] }),
  'has columns constructor and toString': sheet => ({
    bytes: text(`${sheet.header},constructor,toString`, ...sheet.rows.map(row => `${row},x,y`)),
    rules: ['invalid_header'],
  }),
  'has 201 columns': sheet => ({
    bytes: wider(sheet, 201),
    rules: ['invalid_header'],
    unread: true,
  }),
  'has 200 columns': sheet => ({ bytes: wider(sheet, 200) }),
  'has a hundred thousand columns': sheet => ({
    bytes: wider({ ...sheet, rows: [] }, 100_000),
    rules: ['line_too_long'],
    unread: true,
  }),
  'has a row of more than 1 MB': sheet => ({
    bytes: changeRow(sheet, row => row + 'x'.repeat(1_100_000)),
    rules: ['line_too_long'],
    rejected: 1,
  }),
  'has a cell of more than 64 kB': sheet => ({
    bytes: addCell(sheet, 'metadata.note', '').replace(/\n([^\n]*),\n/, `\n$1,${'x'.repeat(70_000)}\n`),
    rules: ['value_too_long'],
    rejected: 1,
  }),
  'has a row that stops short': sheet => ({
    bytes: changeRow(sheet, row => row.split(',').slice(0, 3).join(',')),
    rules: ['row_width_mismatch'],
    rejected: 1,
  }),
  'has a row with words beyond its last column': sheet => ({
    bytes: changeRow(sheet, row => `${row},one more`),
    rules: ['row_width_mismatch'],
    rejected: 1,
  }),
  'is cut off amid its last row': sheet => ({
    bytes: whole(sheet).slice(0, -Math.ceil((sheet.rows.at(-1)?.length ?? 0) * 0.7)),
    rules: ['row_width_mismatch'],
    missing: 1,
    doubt: true,
  }),
  'has a row twice': sheet => ({
    bytes: whole(sheet) + text(sheet.rows[0] ?? ''),
    rules: ['duplicate_sourced_id'],
  }),
  'has a row without its key': sheet => ({
    bytes: whole(sheet) + text((sheet.rows[0] ?? '').replace(/^[^,]*/, '')),
    rules: ['missing_required_value'],
    rejected: 1,
    more: 1,
    // Whoever it is about is not known, but by what a role says.
    doubt: sheet.kind !== 'roles',
  }),
  'has a key of 300 letters': sheet => ({
    bytes: whole(sheet) + text((sheet.rows[0] ?? '').replace(/^[^,]*/, 'k'.repeat(300))),
    rules: ['invalid_guid'],
    rejected: 1,
    more: 1,
    doubt: sheet.kind !== 'roles',
  }),
  'has pages of HTML in a note': sheet => ({
    bytes: addCell(sheet, 'metadata.note', `"<script>alert(1)</script><img src=x onerror=""x"">"`),
  }),
  'has right-to-left marks and formulas in a note': sheet => ({
    bytes: addCell(sheet, 'metadata.note', '"\u202e=HYPERLINK(""http://lincoln.example"")"'),
  }),
  'is a PDF': () => ({
    bytes: '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n',
    rules: ['invalid_header', 'missing_header'],
    unread: true,
  }),
  'is a web page': () => ({
    bytes: '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>\n',
    rules: ['invalid_header', 'missing_header'],
    unread: true,
  }),
  'is JSON': () => ({
    bytes: '{"error":"token expired"}\n',
    rules: ['invalid_header', 'missing_header'],
    unread: true,
  }),
  'is a picture': () => ({
    bytes: Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex'),
    rules: ['invalid_header', 'missing_header', 'unexpected_encoding'],
    unread: true,
  }),
  'is all NUL bytes': () => ({ bytes: Buffer.alloc(5_000), rules: ['control_character'], unread: true }),
}

function wider({ header, rows }: Sheet, width: number): string {
  const more = width - header.split(',').length
  const names = Array.from({ length: more }, (_, at) => `,metadata.c${at}`).join('')
  return text(header + names, ...rows.map(row => row + ','.repeat(more)))
}

const asWhole = new Set([
  'unexpected_character_after_quote', 'control_character', 'invalid_encoding', 'line_too_long', 'value_too_long',
  'row_width_mismatch',
]) // prettier-ignore

/** A file of the day spoilt in each way, among its files that are right. */
export function spoiltFiles(day: Files, kind: TinyKind): Case[] {
  const sheet = sheetOf(day, kind)
  return Object.entries(ways).map(([name, spoil]): Case => ({
    name: `${kind}.csv ${name}`,
    make: () => ({ files: { ...day, [`${kind}.csv`]: spoil(sheet).bytes } }),
    expected: expectedOf(sheet, spoil(sheet)),
  }))
}

export const fileCases: readonly Case[] = tinyKinds.flatMap(kind => spoiltFiles(monday, kind))

function expectedOf({ kind, rows }: Sheet, spoilt: Spoilt): Reads {
  const { rules = [], rejected = 0, missing = 0, more = 0, unread = false } = spoilt
  // A role is known by its cells, so of one that cannot be told into cells nobody knows whose it is.
  const { doubt = kind === 'roles' && rules.some(rule => asWhole.has(rule)) } = spoilt
  return {
    file: `${kind}.csv`,
    rules,
    doubtful: doubt || unread ? [kind] : [],
    accepted: unread ? null : rows.length + more - rejected - missing,
    rejected,
  }
}
