import { gradeCodes } from './grades.ts'
import { cardNumber, masterNumber, person, staffLogin, studentLogin, type Person } from './people.ts'
import { studentEmail, type Role, type User } from './users.ts'

/** What all people of one district share. */
export type Realm = { readonly seed: number; readonly domain: string }

export function userId(serial: number): string {
  return `u-${serial + 1}`
}

/** Guardians are numbered with everybody else, under a letter of their own. */
export function guardianId(serial: number): string {
  return `g-${serial + 1}`
}

export function staffUser(
  of: Realm,
  serial: number,
  role: Role,
  orgs: readonly string[],
  besides?: Role,
): User {
  const named = person(of.seed, serial)
  const login = staffLogin(named, serial)
  const email = `${login}@${of.domain}`
  return { ...common(named, serial), login, email, grades: '', agents: [], role, orgs, besides }
}

/** `kin` is the serial of the older twin, or the student's own. */
export function studentUser(
  of: Realm,
  serial: number,
  kin: number,
  grade: number,
  at: Pick<User, 'orgs' | 'agents'>,
): User {
  const named = person(of.seed, serial, kin)
  const login = studentLogin(named, serial)
  const email = studentEmail(grade, login, of.domain)
  return { ...common(named, serial), ...at, login, email, grades: gradeCodes[grade] ?? '', role: 'student' }
}

/** The guardian of the student with serial `child`, whose family name it bears. */
export function guardianUser(of: Realm, serial: number, child: number, org: string): User {
  const named = { ...person(of.seed, serial), family: person(of.seed, child).family }
  const login = staffLogin(named, serial)
  const own = { sourcedId: guardianId(serial), login, email: `${login}@home.example`, grades: '' }
  return { ...common(named, serial), ...own, agents: [], role: 'guardian', orgs: [org] }
}

function common(named: Person, serial: number) {
  return {
    sourcedId: userId(serial),
    given: named.given.text,
    family: named.family.text,
    middle: named.middle,
    preferred: named.preferred,
    card: String(cardNumber(serial)),
    master: masterNumber(serial),
  }
}
