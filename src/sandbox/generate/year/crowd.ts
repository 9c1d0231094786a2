import { textShare } from '../chance.ts'
import type { Drop } from '../drop.ts'
import { gradeCodes } from '../grades.ts'
import { Households } from '../households.ts'
import { guardianId, guardianUser, staffUser, studentUser, userId, type Realm } from '../identity.ts'
import { addSeats, guestOf, type Place, type Year } from '../lessons.ts'
import type { Previous } from '../previous.ts'
import { fill, orgsOf, putOrgs, Row, standing } from '../row.ts'
import type { Cohort } from '../timetable.ts'
import { addUser, roleLine, studentEmail } from '../users.ts'
import type { Promotion, Spot } from './promotion.ts'

type Setting = {
  readonly before: Previous
  readonly drop: Drop
  readonly year: Year
  readonly realm: Realm
  readonly promotion: Promotion
  readonly orgs: readonly string[]
  readonly places: Cohort[][]
}

/** Share of the staff that leaves over the summer: a quiet one, below the limit of 5 % at which a guard asks. */
const turnover = 0.03

/** The people of a new school year: written in the order of the old one, newcomers beside those they follow. */
export class Crowd {
  /** Serial number of the next person. */
  next: number
  readonly #set: Setting
  readonly #seated = new Map<Cohort, number>()
  readonly #replaced = new Map<string, string>()
  readonly #teachers = new Map<string, Teachers>()
  readonly #households = new Households()

  constructor(set: Setting) {
    this.#set = set
    this.next = set.before.next
  }

  async write(): Promise<void> {
    const { before, drop } = this.#set
    for await (const lines of before.lines('users')) {
      for (const text of lines) {
        this.#meet(new Row(before.version, 'users', text))
        if (drop.full) await drop.settle()
      }
    }
    if (before.version === '1.2') await this.#roles()
  }

  /** Those who teach at a school; visitors last, so that they get no homeroom. */
  teachersAt(org: string): string[] {
    const { own, visiting } = this.#teachers.get(org) ?? { own: [], visiting: [] }
    return [...own, ...visiting]
  }

  #meet(user: Row): void {
    const kind = standing(user)
    if (kind === 'guardian') return this.#households.hold(user)
    if (kind === 'staff') return this.#staff(user)
    const { promotion } = this.#set
    // Asked before the row is changed: what is asked about is last year.
    const [next, joiners] = [promotion.next(user), promotion.joiners(user)]
    if (next) this.#promote(user, next)
    for (const spot of joiners) this.#welcome(spot, user.of('agentSourcedIds') !== '')
  }

  #staff(user: Row): void {
    const { before, drop, realm } = this.#set
    const orgs = orgsOf(user)
    if (textShare(realm.seed, user.id) < turnover) {
      const serial = this.next++
      this.#replaced.set(user.id, userId(serial))
      fill(user, staffUser(realm, serial, 'teacher', orgs))
    }
    drop.add('users', user.text())
    if (before.version === '1.1' && user.of('role') === 'teacher') {
      orgs.forEach((org, at) => this.#teaches(user.id, org, at === 0))
    }
  }

  #promote(user: Row, spot: Spot): void {
    const { drop, realm } = this.#set
    const guardian = this.#households.release(user)
    const { at, guest } = this.#seat(user.id, spot)
    const orgs = guest ? [at.org, guest.org] : [at.org]
    if (guardian) this.#guardian(guardian, at.org)
    if (user.of('email') === '')
      user.put('email', studentEmail(spot.grade, user.of('username'), realm.domain))
    drop.add('users', putOrgs(user.put('grades', gradeCodes[spot.grade] ?? ''), orgs).text())
    orgs.forEach((org, n) => drop.add('roles', roleLine(user.id, n + 1, 'primary', 'student', org)))
    addSeats(drop, this.#set.year, user.id, at, guest)
  }

  #guardian(user: Row, org: string): void {
    this.#set.drop.add('users', putOrgs(user, [org]).text())
    this.#set.drop.add('roles', roleLine(user.id, 1, 'primary', 'guardian', org))
  }

  #welcome(spot: Spot, guarded: boolean): void {
    const { drop, realm, year } = this.#set
    const serial = this.next++
    const { at, guest } = this.#seat(userId(serial), spot)
    const agents: string[] = []
    if (guarded) {
      const guardian = this.next++
      agents.push(guardianId(guardian))
      addUser(drop, guardianUser(realm, guardian, serial, at.org))
    }
    const orgs = guest ? [at.org, guest.org] : [at.org]
    addUser(drop, studentUser(realm, serial, serial, spot.grade, { orgs, agents }))
    addSeats(drop, year, userId(serial), at, guest)
  }

  #seat(user: string, spot: Spot): { at: Place; guest: Place | undefined } {
    const { year, orgs, places } = this.#set
    const cohort = places[spot.school]?.[spot.grade]
    if (!cohort) throw new Error(`Cannot seat ${user}: there is no school ${spot.school}`)
    const n = this.#seated.get(cohort) ?? 0
    this.#seated.set(cohort, n + 1)
    const at = { org: orgs[spot.school] ?? '', cohort, n }
    return { at, guest: guestOf(year, user, at, places, orgs) }
  }

  /** Roles of staff go on, with those who took over; students' and guardians' are written with the people. */
  async #roles(): Promise<void> {
    const { before, drop } = this.#set
    for await (const lines of before.lines('roles')) {
      for (const text of lines) {
        const role = new Row(before.version, 'roles', text)
        const user = role.of('userSourcedId')
        const kind = role.of('role')
        if (kind === 'student' || kind === 'guardian') continue
        const by = this.#replaced.get(user) ?? user
        const at = role.id.replace(/^r-\d+/, '')
        if (by !== user) role.put('sourcedId', `r-${by.slice(2)}${at}`).put('userSourcedId', by)
        drop.add('roles', role.text())
        if (kind === 'teacher') this.#teaches(by, role.of('orgSourcedId'), /^-(1|d\d+-\d+)$/.test(at))
      }
      await drop.settle()
    }
  }

  #teaches(user: string, org: string, home: boolean): void {
    const teachers = this.#teachers.get(org) ?? { own: [], visiting: [] }
    this.#teachers.set(org, teachers)
    const list = home ? teachers.own : teachers.visiting
    list.push(user)
  }
}

type Teachers = { readonly own: string[]; readonly visiting: string[] }
