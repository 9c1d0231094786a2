import { describe, expect, test } from 'vitest'
import { folderOf, readAll, type Row } from '../../../test/sources/drops.ts'
import type { Profile, Stream } from '../source.ts'
import { openDrop } from './drop.ts'
import { MAX_LINE } from './scan.ts'

/** What Excel, Windows, old exporters and broken uploads make of orgs.csv: one oddity, one test. */
type Read = { readonly rows: Row[]; readonly rules: string[]; readonly stream: Stream | undefined }

async function read(
  bytes: string | Uint8Array,
  profile: Profile = 'tolerant',
  chunk = 2 ** 20,
): Promise<Read> {
  const drop = await openDrop(await folderOf({ 'orgs.csv': bytes }), { profile, chunk })
  const rules = drop.issues
    .filter(({ file }) => file === 'orgs.csv')
    .map(({ severity, rule }) => `${severity} ${rule}`)
  const stream = drop.streams[0]
  return { rows: stream === undefined ? [] : await readAll(stream), rules, stream }
}

const cells = ({ rows }: Read) => rows.map(row => (Array.isArray(row.cells) ? row.cells : row.cells.rule))
const columns = 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId'
const lincoln = ['d-1', '', '', 'Lincoln USD', 'district', '', '']
const park = ['s-12', '', '', 'Ada Park', 'school', '', 'd-1']
const rows = 'd-1,,,Lincoln USD,district,,\ns-12,,,Ada Park,school,,d-1\n'
const whole = { complete: true, why: null }

describe('line ends', () => {
  test.each([
    ['LF', `${columns}\n${rows}`],
    ['CRLF', `${columns}\n${rows}`.replaceAll('\n', '\r\n')],
    ['bare CR, as old Macs write', `${columns}\n${rows}`.replaceAll('\n', '\r')],
    ['mixed', `${columns}\r\n${rows}`],
    ['none after the last row', `${columns}\n${rows}`.trimEnd()],
    ['blank lines between', `${columns}\n\n\r\n${rows.replace('\n', '\n\n')}\n\n`],
    ['rows that Excel emptied', `${columns}\n,,,,,,\n${rows},,,,,,\n`],
    ['Ctrl-Z at the end, as DOS writes', `${columns}\n${rows}\u001a`],
  ])('%s', async (_, text) => {
    const found = await read(text)
    expect(cells(found)).toEqual([lincoln, park])
    expect(found.rows.map(({ row }) => row)).toEqual([2, 3])
    expect(found.stream?.ending()).toEqual(whole)
    expect(found.rules).toEqual([])
  })

  test('bare CR is an error to the letter', async () => {
    expect((await read(`${columns}\n${rows}`.replaceAll('\n', '\r'), 'strict')).rules).toEqual([
      'error bare_carriage_return',
    ])
    const found = await read(`${columns}\nd-1,,,Lincoln\rUSD,district,,\n`, 'strict')
    expect(cells(found)).toEqual(['bare_carriage_return'])
  })

  test('a bare CR that may hide rows from a strict reader leaves the file incomplete', async () => {
    const found = await read(
      `${columns}\nd-1,,,Lincoln USD,district,,\rs-12,,,Ada Park,school,,d-1\n`,
      'strict',
    )
    expect(found.stream?.ending().complete).toBe(false)
  })

  test('CRLF is to the letter', async () => {
    expect(cells(await read(`${columns}\n${rows}`.replaceAll('\n', '\r\n'), 'strict'))).toEqual([
      lincoln,
      park,
    ])
  })
})

