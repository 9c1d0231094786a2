import { expect, test } from 'vitest'
import { isDate, readDate, readInstant, readYear, type DateForm } from './dates.ts'

type Reading = readonly [text: string, value: string | null, form?: DateForm]
const readings: readonly Reading[] = [
  ['2025-08-18', '2025-08-18', null],
  ['2024-02-29', '2024-02-29', null],
  ['2023-02-29', null],
  ['2000-02-29', '2000-02-29', null],
  ['1900-02-29', null],
  ['2025-04-31', null],
  ['2025-00-10', null],
  ['2025-13-10', null],
  ['2025-08-00', null],
  ['0001-01-01', null],
  ['2025-08-18T00:00', '2025-08-18', 'time'],
  ['2025-08-18 23:59:59', '2025-08-18', 'time'],
  ['2025-1-5', '2025-01-05', 'other'],
  ['2025/01/05', '2025-01-05', 'other'],
  ['2025.01.05', '2025-01-05', 'other'],
  ['20250105', '2025-01-05', 'other'],
  ['2025/1-5', null],
  ['202515', null],
  ['1/5/2023', '2023-01-05', 'ambiguous'],
  ['01-05-2023', '2023-01-05', 'ambiguous'],
  ['12/5/2023', '2023-12-05', 'ambiguous'],
  ['5/12/2023', '2023-05-12', 'ambiguous'],
  ['12/13/2023', '2023-12-13', 'order'],
  ['13/12/2023', '2023-12-13', 'order'],
  ['1000-01-01', '1000-01-01', null],
  ['9999-12-31', '9999-12-31', null],
  ['5/5/2023', '2023-05-05', 'order'],
  ['1/13/2023', '2023-01-13', 'order'],
  ['13/1/2023', '2023-01-13', 'order'],
  ['13/13/2023', null],
  ['2/29/2023', null],
  ['1/05/2023 12:00:00 AM', '2023-01-05', 'ambiguous'],
  ['1/5/69', '2069-01-05', 'ambiguous'],
  ['1/5/70', '1970-01-05', 'ambiguous'],
  ['1.5.2023', '2023-05-01', 'order'],
  ['29.2.2024', '2024-02-29', 'order'],
  ['5-Jan-26', '2026-01-05', 'other'],
  ['Sept 5, 2026', '2026-09-05', 'other'],
  ['5 September 2026', '2026-09-05', 'other'],
  ['5 Brumaire 2026', null],
  ['45870', '2025-08-01', 'serial'],
  ['45870.75', '2025-08-01', 'serial'],
  ['9999', null],
  ['80001', null],
  ['soon', null],
  ['', null],
]

for (const [text, value, form = null] of readings) {
  test(`${JSON.stringify(text)} means ${value ?? 'nothing'}`, () => {
    expect(readDate(text)).toEqual(value === null ? null : { value, form })
    expect(isDate(text)).toBe(value !== null && form === null)
  })
}

const years: readonly (readonly [text: string, year: string | null])[] = [
  ['2026', '2026'],
  ['2026.0', '2026'],
  ['2026.5', null],
  ['2025-26', '2026'],
  ['25-26', '2026'],
  ['2025-2026', '2026'],
  ['2025/26', '2026'],
  ['2025–26', '2026'],
  ['1999-00', '2000'],
  ['2025-27', null],
  ['2026-25', null],
  ['1900', '1900'],
  ['2199', '2199'],
  ['1899', null],
  ['2200', null],
  ['this year', null],
]

test.each(years)('the school year %j ends in %s', (text, year) => {
  expect(readYear(text)).toBe(year)
})

const instants: readonly (readonly [text: string, instant: string | null])[] = [
  ['2025-08-01T10:00:00.123Z', '2025-08-01T10:00:00.123Z'],
  ['2025-08-01T10:00:00.1234567Z', '2025-08-01T10:00:00.123Z'],
  ['2025-08-01T10:00:00.5Z', '2025-08-01T10:00:00.500Z'],
  ['2025-08-01T10:00Z', '2025-08-01T10:00:00.000Z'],
  ['2025-08-01T10:00:00-0430', '2025-08-01T14:30:00.000Z'],
  ['2025-08-01T10:00:00+14:00', '2025-07-31T20:00:00.000Z'],
  ['2025-08-01T24:00:01Z', null],
  ['2025-02-30T10:00:00Z', null],
  ['1754000000', null],
]

test.each(instants)('the instant %j is %s', (text, instant) => {
  expect(readInstant(text)).toBe(instant)
})
