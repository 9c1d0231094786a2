import { pick, textChance } from '../chance.ts'
import type { Day } from './day.ts'
import { correctClass, correctCourse } from './corrections.ts'
import { Row } from '../row.ts'

/** Where the classes of a day's churn leave the students. */
export type Moves = {
  /** Classes that close; their students go to a sibling. */
  readonly closed: ReadonlySet<string>
  /** Classes that are split, with the new one that takes a third of the students. */
  readonly split: ReadonlyMap<string, string>
  /** Another class of the same course, school and terms that stays, or null. */
  sibling(of: string, bits: number): string | null
}

/** Closes, opens and corrects classes and courses. */
export async function moveClasses(day: Day): Promise<Moves> {
  const { groups, taught } = await groupClasses(day)
  const closed = new Set<string>()
  const split = new Map<string, string>()
  for await (const lines of day.before.lines('classes')) {
    for (const text of lines) {
      const row = new Row(day.before.version, 'classes', text)
      const fate = day.fate(row.id)
      // The last class of its kind stays: its students would have nowhere to go.
      if (fate === 'gone' && (groups.get(row.id)?.length ?? 0) > 0) {
        closed.add(row.id)
        day.lose('classes')
      } else if (fate === 'changed') day.change('classes', correctClass(row, day.seed).text())
      else {
        day.keep('classes', text)
        if (fate === 'doubled') split.set(row.id, openClass(day, row))
      }
    }
    await day.drop.settle()
  }
  await moveCourses(day, taught)
  const sibling = (of: string, bits: number) => {
    const others = (groups.get(of) ?? []).filter(id => id !== of)
    return others.length === 0 ? null : pick(others, bits)
  }
  return { closed, split, sibling }
}

/** For each class the classes that could take its students, and the courses that have a class. */
async function groupClasses(day: Day): Promise<{ groups: Map<string, string[]>; taught: Set<string> }> {
  const groups = new Map<string, string[]>()
  const kinds = new Map<string, string[]>()
  const taught = new Set<string>()
  for await (const lines of day.before.lines('classes')) {
    for (const text of lines) {
      const row = new Row(day.before.version, 'classes', text)
      const kind = ['courseSourcedId', 'schoolSourcedId', 'termSourcedIds', 'grades']
        .map(name => row.of(name))
        .join(' ')
      const group = kinds.get(kind) ?? []
      kinds.set(kind, group)
      groups.set(row.id, group)
      if (day.fate(row.id) !== 'gone') group.push(row.id)
      taught.add(row.of('courseSourcedId'))
    }
  }
  return { groups, taught }
}

function openClass(day: Day, like: Row): string {
  const id = `${like.id.split('-').slice(0, 2).join('-')}-${day.fresh()}`
  const code = `${like.of('classCode').replace(/\+\d+$/, '')}+${textChance(day.seed, id) % 1000}`
  const title = `${like.of('title').replace(/ \(new\)$/, '')} (new)`
  day.add('classes', like.put('sourcedId', id).put('classCode', code).put('title', title).text())
  return id
}

/** A course goes only when nobody teaches it; a new one is offered before it is taught. */
async function moveCourses(day: Day, taught: ReadonlySet<string>): Promise<void> {
  for await (const lines of day.before.lines('courses')) {
    for (const text of lines) {
      const row = new Row(day.before.version, 'courses', text)
      const fate = day.fate(row.id)
      if (fate === 'gone' && !taught.has(row.id)) day.lose('courses')
      else if (fate === 'changed') day.change('courses', correctCourse(row, day.seed).text())
      else {
        day.keep('courses', text)
        if (fate === 'doubled') openCourse(day, row)
      }
    }
  }
}

function openCourse(day: Day, like: Row): void {
  const fresh = day.fresh()
  const title = `${like.of('title').replace(/ Seminar$/, '')} Seminar`
  const code = `${like.of('courseCode').split('.')[0]}.${fresh.replace('-', '.')}`
  day.add('courses', like.put('sourcedId', `k-${fresh}`).put('title', title).put('courseCode', code).text())
}
