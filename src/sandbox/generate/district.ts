import { calendar, schoolYearOf } from './calendar.ts'
import { seedNumber, share } from './chance.ts'
import { courses } from './catalog.ts'
import { cell, type Version } from './columns.ts'
import { writeDrop, type Counts, type Drop } from './drop.ts'
import { gradeList } from './grades.ts'
import { addRooms, addSeats, guestOf, yearOf, type Year } from './lessons.ts'
import { guardianId, guardianUser, staffUser, studentUser, userId, type Realm } from './identity.ts'
import { organise, type Organisation } from './schools.ts'
import type { Progress } from './sheet.ts'
import { posts, visits } from './staff.ts'
import { cohorts, type Cohort } from './timetable.ts'
import { addUser, type Role } from './users.ts'

export type DistrictOptions = {
  /** A folder, or with `zip` the zip file itself. */
  readonly out: string
  readonly schools: number
  readonly students: number
  readonly seed: string
  readonly version: Version
  readonly zip: boolean
  /** What the files give as their age, and, unless `schoolYear` is given, the day the school year must contain. */
  readonly writtenAt: Date
  /** The year in which it ends. */
  readonly schoolYear?: number | undefined
  /** One guardian for each household; off, since rostering needs none. */
  readonly guardians?: boolean | undefined
  readonly progress?: Progress | undefined
}

const districtOrg = 'o-1'
const technology = 'o-2'

/** Writes a synthetic district as a bulk drop of OneRoster CSV. Equal options give equal bytes. */
export async function generateDistrict(options: DistrictOptions): Promise<Counts> {
  const seed = seedNumber(options.seed)
  const year = yearOf(seed, calendar(options.schoolYear ?? schoolYearOf(options.writtenAt)))
  const organisation = organise(seed, options.schools, options.students)
  return writeDrop(options, async drop => {
    addOrgs(drop, organisation)
    addSessions(drop, year)
    for (const course of courses) drop.add('courses', courseLine(course))
    const writer = new Writer(drop, year, organisation, options.guardians ?? false)
    writer.office()
    for (const at of organisation.schools.keys()) await writer.school(at)
    return { drop: 1, next: writer.next, year: year.calendar.year }
  })
}

export function addSessions(drop: Drop, year: Year): void {
  for (const session of year.calendar.sessions) {
    const { sourcedId, title, type, start, end, parent } = session
    drop.add(
      'academicSessions',
      `${sourcedId},,,${title},${type},${start},${end},${parent},${year.calendar.year}`,
    )
  }
}

function addOrgs(drop: Drop, of: Organisation): void {
  const state = of.schools[0]?.identifier.slice(0, 7) ?? ''
  drop.add('orgs', `${districtOrg},,,${of.name} Unified School District,district,${state},`)
  drop.add('orgs', `${technology},,,Technology Department,department,,${districtOrg}`)
  for (const school of of.schools) {
    drop.add('orgs', `${school.sourcedId},,,${cell(school.name)},school,${school.identifier},${districtOrg}`)
  }
}

function courseLine(course: (typeof courses)[number]): string {
  const { sourcedId, title, code, from, to, subject, sced } = course
  return `${sourcedId},,,,${cell(title)},${code},${gradeList(from, to)},${districtOrg},${subject},${sced}`
}

/** Writes school after school; remembers the next serial number and nothing else of anybody. */
class Writer {
  next = 0
  readonly #drop: Drop
  readonly #year: Year
  readonly #of: Organisation
  readonly #realm: Realm
  readonly #guardians: boolean
  readonly #cohorts: Cohort[][]
  readonly #orgs: readonly string[]
  #visitor: string | null = null

  constructor(drop: Drop, year: Year, of: Organisation, guardians: boolean) {
    this.#drop = drop
    this.#year = year
    this.#of = of
    this.#realm = { seed: year.seed, domain: of.domain }
    this.#guardians = guardians
    this.#orgs = of.schools.map(school => school.sourcedId)
    this.#cohorts = cohorts(of.schools.map(school => school.counts))
  }

  office(): void {
    this.#staff('districtAdministrator', [districtOrg])
    this.#staff('systemAdministrator', [technology])
  }

  async school(at: number): Promise<void> {
    const school = this.#of.schools[at]
    const own = this.#cohorts[at]
    if (!school || !own) return
    const teachers = this.#employ(at, own, school.sourcedId)
    for (const cohort of own) await this.#enrol(cohort, school.sourcedId)
    addRooms(this.#drop, this.#year, school.sourcedId, own, teachers)
    if (this.#drop.full) await this.#drop.settle()
  }

  /** The staff of a school; resolves to those who teach there, the visitor last. */
  #employ(at: number, own: readonly Cohort[], org: string): string[] {
    const roles = posts(own)
    const last = roles.lastIndexOf('teacher')
    const next = visits(this.#year.seed, at, this.#of.schools.length)
      ? this.#of.schools[at + 1]?.sourcedId
      : undefined
    const visitor = this.#visitor
    const teachers: string[] = []
    this.#visitor = null
    roles.forEach((role, post) => {
      const away = post === last && next ? [next] : []
      const besides = role === 'teacher' && share(this.#year.seed, this.next, 93) < 0.03
      const user = this.#staff(role, [org, ...away], besides ? 'siteAdministrator' : undefined)
      if (role === 'teacher') teachers.push(user)
      if (away.length > 0) this.#visitor = user
    })
    return visitor ? [...teachers, visitor] : teachers
  }

  #staff(role: Role, orgs: string[], besides?: Role): string {
    const serial = this.next++
    addUser(this.#drop, staffUser(this.#realm, serial, role, orgs, besides))
    return userId(serial)
  }

  async #enrol(cohort: Cohort, org: string): Promise<void> {
    let kin = -1
    let agents: string[] = []
    for (let n = 0; n < cohort.students; n++) {
      const serial = this.next++
      // About one birth in sixty is of twins; they share a grade, a family name and a guardian.
      const twin = n > 0 && share(this.#year.seed, serial, 94) < 0.016
      if (!twin) kin = serial
      if (!twin && this.#guardians) agents = [this.#guard(serial, org)]
      const at = { org, cohort, n }
      const guest = guestOf(this.#year, userId(serial), at, this.#cohorts, this.#orgs)
      const orgs = guest ? [org, guest.org] : [org]
      addUser(this.#drop, studentUser(this.#realm, serial, kin, cohort.grade, { orgs, agents }))
      addSeats(this.#drop, this.#year, userId(serial), at, guest)
      if (this.#drop.full) await this.#drop.settle()
    }
  }

  #guard(child: number, org: string): string {
    const serial = this.next++
    addUser(this.#drop, guardianUser(this.#realm, serial, child, org))
    return guardianId(serial)
  }
}