describe('encodings', () => {
  const text = `${columns}\nd-1,,,École Müller – “Süd”,district,,\n`
  const windows = Buffer.from(text.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1')
  const wide = Buffer.from(text, 'utf16le')
  const mark = Buffer.from('\ufeff', 'utf16le')
  test.each([
    ['UTF-8', Buffer.from(text), null],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), null],
    ['UTF-16 LE with its mark', Buffer.concat([mark, wide]), 'utf-16le'],
    ['UTF-16 BE with its mark', Buffer.concat([mark, wide]).swap16(), 'utf-16be'],
    ['UTF-16 LE without a mark', wide, 'utf-16le'],
    ['UTF-16 BE without a mark', Buffer.from(wide).swap16(), 'utf-16be'],
    ['Windows-1252', windows, 'windows-1252'],
  ])('%s', async (_, bytes, named) => {
    for (const chunk of [1, 7, 2 ** 20]) {
      const found = await read(bytes, 'tolerant', chunk)
      expect(cells(found)).toEqual([['d-1', '', '', 'École Müller – “Süd”', 'district', '', '']])
      expect(found.rows[0]?.key).toBe('d-1')
      expect(found.rules).toEqual(named === null ? [] : ['warning unexpected_encoding'])
      expect(found.stream?.ending()).toEqual(whole)
    }
    expect((await read(bytes, 'strict')).rules).toEqual(named === null ? [] : ['error unexpected_encoding'])
  })

  test('the encoding is named', async () => {
    const drop = await openDrop(await folderOf({ 'orgs.csv': windows }), { profile: 'tolerant' })
    expect(drop.issues.map(({ message }) => message)).toContain('The file is read as windows-1252')
  })

  test('a Windows-1252 letter far into the file is found', async () => {
    const many = Buffer.from(`${columns}\n${'d-1,,,Lincoln USD,district,,\n'.repeat(40_000)}`)
    const found = await read(Buffer.concat([many, Buffer.from('d-2,,,\xc9cole,district,,\n', 'latin1')]))
    expect(found.rules).toEqual(['warning unexpected_encoding'])
    expect(cells(found).at(-1)).toContain('École')
  })

  test('a letter cut by the end of a chunk is one letter', async () => {
    const bytes = Buffer.from(`${columns}\n${'x'.repeat(2 ** 18 - columns.length - 2)}é,,,École,district,,\n`)
    expect((await read(bytes)).rules).toEqual([])
  })

  test('one row in another encoding than the rest is broken, and keeps its sourcedId', async () => {
    const bytes = Buffer.from(`${columns}\nd-1,,,École,district,,\nd-2,,,?cole,district,,\n`)
    bytes[bytes.indexOf('?')] = 0xc9
    const found = await read(bytes)
    expect(cells(found)).toEqual([['d-1', '', '', 'École', 'district', '', ''], 'invalid_encoding'])
    expect(found.rows[1]?.cells).toMatchObject({ sourcedId: 'd-2' })
  })
})

describe('delimiters', () => {
  test.each([
    ['semicolons, as a German Excel writes', ';', ''],
    ['tabs', '\t', ''],
    ['bars', '|', ''],
    ['semicolons named by a sep= line', ';', 'sep=;\r\n'],
    ['commas named by a sep= line', ',', 'sep=,\r\n'],
    ['tabs named by a quoted sep= line after a mark', '\t', '\ufeff"sep=\t"\r\n'],
  ])('%s', async (_, delimiter, first) => {
    const text = first + `${columns}\n${rows}`.replaceAll(',', delimiter)
    const found = await read(text)
    expect(cells(found)).toEqual([lincoln, park])
    expect(found.rows[1]?.key).toBe('s-12')
    expect(found.rules).toEqual(['warning unexpected_delimiter'])
    expect((await read(text, 'strict')).rules).toEqual(['error unexpected_delimiter'])
  })
})

describe('quotes', () => {
  const row = (name: string) => `${columns}\nd-1,,,${name},district,,\ns-12,,,Ada Park,school,,d-1\n`
  const name = (found: Read) => cells(found)[0]?.[3]

  test.each([
    ['every cell quoted', '"Lincoln USD"', 'Lincoln USD'],
    ['a delimiter inside', '"Lincoln, USD"', 'Lincoln, USD'],
    ['quotes inside', '"The ""Old"" School"', 'The "Old" School'],
    ['only quotes inside', '""""', '"'],
    ['an empty quoted cell', '""', ''],
    ['a line break inside', '"Lincoln\r\nUSD"', 'Lincoln\r\nUSD'],
    ['spaces around the quotes', ' "Lincoln, USD" ', 'Lincoln, USD'],
    ['inches in a cell that is not quoted', 'Room 5" wide', 'Room 5" wide'],
  ])('%s', async (_, cell, value) => {
    const found = await read(row(cell))
    expect(name(found)).toBe(value)
    expect(cells(found)[1]).toEqual(park)
  })

  test.each([
    ['unescaped_quote', 'Room 5" wide'],
    ['line_break_in_quoted_field', '"Lincoln\nUSD"'],
    ['unexpected_character_after_quote', '"Lincoln" USD'],
  ])('%s breaks one row to the letter', async (rule, cell) => {
    expect(cells(await read(row(cell), 'strict'))).toEqual([rule, park])
  })

  test('a cell that goes on after its quote breaks its own row only', async () => {
    expect(cells(await read(row('"Al" Ortiz"')))).toEqual(['unexpected_character_after_quote', park])
  })

  test('a quote that never closes breaks its own row only, and the file is not complete', async () => {
    for (const chunk of [1, 16, 2 ** 20]) {
      const found = await read(row('"Lincoln'), 'tolerant', chunk)
      expect(cells(found)).toEqual(['unclosed_quote', park])
      expect(found.stream?.ending()).toEqual({
        complete: false,
        why: 'row 2 opens a quote that is never closed',
      })
    }
  })

  test.each([
    ['closes at the next quoted row', '"Lincoln', '"s-12","","","Ada Park","school","","d-1"'],
    ['closes at the next quote', '"Lincoln', 's-12,,,"Ada Park",school,,d-1'],
  ])('a stray quote that %s swallows nobody', async (_, name, next) => {
    for (const chunk of [1, 2 ** 20]) {
      const found = await read(`${columns}\nd-1,,,${name},district,,\n${next}\n`, 'tolerant', chunk)
      expect(cells(found)).toEqual(['unclosed_quote', park])
      expect(found.stream?.ending().why).toMatch(/row 2 opens a quote/)
    }
  })

  test('a quoted sourcedId is a key without its quotes', async () => {
    const found = await read(`${columns}\n"d-1","","","Lincoln USD","district","",""\n"a""b",,,x,school,,\n`)
    expect(found.rows.map(({ key }) => key)).toEqual(['d-1', null])
    expect(cells(found)[1]?.[0]).toBe('a"b')
  })

  test.each([' d-1', 'd-1 ', '\u00a0d-1', '" d-1"', ''])('the sourcedId %j is no plain key', async id => {
    expect((await read(`${columns}\n${id},,,Lincoln USD,district,,\n`)).rows[0]?.key).toBeNull()
  })
})

