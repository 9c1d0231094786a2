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

type Primary = { readonly org: number; readonly role: string; readonly place: Place }

function isSmaller({ place: one }: Primary, { place: other }: Primary): boolean {
  return (one.sourcedId ?? '') < (other.sourcedId ?? '')
}

const student = 1
const enrolled = 2
const orgMet = 4

/**
 * Users and their roles. Keeps about 250 bytes a user (three numbers by hash, the sourcedId, three words, the first
 * primary role) and nothing for another role but each second org of one user. Of those who share what must be one's
 * own all are told but the one with the smallest sourcedId, whatever the order of the rows.
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
  /** Number of the org a user names as the main one, and the first role of theirs that is primary. */
  private readonly mainOrg: number[] = []
  private readonly primaries: (Primary | null)[] = []
  private readonly morePrimaries = new Map<string, Primary>()
  private file = 'users.csv'

  constructor(report: Report) {
    this.report = report
  }

  addUser({ sourcedId, values }: Entity, place: Place): void {
    this.file = place.file
    const at = this.indexOf(sourcedId)
    this.rows[at] = place.row
    this.mainOrg[at] = this.orgNumber(values[primaryOrg])
    this.once(this.emails, values[email], 'duplicate_email', at)
    this.once(this.usernames, values[username], 'duplicate_username', at)
  }

  addRole({ values }: Entity, place: Place): void {
    const at = this.indexOf(String(values[roleUser]))
    const org = this.orgNumber(values[roleOrg])
    if (values[role] === 'student') this.mark(at, student)
    if (org === this.mainOrg[at]) this.mark(at, orgMet)
    if (values[roleType] === 'primary') this.addPrimary(at, { org, place, role: String(values[role]) })
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
    return this.primaries.push(null) - 1
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

  private addPrimary(at: number, primary: Primary): void {
    const more = `${at} ${primary.org}`
    const first = this.primaries[at] ?? null
    const known = first?.org === primary.org ? first : this.morePrimaries.get(more)
    const keep = (kept: Primary) => {
      if (first === null || first.org === primary.org) this.primaries[at] = kept
      else this.morePrimaries.set(more, kept)
    }
    // The same role once more is no second one.
    if (known === undefined || known.role === primary.role) return keep(primary)
    const [kept, told] = isSmaller(primary, known) ? [primary, known] : [known, primary]
    keep(kept)
    this.report.tell('multiple_primary_roles_for_user_org', told.place, {
      field: 'roleType',
      value: 'primary',
      what: 'makes a second role of this user at this org the primary one',
      fix: 'Mark one role of a user at an org as primary, and the others as secondary.',
    })
  }

  private once(seen: Numbers, value: Value | undefined, rule: IssueRule, at: number): void {
    if (typeof value !== 'string') return
    const text = value.normalize('NFC').toLowerCase()
    const known = seen.find(text) - 1
    if (known < 0) return seen.set(text, at + 1)
    if (known === at) return
    const smaller = (this.ids[at] ?? '') < (this.ids[known] ?? '')
    if (smaller) seen.set(text, at + 1)
    const [kept, told] = smaller ? [at, known] : [known, at]
    const field = rule === 'duplicate_email' ? 'email' : 'username'
    const fix = `Give each person their own ${field}: sign-in cannot tell two apart by one.`
    const what = `is that of row ${this.rows[kept] ?? 0} too`
    const place = { file: this.file, row: this.rows[told] ?? 0, sourcedId: this.ids[told] ?? null }
    this.report.tell(rule, place, { field, value, what, fix })
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
