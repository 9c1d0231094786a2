import type { Entity } from '../../roster/entity.ts'
import { fieldIndex } from '../../roster/fields.ts'
import type { Place, Report } from './report.ts'

const orgType = fieldIndex('orgs', 'type')
const sessionType = fieldIndex('academicSessions', 'type')
const startDate = fieldIndex('academicSessions', 'startDate')
const endDate = fieldIndex('academicSessions', 'endDate')
const courseYear = fieldIndex('courses', 'schoolYearSourcedId')
const classSchool = fieldIndex('classes', 'schoolSourcedId')
const enrollmentSchool = fieldIndex('enrollments', 'schoolSourcedId')

/** From the first day to the day after the last. */
export type Span = { readonly start: string; readonly end: string }

/** What is a school, what a school year, and who takes something else for one. Keeps orgs and sessions: some kB. */
export class Places {
  private readonly orgs = new Map<string, string>()
  private readonly sessions = new Map<string, Span & { readonly type: string }>()
  private readonly report: Report

  constructor(report: Report) {
    this.report = report
  }

  addOrg({ sourcedId, values }: Entity): void {
    this.orgs.set(sourcedId, String(values[orgType]))
  }

  addSession({ sourcedId, values }: Entity): void {
    const type = String(values[sessionType])
    this.sessions.set(sourcedId, { type, start: String(values[startDate]), end: String(values[endDate]) })
  }

  addCourse({ values }: Entity, place: Place): void {
    const year = values[courseYear]
    const type = typeof year === 'string' ? this.sessions.get(year)?.type : undefined
    if (typeof year !== 'string' || type === undefined || type === 'schoolYear') return
    this.report.tell('academic_session_type_mismatch', place, {
      field: 'schoolYearSourcedId',
      value: year,
      what: `names a ${type}, and a course runs in a schoolYear`,
      fix: 'Name the academic session of type schoolYear, or leave the field blank.',
    })
  }

  addClass({ values }: Entity, place: Place): void {
    this.expectSchool(values[classSchool], place)
  }

  addEnrollment({ values }: Entity, place: Place): void {
    this.expectSchool(values[enrollmentSchool], place)
  }

  private expectSchool(org: unknown, place: Place): void {
    const type = typeof org === 'string' ? this.orgs.get(org) : undefined
    if (typeof org !== 'string' || type === undefined || type === 'school') return
    this.report.tell('org_type_mismatch', place, {
      field: 'schoolSourcedId',
      value: org,
      what: `names an org of type ${type}, and it must be a school`,
      fix: 'Name the school, or give the org the type school.',
    })
  }

  /** From the first day of the earliest session to the end of the latest; null when one of them is not known. */
  span(sessions: readonly string[]): Span | null {
    const known = sessions.flatMap(id => this.sessions.get(id) ?? [])
    if (known.length === 0 || known.length < sessions.length) return null
    const first = known.map(({ start }) => start).sort()[0] ?? ''
    const last =
      known
        .map(({ end }) => end)
        .sort()
        .at(-1) ?? ''
    return { start: first, end: last }
  }
}
