import { seedNumber, textShare } from '../../sandbox/generate/chance.ts'
import type { Row } from '../../sandbox/generate/row.ts'
import { readSheet, writeSheet, type Sheet } from './sheets.ts'

/** What a student information system gets wrong in a few rows, night after night until somebody mends it there. */
type Fault = {
  readonly sheet: Sheet
  /** Which rows can have it, and by which id it is decided which of them do. */
  readonly of: (row: Row) => string | null
  readonly share: number
  /** First and last night of the week that has it. */
  readonly nights: readonly [first: number, last: number]
  /** The row as it is then; null when it is missing. */
  readonly spoil: (row: Row) => Row | null
}

const always = [0, Infinity] as const
const student = (row: Row) => (row.of('grades') === '' ? null : row.id)
const seat = (role: string, by: string) => (row: Row) => (row.of('role') === role ? row.of(by) : null)

const faults: readonly Fault[] = [
  { sheet: 'users', of: student, share: 0.003, nights: always, spoil: row => row.put('grades', '5th Grade') },
  { sheet: 'users', of: student, share: 0.002, nights: [0, 4], spoil: row => row.put('grades', 'Upper') },
  { sheet: 'users', of: student, share: 0.003, nights: always, spoil: row => row.put('username', ` ${row.of('username')}`) },
  { sheet: 'users', of: student, share: 0.0015, nights: [3, Infinity], spoil: row => row.put('familyName', '') },
  { sheet: 'roles', of: row => row.id, share: 0.001, nights: [1, Infinity], spoil: row => row.put('beginDate', '8/17/26') },
  { sheet: 'enrollments', of: row => row.id, share: 0.0008, nights: always, spoil: row => row.put('classSourcedId', `${row.of('classSourcedId')}-x`) },
  { sheet: 'enrollments', of: row => row.id, share: 0.0005, nights: [2, Infinity], spoil: row => row.put('beginDate', 'August') },
  { sheet: 'enrollments', of: seat('teacher', 'classSourcedId'), share: 0.012, nights: always, spoil: () => null },
  { sheet: 'enrollments', of: seat('student', 'userSourcedId'), share: 0.003, nights: always, spoil: () => null },
] // prettier-ignore

/** Gives a generated drop the faults of that night. The same person has the same trouble each night. */
export async function addFaults(folder: string, seed: string, night: number): Promise<void> {
  for (const sheet of new Set(faults.map(fault => fault.sheet))) {
    const found = faults.flatMap((fault, at) => (isOf(fault, sheet, night) ? [{ fault, chance: seedNumber(`${seed} fault ${at}`) }] : []))
    const rows = await readSheet(folder, sheet)
    const spoilt = rows.map(row =>
      found.reduce<Row | null>((now, { fault, chance }) => {
        const id = now === null ? null : fault.of(now)
        return now !== null && id !== null && textShare(chance, id) < fault.share ? fault.spoil(now) : now
      }, row),
    )
    await writeSheet(folder, sheet, spoilt.filter(row => row !== null))
  }
} // prettier-ignore

function isOf({ sheet, nights: [first, last] }: Fault, wanted: Sheet, night: number): boolean {
  return sheet === wanted && night >= first && night <= last
}
