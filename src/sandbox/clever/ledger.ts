import type { SandboxDistrict } from '../district.ts'
import type { Switches } from '../faults.ts'
import { Ids } from './ids.ts'
import { readDistrict } from './records.ts'
import { shelfOf, type CleverRecord, type Collections, type District, type Shelf } from './shapes.ts'

/** What is known of a district beside its files. */
export type Standing = Pick<District, 'state' | 'error' | 'pause_start' | 'pause_end' | 'launch_date'>

/** States in which nothing of the district's files arrives. */
const frozen = ['paused', 'error', 'pending']

/**
 * All that Clever holds of a district, whoever may see it. It is read when the district moved; a record that says
 * the same as before is the same object, so that what changed is found without looking into it.
 */
export class Ledger {
  readonly ids: Ids
  standing: Standing = { state: 'running', launch_date: '2025-08-01' }
  /** Employees who are two users. */
  readonly split = new Set<string>()
  readonly #district: SandboxDistrict
  readonly #switches: Switches
  readonly #portal: string
  readonly #now: () => Date
  #read: Omit<Collections, 'districts'> | null = null
  #basis = ''
  #synced = 0
  #whole: { readonly key: string; readonly collections: Collections } | null = null

  constructor(district: SandboxDistrict, switches: Switches, now: () => Date) {
    const { seed, key } = district.plan
    this.ids = new Ids(`${seed} ${key}`)
    this.#district = district
    this.#switches = switches
    this.#portal = `https://clever.com/in/${key}`
    this.#now = now
  }

  /** As of the last sync; another object when anything is another. */
  collections(): Collections {
    const basis = `${this.#district.revision} ${this.#switches.text('bareClasses')} ${[...this.split].join()}`
    if (this.#read === null || (basis !== this.#basis && !frozen.includes(this.standing.state))) this.#sync(basis)
    const key = JSON.stringify([this.standing, this.#synced])
    const read = this.#read
    if (read !== null && this.#whole?.key !== key) this.#whole = { key, collections: { ...read, districts: shelfOf([this.#told(read)]) } }
    return this.#whole?.collections ?? emptyCollections
  } // prettier-ignore

  #sync(basis: string): void {
    const now = this.#now()
    this.#basis = basis
    // A sync is later than the one before it, also by a clock that stands still.
    this.#synced = Math.max(now.getTime(), this.#synced + 1)
    this.ids.begin(now)
    const bare = this.#switches.number('bareClasses')
    const read = readDistrict({ district: this.#district, ids: this.ids, now, split: this.split, bare })
    this.ids.end(now)
    const at = new Date(this.#synced).toISOString()
    const held = this.#read
    this.#read = {
      schools: keep(read.schools, held?.schools, at),
      terms: keep(read.terms, held?.terms, at),
      courses: keep(read.courses, held?.courses, at),
      users: keep(read.users, held?.users, at),
      sections: keep(read.sections, held?.sections, at),
    }
  }

  #told({ users }: Pick<Collections, 'users'>): District {
    const head = users.rows.find(({ roles }) => roles.district_admin !== undefined)
    const { identifier } = this.#district.cells('orgs', this.#district.shelves.orgs.rows[0])
    const contact = head && { id: head.id, district: this.ids.district, name: head.name, email: head.email, title: head.roles.district_admin?.title ?? '' }
    return {
      id: this.ids.district,
      name: this.#district.name,
      sis_type: 'sftp',
      nces_id: identifier || undefined,
      portal_url: this.#portal,
      login_methods: ['Clever Badges', 'Google'],
      last_sync: new Date(this.#synced).toISOString(),
      ...this.standing,
      district_contact: contact,
    }
  } // prettier-ignore
}

export const emptyCollections: Collections = {
  districts: shelfOf<District>([]),
  schools: shelfOf([]),
  terms: shelfOf([]),
  courses: shelfOf([]),
  users: shelfOf([]),
  sections: shelfOf([]),
}

/** Records in place of which the same were held already; the others are dated now. */
function keep<Shape extends CleverRecord>(
  after: Shelf<Shape>,
  before: Shelf<Shape> | undefined,
  at: string,
): Shelf<Shape> {
  // prettier-ignore
  return shelfOf(
    after.rows.map(record => {
      const held = before?.index.get(record.id)
      return held !== undefined && alike(held, record) ? held : dated(record, at)
    }),
  )
}

function dated<Shape extends CleverRecord>(record: Shape, at: string): Shape {
  if ('last_modified' in record) record.last_modified = at
  if ('roles' in record)
    for (const role of [record.roles.student, record.roles.teacher]) if (role !== undefined) role.last_modified = at
  return record
} // prettier-ignore

/** Whether two values say the same, but for when they last changed. */
export function alike(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const [a, b] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>] // arrays by their places
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every(name => name === 'last_modified' || alike(a[name], b[name]))
}
