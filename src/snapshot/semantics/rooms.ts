import type { Entity } from '../../roster/entity.ts'
import { fieldIndex } from '../../roster/fields.ts'
import type { Places, Span } from './places.ts'
import type { Place, Report } from './report.ts'

const terms = fieldIndex('classes', 'termSourcedIds')
const periods = fieldIndex('classes', 'periods')
const classOf = fieldIndex('enrollments', 'classSourcedId')
const role = fieldIndex('enrollments', 'role')
const primary = fieldIndex('enrollments', 'primary')
const beginDate = fieldIndex('enrollments', 'beginDate')
const endDate = fieldIndex('enrollments', 'endDate')

const always: Span = { start: '', end: '9999-12-31' }
/** Main teachers remembered of one class: a file that names thousands is told of by its first. */
const mostTeachers = 200

type Primary = { readonly span: Span; readonly place: Place }

type Room = {
  readonly place: Place
  readonly span: Span | null
  readonly periods: number
  students: boolean
  teachers: boolean
  readonly primaries: Map<string, Primary>
}

/** Classes and who is in them. Keeps about 250 bytes a class, and nothing for an enrollment. */
export class Rooms {
  private readonly rooms = new Map<string, Room>()
  private readonly report: Report
  private readonly calendar: Places

  constructor(report: Report, calendar: Places) {
    this.report = report
    this.calendar = calendar
  }

  addClass({ sourcedId, values }: Entity, place: Place): void {
    const [termIds, periodList] = [values[terms], values[periods]]
    this.rooms.set(sourcedId, {
      place,
      span: isList(termIds) ? this.calendar.span(termIds) : null,
      periods: isList(periodList) ? periodList.length : 1,
      students: false,
      teachers: false,
      primaries: new Map(),
    })
  }

  addEnrollment({ sourcedId, values }: Entity, place: Place): void {
    const room = this.rooms.get(String(values[classOf]))
    if (room === undefined) return
    if (values[role] === 'student') room.students = true
    if (values[role] === 'teacher') room.teachers = true
    const begin = text(values[beginDate])
    const end = text(values[endDate])
    if (begin !== null || end !== null) this.checkDates(room.span, begin, end, place)
    const { primaries } = room
    if (values[primary] === true && (primaries.size < mostTeachers || primaries.has(sourcedId)))
      primaries.set(sourcedId, { span: { start: begin ?? always.start, end: end ?? always.end }, place })
  }

  /** What only silence tells is asked when classes and enrollments were delivered whole. */
  finish(whole: boolean): void {
    for (const room of this.rooms.values()) {
      this.comparePrimaries(room)
      if (!whole) continue
      if (!room.students) this.tellEmpty('class_without_students', room.place, 'has no students')
      if (!room.teachers) this.tellEmpty('class_without_teacher', room.place, 'has no teacher')
    }
  }

  private checkDates(span: Span | null, begin: string | null, end: string | null, place: Place): void {
    if (span === null) return
    const early = begin !== null && (begin < span.start || begin >= span.end)
    const late = end !== null && (end > span.end || end <= span.start)
    if (!early && !late) return
    this.report.tell('enrollment_outside_terms', place, {
      field: early ? 'beginDate' : 'endDate',
      value: early ? begin : end,
      what: 'lies outside the terms of the class',
      fix: 'Correct the dates, or add the term to the class; endDate is the day after the last.',
    })
  }

  /** More main teachers at one time than the class has periods: those of the greater sourcedIds are told. */
  private comparePrimaries({ primaries, periods }: Room): void {
    if (primaries.size <= periods) return
    const sorted = [...primaries].sort(([one], [other]) => (one < other ? -1 : 1))
    sorted.forEach(([, { span, place }], at) => {
      const others = sorted
        .slice(0, at)
        .filter(([, { span: other }]) => other.start < span.end && span.start < other.end)
      if (others.length >= periods) this.tellPrimary(place)
    })
  }

  private tellPrimary(place: Place): void {
    this.report.tell('multiple_primary_teachers', place, {
      field: 'primary',
      value: 'true',
      what: 'names a second main teacher of the class at the same time',
      fix: 'Set primary for one teacher of a class, and leave the others false.',
    })
  }

  private tellEmpty(
    rule: 'class_without_students' | 'class_without_teacher',
    place: Place,
    what: string,
  ): void {
    const fix = 'Check the schedule in the student information system, and the filter of the export.'
    this.report.tell(rule, place, {
      field: 'sourcedId',
      value: null,
      what: `names a class that ${what}`,
      fix,
    })
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const isList = (value: unknown): value is readonly string[] => Array.isArray(value)
