import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRow, makeSplitter } from './cells.ts'
import { readChunks } from './package.ts'
import { scanRecords, type Dialect, type Pass } from './scan.ts'

const width = 3
/** Cells as districts have them, and as those have them who want to break a reader. */
const piece = fc.oneof(
  fc.constantFrom(
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '',
    'é',
    '😀',
    '\u2028',
    '\ufeff',
    '\u202e',
    '__proto__',
    '=1+1',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const cell = fc
  .array(piece, { maxLength: 5 })
  .map(parts => Buffer.from(parts.join('').replaceAll('\0', '')).toString())
/** A first cell that is never blank keeps a row from being a blank line. */
const row = fc
  .tuple(fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom(...'abc012') }), cell, cell)
  .map(([...cells]) => cells as string[])
const table = fc.array(row, { maxLength: 12 })
const style = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  lastEnd: fc.boolean(),
})

type Style = { delimiter: string; lineEnd: string; quoteAll: boolean; lastEnd: boolean }

function print(rows: readonly string[][], { delimiter, lineEnd, quoteAll, lastEnd }: Style): Buffer {
  const lines = rows.map(cells =>
    cells
      .map(text => {
        const plain = !quoteAll && !/^ |["\r\n\t;,]/.test(text)
        return plain ? text : `"${text.replaceAll('"', '""')}"`
      })
      .join(delimiter),
  )
  return Buffer.from(lines.join(lineEnd) + (lastEnd && lines.length > 0 ? lineEnd : ''))
}

async function parse(bytes: Uint8Array, dialect: Dialect, chunk: number, given: number) {
  const found: unknown[] = []
  const span = new Uint32Array(2)
  const shape = { dialect, width, fewest: 1, sourcedIdCell: 0 }
  const { split, keySpan } = makeSplitter(shape)
  async function* source() {
    for (let at = 0; at < bytes.length; at += given) yield bytes.subarray(at, at + given)
  }
  const pass: Pass = { rows: 0, doubt: null }
  const judge = { isWhole: () => true, isRow: (record: Buffer) => isRow(record, shape) }
  for await (const batch of scanRecords(readChunks(source()), 0, dialect, chunk, pass, judge)) {
    for (let at = 0; at < batch.count; at++) {
      const cells = split(batch, at)
      if (keySpan(batch, at, span) && Array.isArray(cells)) {
        expect(Buffer.from(batch.bytes).toString('utf8', span[0], span[1])).toBe(cells[0])
      }
      found.push(cells)
    }
  }
  return { found, ...pass }
}

const dialectOf = ({ delimiter }: Style): Dialect => ({ delimiter: delimiter.charCodeAt(0), strict: false })

test('what is printed is read back, whatever is in the cells', async () => {
  await fc.assert(
    fc.asyncProperty(table, style, fc.integer({ min: 1, max: 64 }), async (rows, how, chunk) => {
      const { found, doubt } = await parse(print(rows, how), dialectOf(how), chunk, 7)
      expect(found).toEqual(rows)
      expect(doubt).toBeNull()
    }),
    { numRuns: 500 },
  )
})

test('any bytes give the same rows, whatever the size of the chunks', async () => {
  const bytes = fc
    .array(fc.oneof(fc.constantFrom(...'",\n\r ;ab\0'), fc.string({ unit: 'binary', maxLength: 2 })), {
      maxLength: 60,
    })
    .map(parts => Buffer.from(parts.join('')))
  await fc.assert(
    fc.asyncProperty(bytes, fc.boolean(), fc.integer({ min: 1, max: 9 }), async (text, strict, chunk) => {
      const dialect = { delimiter: 44, strict }
      const once = await parse(text, dialect, 2 ** 16, 2 ** 16)
      expect(await parse(text, dialect, chunk, 3)).toEqual(once)
    }),
    { numRuns: 1000 },
  )
})

test('no row has another width than the header', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async bytes => {
      const { found } = await parse(bytes, { delimiter: 44, strict: false }, 32, 32)
      for (const cells of found) if (Array.isArray(cells)) expect(cells).toHaveLength(width)
    }),
    { numRuns: 500 },
  )
})
