import { cell } from './columns.ts'
import type { Drop } from './drop.ts'

/** The roles a generated person has; 1.1 knows fewer words (OneRoster 1.1 §4.13.5). */
const role11 = {
  student: 'student',
  teacher: 'teacher',
  aide: 'aide',
  counselor: 'aide',
  principal: 'administrator',
  siteAdministrator: 'administrator',
  districtAdministrator: 'administrator',
  systemAdministrator: 'administrator',
  guardian: 'guardian',
} as const
export type Role = keyof typeof role11

export type User = {
  readonly sourcedId: string
  readonly login: string
  readonly given: string
  readonly family: string
  readonly middle: string
  readonly preferred: string
  readonly card: string
  readonly master: string
  readonly email: string
  /** Blank for everybody but students. */
  readonly grades: string
  readonly agents: readonly string[]
  readonly role: Role
  /** Where; the main one first. */
  readonly orgs: readonly string[]
  /** A second role at the main org, as a teacher who also runs the site has. */
  readonly besides?: Role | undefined
}

/** Adds a person: to users.csv, and in 1.2 once per role to roles.csv. */
export function addUser(drop: Drop, user: User): void {
  drop.add('users', drop.version === '1.1' ? line11(user) : line12(user))
  user.orgs.forEach((org, at) =>
    drop.add('roles', roleLine(user.sourcedId, at + 1, 'primary', user.role, org)),
  )
  const main = user.orgs[0]
  if (user.besides && main) {
    drop.add('roles', roleLine(user.sourcedId, user.orgs.length + 1, 'secondary', user.besides, main))
  }
}

/** `primary` is said once per person and org (OneRoster 1.2 §4), so a second school has a primary role too. */
export function roleLine(user: string, at: number, type: string, role: string, org: string): string {
  return `${roleId(user, at)},,,${user},${type},${role},,,${org},`
}

function roleId(user: string, at: number): string {
  return `r-${user.slice(2)}-${at}`
}

function line11(user: User): string {
  const orgs = cell(user.orgs.join(','))
  return `${user.sourcedId},,,true,${orgs},${role11[user.role]},${user.login},,${tail(user)},${user.grades},`
}

function line12(user: User): string {
  const start = `${user.sourcedId},,,true,${user.login},,${tail(user)},${user.grades},`
  return `${start},${user.master},${user.preferred},,,${user.orgs[0] ?? ''},`
}

function tail(user: User): string {
  const names = `${cell(user.given)},${cell(user.family)},${cell(user.middle)}`
  return `${names},${user.card},${user.email},,,${cell(user.agents.join(','))}`
}

/** Students from grade 03 on have an address; the youngest sign in with a badge. */
export function studentEmail(grade: number, login: string, domain: string): string {
  return grade < 3 ? '' : `${login}@students.${domain}`
}
