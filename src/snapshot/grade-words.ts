import { grades, gradeRank } from '../roster/grades.ts'
import { fold } from './codes.ts'

// What stands for a grade in the wild: words, ages, school names for years; numbers are read below, with 0 for
// kindergarten and less for what comes before it. A year of another country ("Year 9") is no grade and stays unknown.
const words = new Map(Object.entries({
  infant: 'IT', toddler: 'IT', infanttoddler: 'IT', preschool: 'PR', ps3: 'PR', ps4: 'PR',
  prekindergarten: 'PK', prek: 'PK', p: 'PK', pk3: 'PK', pk4: 'PK', prek3: 'PK', prek4: 'PK', p3: 'PK', p4: 'PK',
  transitionalkindergarten: 'TK', k: 'KG', kg: 'KG', kinder: 'KG', kindergarten: 'KG', kf: 'KG', kh: 'KG', k5: 'KG',
  first: '01', second: '02', third: '03', fourth: '04', fifth: '05', sixth: '06', seventh: '07', eighth: '08',
  ninth: '09', tenth: '10', eleventh: '11', twelfth: '12',
  freshman: '09', sophomore: '10', junior: '11', senior: '12',
  postsecondary: 'PS', ungraded: 'UG', un: 'UG', other: 'Other', ot: 'Other',
})) // prettier-ignore

const codes = new Map(grades.map(code => [fold(code), code]))

/** True for a code to the letter. */
export function isGrade(word: string): boolean {
  return codes.get(fold(word)) === word
}

// No grade is longer, and what follows looks at a word more than once.
const longestGrade = 40
const longestList = 1000

/** Code of one grade however it is spelt, or null. */
export function gradeOf(word: string): string | null {
  const trimmed = word.trim()
  if (trimmed.length > longestGrade) return null
  const number = /^(?:grade|gr\.?|g)?\s*0*(-?\d{1,2})(?:\.0+)?\s*(?:st|nd|rd|th)?(?:\s*grade)?$/i.exec(
    trimmed,
  )
  if (number !== null) return numbered(Number(number[1]))
  const plain = fold(trimmed).replace(/^grade(?=.)|(?<=.)grade$/g, '')
  return codes.get(plain) ?? words.get(plain) ?? null
}

function numbered(number: number): string | null {
  if (number >= 1 && number <= 13) return String(number).padStart(2, '0')
  return number === 0 ? 'KG' : number === -1 ? 'PK' : number === -2 ? 'PR' : null
}

/** Codes of a cell that is no plain list: one grade, a range, or grades parted by commas, signs or blanks. */
export function gradesOf(cell: string): (string | null)[] {
  if (cell.length > longestList) return [null]
  const whole = gradeOf(cell)
  if (whole !== null) return [whole]
  const range = cell.length > longestGrade ? null : /^(\w+)\s*(?:-|\u2013|to)\s*(\w+)$/i.exec(cell.trim())
  const between = range === null ? null : span(gradeOf(range[1] ?? ''), gradeOf(range[2] ?? ''))
  if (between !== null) return between
  const items = cell.split(/[,;|/[\]"]+/).filter(item => item.trim() !== '')
  return items.length > 1 ? items.flatMap(gradesOf) : parted(items[0] ?? '')
}

function parted(item: string): (string | null)[] {
  const whole = gradeOf(item)
  const parts = item.trim().split(/\s+/)
  return whole !== null || parts.length < 2 ? [whole] : parts.map(gradeOf)
}

function span(from: string | null, to: string | null): string[] | null {
  if (from === null || to === null) return null
  const [low, high] = [gradeRank(from), gradeRank(to)]
  // Transitional kindergarten stands between two grades in rank, and few schools have it.
  return low < 0 || high < low
    ? null
    : grades.slice(low, high + 1).filter(code => code !== 'TK' || code === from)
}
