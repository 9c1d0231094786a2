import { expect, test } from 'vitest'
import { red, render, type Cell } from './paint.ts'
import { layTable } from './table.ts'
import { width } from './width.ts'

const lay = (rows: Cell[][], most: number | null = null, columns = ['school', 'users']) =>
  layTable(columns, rows, most).map(line => render(line, false))

test('numbers stand to the right, with separators', () => {
  const rows = [
    ['Roosevelt Middle', 2118],
    ['Lincoln High', 31],
  ]
  expect(lay(rows)).toEqual(['school            users', 'Roosevelt Middle  2,118', 'Lincoln High         31'])
})

test('wide characters take their two columns', () => {
  expect(lay([['山田', 'a'], ['Ada', 'b']], null, ['', ''])).toEqual(['山田  a', 'Ada   b']) // prettier-ignore
})

test('an empty cell leaves nothing at the end of the line', () => {
  expect(lay([['Ada', null]], null, ['name', 'why'])).toEqual(['name  why', 'Ada'])
})

test('a narrow terminal cuts the widest column', () => {
  const lines = lay([['The Eleanor Roosevelt Middle School of Lincoln', 5]], 30)
  expect(lines.map(width)).toEqual([30, 30])
  expect(lines[1]).toBe('The Eleanor Roosevelt…       5')
})

test('colour surrounds the text and never its padding', () => {
  const [line = []] = layTable(['', ''], [[red('HELD'), 'x']], null)
  expect(render(line, true)).toBe('\u001b[31mHELD\u001b[39m  x')
})
