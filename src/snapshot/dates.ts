/** How a date was written, other than `YYYY-MM-DD`. Null: to the letter. */
export type DateForm = 'time' | 'order' | 'ambiguous' | 'serial' | 'other' | null
export type DateReading = { readonly value: string; readonly form: DateForm }

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayMs = 86_400_000

/** Number in the digits `[from, to)`, or -1. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

// Years below 1000 are how systems write "never" (0001-01-01).
function isDay(year: number, month: number, day: number): boolean {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1) return false
  const leap = month === 2 && (year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0))
  return day <= (monthDays[month - 1] ?? 0) + (leap ? 1 : 0)
}

/** True for a day of the calendar written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false
  return isDay(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))
}

function day(year: number, month: number, date: number, form: DateForm): DateReading | null {
  if (!isDay(year, month, date)) return null
  const two = (part: number) => String(part).padStart(2, '0')
  return { value: `${year}-${two(month)}-${two(date)}`, form }
}

// Two figures are a year from 1970 to 2069, as spreadsheets have it.
const wholeYear = (year: number, figures: number) =>
  figures > 2 ? year : year < 70 ? 2000 + year : 1900 + year

// No date is longer, and what follows looks at a text more than once.
const longestDate = 40

/** The day a date means, whatever it looks like; null when nobody could say. */
export function readDate(text: string): DateReading | null {
  if (isDate(text)) return { value: text, form: null }
  if (text.length > longestDate) return null
  const [, head = '', time = ''] = /^(.*?)(?:T|\s+)?(\d{1,2}:\d{2}.*)?$/.exec(text) ?? []
  if (time !== '' && isDate(head)) return { value: head, form: 'time' }
  return readSerial(text) ?? readParts(head) ?? readNamed(head)
}

// Days since 1899-12-30, as Excel counts. Five figures reach from 1927 to 2119: anything else is an id.
function readSerial(text: string): DateReading | null {
  if (!/^\d{5}(\.\d+)?$/.test(text)) return null
  const serial = Math.trunc(Number(text))
  if (serial < 10_000 || serial > 80_000) return null
  return {
    value: new Date(Date.UTC(1899, 11, 30) + serial * dayMs).toISOString().slice(0, 10),
    form: 'serial',
  }
}

function readParts(text: string): DateReading | null {
  const big = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})$/.exec(text)
  if (big !== null && (big[2] !== '' || text.length === 8)) {
    return day(Number(big[1]), Number(big[3]), Number(big[4]), 'other')
  }
  const small = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text)
  if (small === null) return null
  const [first, second] = [Number(small[1]), Number(small[3])]
  const year = wholeYear(Number(small[4]), (small[4] ?? '').length)
  // Dots are a continental habit, day first; slashes are American first and British where that cannot be.
  if (small[2] === '.') return day(year, second, first, 'order')
  if (first > 12 || second > 12 || first === second) {
    return first > 12 ? day(year, second, first, 'order') : day(year, first, second, 'order')
  }
  return day(year, first, second, 'ambiguous')
}

function readNamed(text: string): DateReading | null {
  const dayFirst = /^(\d{1,2})[- ]([A-Za-z]{3,9})[- ,]+(\d{4}|\d{2})$/.exec(text)
  const monthFirst = /^([A-Za-z]{3,9})[- ](\d{1,2})[- ,]+(\d{4}|\d{2})$/.exec(text)
  const [date, name, year] = dayFirst
    ? [dayFirst[1], dayFirst[2], dayFirst[3]]
    : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]]
  if (date === undefined || name === undefined || year === undefined) return null
  const month = monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1
  return day(wholeYear(Number(year), year.length), month, Number(date), 'other')
}

/** True for `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export function isInstant(text: string): boolean {
  if (text.length !== 24 || text.charCodeAt(10) !== 0x54 || text.charCodeAt(23) !== 0x5a) return false
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || digits(text, 20, 23) < 0) return false
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)]
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false
  return isDate(text.slice(0, 10))
}

/** The instant a dateLastModified means; no zone is taken as UTC. Null when nobody could say. */
export function readInstant(text: string): string | null {
  if (isInstant(text)) return text
  if (isDate(text)) return `${text}T00:00:00.000Z`
  if (text.length > longestDate) return null
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(text)
  if (parts === null || !isDate(parts[1] ?? '')) return null
  const millis = (parts[4] ?? '').slice(0, 3).padEnd(3, '0')
  const zone = (parts[5] ?? 'Z').toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  const time = new Date(`${parts[1]}T${parts[2]}${parts[3] ?? ':00'}.${millis}${zone}`)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** The year a school year ends in: `2026` for 2026, 2025-26, 2025-2026, 2026.0. Null when nobody could say. */
export function readYear(text: string): string | null {
  if (text.length > longestDate) return null
  const single = /^(\d{4})(?:\.0+)?$/.exec(text)
  if (single !== null) return inReason(Number(single[1]))
  const span = /^(\d{4}|\d{2})\s*[-/\u2013]\s*(\d{4}|\d{2})$/.exec(text)
  if (span === null) return null
  const [from, to] = [
    wholeYear(Number(span[1]), (span[1] ?? '').length),
    wholeYear(Number(span[2]), (span[2] ?? '').length),
  ]
  return to === from + 1 ? inReason(to) : null
}

const inReason = (year: number) => (year >= 1900 && year <= 2199 ? String(year) : null)

/** True for a year written `YYYY`. */
export function isYear(text: string): boolean {
  return text.length === 4 && digits(text, 0, 4) >= 1900 && digits(text, 0, 4) <= 2199
}
