import { itemsOf, type Entity } from '../roster/entity.ts'
import { fieldIndex, manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'

/** What a test shows of what it read: enough to see that the right schools and grades came, too little to know a child. */
export type Heard = {
  readonly sample: readonly {
    readonly name: string
    readonly sourcedId: string
    readonly role: string
    readonly grades: readonly string[]
    readonly school: string
    readonly email: string | null
  }[]
  readonly schools: readonly {
    readonly sourcedId: string
    readonly name: string
    readonly students: number
    readonly staff: number
  }[]
  /** Grade codes of people, and of how many. */
  readonly grades: readonly { readonly grade: string; readonly count: number }[]
  /** `users.email`, …: in how many records of how many there is something. */
  readonly fields: readonly { readonly field: string; readonly filled: number; readonly of: number }[]
}

const orgName = fieldIndex('orgs', 'name')
const orgType = fieldIndex('orgs', 'type')
const given = fieldIndex('users', 'givenName')
const family = fieldIndex('users', 'familyName')
const grades = fieldIndex('users', 'grades')
const email = fieldIndex('users', 'email')
const roleName = fieldIndex('roles', 'role')
const roleUser = fieldIndex('roles', 'userSourcedId')
const roleOrg = fieldIndex('roles', 'orgSourcedId')

const [students, staff] = [3, 2]
/** Of so many people one is remembered until their role is read. */
const remembered = 500
type Count = { students: number; staff: number }

/** Hears accepted records, kinds in their order, and keeps no more than it will show. */
export class Listener {
  readonly #schools = new Map<string, Count & { name: string }>()
  readonly #people = new Map<string, Entity>()
  readonly #grades = new Map<string, number>()
  readonly #sample: { user: Entity; role: string; school: string }[] = []

  readonly #filled = new Map<Kind, { of: number; readonly counts: number[] }>()

  hear(entity: Entity): void {
    const { kind, sourcedId, values } = entity
    this.#count(entity)
    if (kind === 'orgs' && values[orgType] === 'school')
      this.#schools.set(sourcedId, { name: text(values[orgName]) || sourcedId, students: 0, staff: 0 })
    if (kind === 'users') this.#hearUser(entity)
    if (kind === 'roles') this.#hearRole(entity)
  }

  heard(): Heard {
    const schools = [...this.#schools].map(([sourcedId, school]) => ({ sourcedId, ...school }))
    return {
      sample: this.#sample.map(({ user, role, school }) => ({
        name: masked(text(user.values[given]), text(user.values[family])),
        sourcedId: maskedId(user.sourcedId),
        role,
        grades: itemsOf(user.values[grades]),
        school: this.#schools.get(school)?.name ?? school,
        email: maskedEmail(text(user.values[email])),
      })),
      schools: schools.sort((a, b) => a.name.localeCompare(b.name)),
      grades: [...this.#grades].map(([grade, count]) => ({ grade, count })),
      fields: [...this.#filled].flatMap(([kind, { of, counts }]) =>
        manifest[kind].map(({ name }, at) => ({ field: `${kind}.${name}`, filled: counts[at] ?? 0, of })),
      ),
    }
  }

  #count({ kind, values }: Entity): void {
    const seen = this.#filled.get(kind) ?? { of: 0, counts: manifest[kind].map(() => 0) }
    this.#filled.set(kind, seen)
    seen.of++
    for (const [at, value] of values.entries()) {
      const empty = value === null || value === '' || (typeof value === 'object' && value.length === 0)
      if (!empty) seen.counts[at] = (seen.counts[at] ?? 0) + 1
    }
  }

  #hearUser(user: Entity): void {
    for (const grade of itemsOf(user.values[grades]))
      this.#grades.set(grade, (this.#grades.get(grade) ?? 0) + 1)
    if (this.#people.size < remembered) this.#people.set(user.sourcedId, user)
  }

  #hearRole({ values }: Entity): void {
    const role = text(values[roleName])
    const school = text(values[roleOrg])
    const side = role === 'student' ? 'students' : 'staff'
    const count = this.#schools.get(school)
    if (count !== undefined) count[side]++
    const user = this.#people.get(text(values[roleUser]))
    if (user === undefined || this.#sample.some(one => one.user === user)) return
    const same = this.#sample.filter(one => (one.role === 'student') === (role === 'student')).length
    if (same < (role === 'student' ? students : staff)) this.#sample.push({ user, role, school })
  }
}

function text(value: Entity['values'][number] | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Initials, as a reader of the names would write them. */
function masked(...names: string[]): string {
  return names.map(name => [...name][0]).filter(first => first !== undefined).map(first => `${first}.`).join(' ') // prettier-ignore
}

function maskedId(id: string): string {
  const letters = [...id]
  return `${letters.slice(0, Math.ceil(letters.length / 2)).join('')}••`
}

function maskedEmail(address: string): string | null {
  const [first = '', domain] = address.split('@')
  return domain === undefined ? null : `${[...first][0] ?? ''}•••@${domain}`
}
