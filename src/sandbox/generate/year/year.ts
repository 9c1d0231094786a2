import { calendar } from '../calendar.ts'
import { seedNumber, textChance } from '../chance.ts'
import type { SheetName } from '../columns.ts'
import { addSessions } from '../district.ts'
import { writeDrop, type Counts, type Drop } from '../drop.ts'
import { gradeCount } from '../grades.ts'
import type { Realm } from '../identity.ts'
import { addRooms, yearOf } from '../lessons.ts'
import { openPrevious, type Previous } from '../previous.ts'
import { domainOf, Row, standing } from '../row.ts'
import type { Progress } from '../sheet.ts'
import { cohorts } from '../timetable.ts'
import { Crowd } from './crowd.ts'
import { Promotion } from './promotion.ts'

export type YearOptions = {
  /** A folder, or with `zip` the zip file itself; may be the drop it continues. */
  readonly out: string
  /** The last drop of the year before: a folder or a zip. */
  readonly after: string
  readonly seed: string
  readonly zip: boolean
  /** What the files give as their age. */
  readonly writtenAt: Date
  readonly progress?: Progress | undefined
}

/**
 * The first drop of the next school year. Terms, classes and enrollments are new, those of last year are no
 * longer in the file; people, schools and courses keep their sourcedIds.
 */
export async function generateYear(options: YearOptions): Promise<Counts> {
  const before = await openPrevious(options.after)
  try {
    const seed = textChance(seedNumber(options.seed), `drop ${before.drop + 1}`)
    const year = yearOf(seed, calendar(before.year + 1))
    const orgs = await schoolsOf(before)
    const { promotion, realm } = await survey(before, orgs, seed)
    const places = cohorts(await seatsWanted(before, promotion, orgs.length))
    return await writeDrop({ ...options, version: before.version }, async drop => {
      for (const sheet of ['orgs', 'courses'] as const) await copy(before, drop, sheet)
      addSessions(drop, year)
      const crowd = new Crowd({ before, drop, year, realm, promotion, orgs, places })
      await crowd.write()
      for (const [school, org] of orgs.entries()) {
        addRooms(drop, year, org, places[school] ?? [], crowd.teachersAt(org))
        await drop.settle()
      }
      return { drop: before.drop + 1, next: crowd.next, year: year.calendar.year }
    })
  } finally {
    before.close()
  }
}

/** sourcedIds of the schools, in the order of the file: neighbours stay neighbours. */
async function schoolsOf(before: Previous): Promise<string[]> {
  const orgs: string[] = []
  for await (const lines of before.lines('orgs')) {
    for (const text of lines) {
      const row = new Row(before.version, 'orgs', text)
      if (row.of('type') === 'school') orgs.push(row.id)
    }
  }
  return orgs
}

async function survey(before: Previous, orgs: readonly string[], seed: number) {
  const promotion = new Promotion(seed, orgs)
  let domain = ''
  for await (const lines of before.lines('users')) {
    for (const text of lines) {
      const user = new Row(before.version, 'users', text)
      promotion.see(user)
      if (standing(user) === 'staff') domain = domainOf(user)
    }
  }
  const realm: Realm = { seed, domain }
  return { promotion, realm }
}

/** Students of next year by school and grade, before anybody is seated: classes are made to measure. */
async function seatsWanted(before: Previous, promotion: Promotion, schools: number): Promise<number[][]> {
  const counts = Array.from({ length: schools }, () => Array<number>(gradeCount).fill(0))
  for await (const lines of before.lines('users')) {
    for (const text of lines) {
      const user = new Row(before.version, 'users', text)
      const next = promotion.next(user)
      for (const spot of [...(next ? [next] : []), ...promotion.joiners(user)]) {
        const row = counts[spot.school]
        if (row) row[spot.grade] = (row[spot.grade] ?? 0) + 1
      }
    }
  }
  return counts
}

async function copy(before: Previous, drop: Drop, sheet: SheetName): Promise<void> {
  for await (const lines of before.lines(sheet)) for (const text of lines) drop.add(sheet, text)
}
