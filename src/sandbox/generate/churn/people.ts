import { seatPeople } from './seats.ts'
import type { Day } from './day.ts'
import type { Moves } from './classes.ts'
import { pick, textChance, textShare } from '../chance.ts'
import { correctUser } from './corrections.ts'
import { gradeCodes } from '../grades.ts'
import { Households } from '../households.ts'
import { guardianUser, guardianId, staffUser, studentUser, userId, type Realm } from '../identity.ts'
import { domainOf, fill, orgsOf, putOrgs, Row, standing } from '../row.ts'
import { addUser } from '../users.ts'

/** What happened to people, as far as their roles and enrollments must follow. */
export type People = {
  readonly gone: ReadonlySet<string>
  /** Staff who left, with those who took over. */
  readonly replaced: ReadonlyMap<string, string>
  /** Students at a new school, with that school. */
  readonly moved: ReadonlyMap<string, string>
  /** Students whose timetable others copy: newcomers, and those who moved to their school. */
  readonly models: ReadonlyMap<string, readonly string[]>
}

/** One student in sixteen that change changes school. */
const moving = 1 / 16

/** Writes users, then roles and enrollments, which follow them. */
export async function movePeople(day: Day, classes: Moves): Promise<void> {
  const { domain, places } = await survey(day)
  const people = new Crowd(day, { seed: day.seed, domain }, places)
  for await (const lines of day.before.lines('users')) {
    for (const text of lines) people.meet(new Row(day.before.version, 'users', text), text)
    await day.drop.settle()
  }
  people.households.end()
  for (const id of people.households.gone) people.lose(id)
  if (day.before.version === '1.2') await moveRoles(day, people)
  await seatPeople(day, people, classes)
}

type Place = { readonly org: string; readonly model: string }

/** The district's domain, and by grade one student who stays at each school. */
async function survey(day: Day): Promise<{ domain: string; places: Map<string, Place[]> }> {
  let domain = ''
  const places = new Map<string, Place[]>()
  for await (const lines of day.before.lines('users')) {
    for (const text of lines) {
      const user = new Row(day.before.version, 'users', text)
      if (standing(user) === 'staff') domain = domainOf(user)
      if (standing(user) !== 'student' || day.fate(user.id) !== 'stays') continue
      const grade = user.of('grades')
      const list = places.get(grade) ?? []
      places.set(grade, list)
      const [org = ''] = orgsOf(user)
      if (!list.some(place => place.org === org)) list.push({ org, model: user.id })
    }
  }
  return { domain, places }
}

class Crowd implements People {
  readonly gone = new Set<string>()
  readonly replaced = new Map<string, string>()
  readonly moved = new Map<string, string>()
  readonly models = new Map<string, string[]>()
  readonly households = new Households()
  readonly #day: Day
  readonly #realm: Realm
  readonly #places: ReadonlyMap<string, readonly Place[]>

  constructor(day: Day, realm: Realm, places: ReadonlyMap<string, readonly Place[]>) {
    this.#day = day
    this.#realm = realm
    this.#places = places
  }

  meet(user: Row, text: string): void {
    const kind = standing(user)
    const fate = this.#day.fate(user.id)
    if (kind === 'guardian') this.households.hold(user)
    else if (kind === 'staff') this.#staff(user, text, fate)
    else if (fate === 'gone') this.lose(user.id)
    else this.#student(user, text, fate)
  }

  lose(id: string): void {
    this.gone.add(id)
    this.#day.lose('users')
  }

  /** Posts are filled: who leaves is followed by somebody new, who takes over classes and roles. */
  #staff(user: Row, text: string, fate: string): void {
    if (fate === 'changed') return this.#day.change('users', correctUser(user, this.#day.seed).text())
    if (fate !== 'gone') return this.#day.keep('users', text)
    this.#day.lose('users')
    const serial = this.#day.next++
    this.replaced.set(user.id, userId(serial))
    this.#day.add('users', fill(user, staffUser(this.#realm, serial, 'teacher', orgsOf(user))).text())
  }

  #student(user: Row, text: string, fate: string): void {
    const guardian = this.households.release(user)
    if (guardian) this.#guardian(guardian)
    if (fate === 'changed') {
      const place = this.#destination(user)
      if (place) this.#move(user, place)
      return this.#day.change('users', place ? user.text() : correctUser(user, this.#day.seed).text())
    }
    this.#day.keep('users', text)
    if (fate === 'doubled') this.#welcome(user)
  }

  #guardian(user: Row): void {
    if (this.#day.fate(user.id) !== 'changed') return this.#day.keep('users', user.text())
    this.#day.change('users', correctUser(user, this.#day.seed).text())
  }

  #destination(user: Row): Place | null {
    if (textShare(this.#day.seed, `${user.id} moves`) >= moving) return null
    const own = orgsOf(user)
    const others = (this.#places.get(user.of('grades')) ?? []).filter(place => !own.includes(place.org))
    return others.length === 0 ? null : pick(others, textChance(this.#day.seed, `${user.id} where`))
  }

  #move(user: Row, to: Place): void {
    putOrgs(user, [to.org])
    this.moved.set(user.id, to.org)
    this.#copy(to.model, user.id)
  }

  /** A new student in the grade and at the school of one who is there. */
  #welcome(model: Row): void {
    const [org = ''] = orgsOf(model)
    const serial = this.#day.next++
    const agents: string[] = []
    if (model.of('agentSourcedIds') !== '') {
      const guardian = this.#day.next++
      agents.push(guardianId(guardian))
      this.#count(guardianUser(this.#realm, guardian, serial, org))
    }
    this.#count(
      studentUser(this.#realm, serial, serial, gradeCodes.indexOf(model.of('grades')), {
        orgs: [org],
        agents,
      }),
    )
    this.#copy(model.id, userId(serial))
  }

  #count(user: Parameters<typeof addUser>[1]): void {
    this.#day.differences.users.added++
    if (this.#day.before.version === '1.2') this.#day.differences.roles.added++
    addUser(this.#day.drop, user)
  }

  #copy(model: string, by: string): void {
    const list = this.models.get(model) ?? []
    list.push(by)
    this.models.set(model, list)
  }
}

async function moveRoles(day: Day, people: People): Promise<void> {
  for await (const lines of day.before.lines('roles')) {
    for (const text of lines) {
      const role = new Row(day.before.version, 'roles', text)
      const user = role.of('userSourcedId')
      const by = people.replaced.get(user)
      const school = people.moved.get(user)
      if (people.gone.has(user)) day.lose('roles')
      else if (by) {
        day.lose('roles')
        day.add(
          'roles',
          role
            .put('sourcedId', `r-${by.slice(2)}-${day.fresh()}`)
            .put('userSourcedId', by)
            .text(),
        )
      } else if (school) {
        // Only the role at the old school moves along; one at a third school ends.
        if (role.id.endsWith('-1')) day.change('roles', role.put('orgSourcedId', school).text())
        else day.lose('roles')
      } else if (day.fate(role.id) === 'changed') day.change('roles', datedRole(day, role).text())
      else day.keep('roles', text)
    }
    await day.drop.settle()
  }
}

function datedRole(day: Day, role: Row): Row {
  return role.put('beginDate', role.of('beginDate') === day.today ? '' : day.today)
}
