import type { Entity, Value } from '../../roster/entity.ts'
import { fieldIndex } from '../../roster/fields.ts'
import type { IssueRule } from '../../roster/issue.ts'
import { Numbers } from './numbers.ts'
import type { Place, Report } from './report.ts'

const username = fieldIndex('users', 'username')
const email = fieldIndex('users', 'email')
const primaryOrg = fieldIndex('users', 'primaryOrgSourcedId')
const roleUser = fieldIndex('roles', 'userSourcedId')
const roleType = fieldIndex('roles', 'roleType')
const role = fieldIndex('roles', 'role')
const roleOrg = fieldIndex('roles', 'orgSourcedId')

const student = 1
const enrolled = 2
const orgMet = 4

/**
 * Users and their roles. Keeps about 150 bytes a user (three numbers by hash, the sourcedId, four words)
 * and nothing for a role but each second org of one user.
 */
export class People {
  private readonly report: Report
  private readonly numbers = new Numbers()
  private readonly emails = new Numbers()
  private readonly usernames = new Numbers()
  private readonly orgs = new Map<string, number>()
  private readonly ids: string[] = []
  private readonly rows: number[] = []
  private readonly marks: number[] = []
  /** Number of the org a user names as the main one, and of the first in which a role of theirs is primary. */
  private readonly mainOrg: number[] = []
  private readonly primaryAt: number[] = []
  private readonly morePrimaries = new Set<string>()
  private file = 'users.csv'

  constructor(report: Report) {
    this.report = report
  }

  addUser({ sourcedId, values }: Entity, place: Place): void {
    this.file = place.file
    const at = this.indexOf(sourcedId)
    this.rows[at] = place.row
    this.mainOrg[at] = this.orgNumber(values[primaryOrg])
    this.once(this.emails, values[email], 'duplicate_email', 'email', place)
    this.once(this.usernames, values[username], 'duplicate_username', 'username', place)
  }

  addRole({ values }: Entity, place: Place): void {
    const at = this.indexOf(String(values[roleUser]))
    const org = this.orgNumber(values[roleOrg])
    if (values[role] === 'student') this.mark(at, student)
    if (org === this.mainOrg[at]) this.mark(at, orgMet)
    if (values[roleType] === 'primary') this.addPrimary(at, org, place)
  }

  addEnrollment(user: string, as: Value | undefined): void {
    if (as === 'student') this.mark(this.indexOf(user), enrolled)
  }

  /** What only silence tells: asked when users, roles and, for the second, enrollments were delivered whole. */
  finish(roles: boolean, enrollments: boolean): void {
    for (let at = 0; at < this.ids.length; at++) {
      const marks = this.marks[at] ?? 0
      const place = { file: this.file, row: this.rows[at] ?? 0, sourcedId: this.ids[at] ?? null }
      if (place.row === 0) continue
      if (roles && (this.mainOrg[at] ?? 0) > 0 && (marks & orgMet) === 0) this.tellOrgMissing(place)
      if (roles && enrollments && (marks & (student | enrolled)) === student) this.tellIdle(place)
    }
  }

  private indexOf(id: string): number {
    const known = this.numbers.find(id)
    if (known > 0) return known - 1
    this.numbers.set(id, this.ids.push(id))
    this.rows.push(0)
    this.marks.push(0)
    this.mainOrg.push(0)
    return this.primaryAt.push(0) - 1
  }

  private mark(at: number, mark: number): void {
    this.marks[at] = (this.marks[at] ?? 0) | mark
  }

  private orgNumber(org: Value | undefined): number {
    if (typeof org !== 'string') return 0
    const known = this.orgs.get(org) ?? this.orgs.size + 1
    if (known > this.orgs.size) this.orgs.set(org, known)
    return known
  }

  private addPrimary(at: number, org: number, place: Place): void {
    const first = this.primaryAt[at] ?? 0
    if (first === 0) this.primaryAt[at] = org
    const more = `${at} ${org}`
    const again = first === org || this.morePrimaries.has(more)
    if (first !== 0 && !again) this.morePrimaries.add(more)
    if (!again) return
    this.report.tell('multiple_primary_roles_for_user_org', place, {
      field: 'roleType',
      value: 'primary',
      what: 'makes a second role of this user at this org the primary one',
      fix: 'Mark one role of a user at an org as primary, and the others as secondary.',
    })
  }

  private once(seen: Numbers, value: Value | undefined, rule: IssueRule, field: string, place: Place): void {
    if (typeof value !== 'string') return
    const text = value.toLowerCase()
    const first = seen.find(text)
    if (first === 0) {
      seen.set(text, place.row)
      return
    }
    const fix = `Give each person their own ${field}: sign-in cannot tell two apart by one.`
    this.report.tell(rule, place, { field, value, what: `is that of row ${first} too`, fix })
  }

  private tellOrgMissing(place: Place): void {
    this.report.tell('primary_org_missing_role', place, {
      field: 'primaryOrgSourcedId',
      value: null,
      what: 'names an org in which the user has no role',
      fix: 'Add a role at that org to roles.csv, or name an org where the user has one.',
    })
  }

  private tellIdle(place: Place): void {
    this.report.tell('student_without_enrollments', place, {
      field: 'sourcedId',
      value: null,
      what: 'is a student in no class',
      fix: 'Check the schedule in the student information system, and the filter of the export.',
    })
  }
}
