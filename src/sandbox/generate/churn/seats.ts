import { later } from '../calendar.ts'
import { textChance } from '../chance.ts'
import type { Day } from './day.ts'
import type { Moves } from './classes.ts'
import type { People } from './people.ts'
import { Row } from '../row.ts'

/** Writes enrollments as people and classes left them. */
export async function seatPeople(day: Day, people: People, classes: Moves): Promise<void> {
  for await (const lines of day.before.lines('enrollments')) {
    for (const text of lines) {
      const row = new Row(day.before.version, 'enrollments', text)
      if (row.of('role') === 'student') seatStudent(day, people, classes, row, text)
      else seatTeacher(day, people, classes, row, text)
    }
    await day.drop.settle()
  }
}

function seatStudent(day: Day, people: People, classes: Moves, row: Row, text: string): void {
  const user = row.of('userSourcedId')
  const stays = !people.gone.has(user) && !people.moved.has(user)
  const changed = stays && changeSeat(day, classes, row)
  if (!stays) day.lose('enrollments')
  else if (changed) day.change('enrollments', row.text())
  else day.keep('enrollments', text)
  for (const by of people.models.get(user) ?? []) copySeat(day, row, by)
}

/** Another class of the same course, or a later beginning; true when the row is not what it was. */
function changeSeat(day: Day, classes: Moves, row: Row): boolean {
  const own = row.of('classSourcedId')
  const bits = textChance(day.seed, row.id)
  const opened = classes.split.get(own)
  const takes = opened !== undefined && bits % 3 === 0
  const chosen = takes ? opened : classes.closed.has(own) ? classes.sibling(own, bits) : null
  if (chosen) {
    row.put('classSourcedId', chosen)
    return true
  }
  // Closings and splits are half of the changes; the rest are single students.
  if (day.fate(row.id) !== 'changed' || bits % 3 > 0) return false
  const other = bits % 2 === 0 ? classes.sibling(own, bits >>> 2) : null
  if (other) row.put('classSourcedId', other)
  else row.put('beginDate', clamp(later(row.of('beginDate'), 1), row))
  return true
}

/** What one student attends, another attends from today on. */
function copySeat(day: Day, like: Row, by: string): void {
  const short = like.id.split('-')[1] ?? ''
  const row = new Row(day.before.version, 'enrollments', like.text())
  const begin = clamp(day.today < like.of('beginDate') ? like.of('beginDate') : day.today, like)
  row.put('sourcedId', `e-${short}-${day.fresh()}`).put('userSourcedId', by).put('beginDate', begin)
  day.add('enrollments', row.text())
}

function clamp(begin: string, row: Row): string {
  const last = later(row.of('endDate'), -1)
  return begin < last ? begin : last
}

function seatTeacher(day: Day, people: People, classes: Moves, row: Row, text: string): void {
  const own = row.of('classSourcedId')
  const by = people.replaced.get(row.of('userSourcedId'))
  const short = row.id.split('-')[1] ?? ''
  if (by || classes.closed.has(own)) day.lose('enrollments')
  else day.keep('enrollments', text)
  if (classes.closed.has(own)) return
  if (by)
    day.add('enrollments', row.put('sourcedId', `e-${short}-${day.fresh()}`).put('userSourcedId', by).text())
  const opened = classes.split.get(own)
  if (!opened) return
  row.put('sourcedId', `e-${short}-${day.fresh()}`).put('classSourcedId', opened)
  day.add('enrollments', row.text())
}