describe('width', () => {
  test('empty cells at the end may be left out or added', async () => {
    const found = await read(`${columns}\nd-1,,,Lincoln USD,district\ns-12,,,Ada Park,school,,d-1,,\n`)
    expect(cells(found)).toEqual([lincoln, park])
  })

  test('a row without its required cells is broken, and so is one with something to say beyond the header', async () => {
    const found = await read(`${columns}\nd-1,,,Lincoln USD\nd-2,,,Lincoln, USD,district,,,x\n`)
    expect(cells(found)).toEqual(['row_width_mismatch', 'row_width_mismatch'])
    expect(found.rows.map(({ cells }) => !Array.isArray(cells) && cells.sourcedId)).toEqual(['d-1', 'd-2'])
  })

  test('a broken row tells its sourcedId, padded or quoted as it may be', async () => {
    const found = await read(`${columns}\n d-1 ,x\n"d""2",x\n`)
    expect(found.rows.map(({ cells }) => !Array.isArray(cells) && cells.sourcedId)).toEqual(['d-1', 'd"2'])
  })

  test('every row is as wide as the header to the letter', async () => {
    const found = await read(`${columns}\nd-1,,,Lincoln USD,district\n,,,,,,\n`, 'strict')
    expect(cells(found)).toEqual(['row_width_mismatch', ['', '', '', '', '', '', '']])
  })

  test('a last row that is cut off is no row, and the file is not complete', async () => {
    for (const end of ['s-12,,,Ada Park,sch', 's-1', 's-12,,,"Ada Par']) {
      const found = await read(`${columns}\nd-1,,,Lincoln USD,district,,\n${end}`)
      expect(cells(found)).toEqual([lincoln])
      expect(found.stream?.ending().complete).toBe(false)
    }
  })
})

describe('limits', () => {
  const long = (length: number) =>
    `${columns}\nd-1,,,${'x'.repeat(length)},district,,\ns-12,,,Ada Park,school,,d-1\n`

  test('a cell of more than 64 kB breaks its row', async () => {
    expect(cells(await read(long(2 ** 16)))[0]).toHaveLength(7)
    expect(cells(await read(long(2 ** 16 + 1)))).toEqual(['value_too_long', park])
  })

  test.each([1, 1.5, 3.2])('a line of %d MB breaks its row, whatever the chunk', async size => {
    for (const chunk of [2 ** 16, 2 ** 20, 2 ** 23]) {
      const found = await read(long(size * MAX_LINE), 'tolerant', chunk)
      expect(cells(found)).toEqual(['line_too_long', park])
      expect(found.rows.map(({ row }) => row)).toEqual([2, 3])
      expect(found.rows[0]?.cells).toMatchObject({ sourcedId: 'd-1' })
    }
  })

  test('a line of a million cells breaks its row', async () => {
    expect(cells(await read(`${columns}\nd-1${',x'.repeat(10 ** 6)}\n${rows}`))[0]).toBe('line_too_long')
    expect(cells(await read(`${columns}\nd-1${',x'.repeat(10 ** 5)}\n${rows}`))[0]).toBe('row_width_mismatch')
  })

  test('a quote that opens before 3 MB of rows costs one row', async () => {
    const many = 's-12,,,Ada Park,school,,d-1\n'.repeat(120_000)
    const found = await read(`${columns}\nd-1,,,"Lincoln,district,,\n${many}`)
    expect(found.rows).toHaveLength(120_001)
    expect(cells(found).slice(0, 2)).toEqual(['unclosed_quote', park])
    expect(found.stream?.ending().why).toMatch(/row 2 opens a quote/)
  })

  test('a NUL breaks its row', async () => {
    expect(cells(await read(`${columns}\nd-1,,,Lin\0coln,district,,\n${rows}`))[0]).toBe('control_character')
  })

  test('more than 200 columns are no header', async () => {
    expect((await read(`${columns}${',x'.repeat(200)}\n${rows}`)).rules).toEqual(['error invalid_header'])
  })

  test('a header of more than 1 MB is no header', async () => {
    expect((await read('x'.repeat(2 * MAX_LINE))).rules).toEqual(['error line_too_long'])
  })
})
