import { Day, type Difference } from './day.ts'
import { moveClasses } from './classes.ts'
import { movePeople } from './people.ts'
import type { SheetName } from '../columns.ts'
import { correctOrg, correctSession } from './corrections.ts'
import { writeDrop, type Counts } from '../drop.ts'
import { openPrevious } from '../previous.ts'
import { Row } from '../row.ts'
import type { Progress } from '../sheet.ts'

export type ChurnOptions = {
  /** A folder, or with `zip` the zip file itself; may be the drop it continues. */
  readonly out: string
  /** The drop of the day before: a folder or a zip. */
  readonly after: string
  /** Share of the rows that differ: half of them changed, a quarter new, a quarter gone. */
  readonly churn: number
  readonly seed: string
  readonly zip: boolean
  /** What the files give as their age; also the day on which newcomers begin. */
  readonly writtenAt: Date
  readonly progress?: Progress | undefined
}
export type Churned = {
  readonly counts: Counts
  readonly differences: Readonly<Record<SheetName, Difference>>
}

/** The next day's drop of a generated district. Its schools and terms stay; people, classes and courses move. */
export async function generateChurn(options: ChurnOptions): Promise<Churned> {
  const before = await openPrevious(options.after)
  try {
    const day = new Day(before, options)
    const target = { ...options, version: before.version }
    const counts = await writeDrop(target, async drop => {
      day.drop = drop
      await correctFrame(day)
      const classes = await moveClasses(day)
      await movePeople(day, classes)
      return { drop: before.drop + 1, next: day.next, year: before.year }
    })
    return { counts, differences: day.differences }
  } finally {
    before.close()
  }
}

/**
 * Schools and terms are corrected but neither come nor go: a school that vanishes overnight is a fault of the
 * export, and what it would take along is most of a district.
 */
async function correctFrame(day: Day): Promise<void> {
  for (const sheet of ['orgs', 'academicSessions'] as const) {
    for await (const lines of day.before.lines(sheet)) {
      for (const text of lines) {
        const row = new Row(day.before.version, sheet, text)
        const kind = row.of('type')
        if (day.fate(row.id) === 'changed' && kind === 'school')
          day.change(sheet, correctOrg(row, day.seed).text())
        else if (day.fate(row.id) === 'changed' && kind === 'gradingPeriod')
          day.change(sheet, correctSession(row).text())
        else day.keep(sheet, text)
      }
    }
  }
}
