import { emptyCollections } from './ledger.ts'
import { roleWords, shelfOf, type Collections, type RoleWord, type Section, type User } from './shapes.ts'

/** What a district shares with an app: one way at a time, as its administrator chose. */
export type Sharing = {
  readonly by: 'all' | 'schools' | 'sections' | 'rules' | 'nothing'
  /** Ids as the district has them, for `by` of the same name. */
  readonly schools: readonly string[]
  readonly sections: readonly string[]
  readonly rules: readonly Rule[]
  /** Staff and district administrators; of a part of a district they must be ticked. */
  readonly staff: boolean
  /** Roles that the app reads: its Data Access tab. */
  readonly roles: readonly RoleWord[]
  /** People who are held back, by the district's ids; sections still name them. */
  readonly without: readonly string[]
}
type Rule = { readonly field: string; readonly op: 'is' | 'is not' | 'contains'; readonly value: string }

export const shareAll: Sharing = { by: 'all', schools: [], sections: [], rules: [], staff: true, roles: roleWords, without: [] } // prettier-ignore

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(one => typeof one === 'string') // prettier-ignore
const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  by: value => ['all', 'schools', 'sections', 'rules', 'nothing'].includes(String(value)),
  schools: isTexts,
  sections: isTexts,
  rules: value => Array.isArray(value) && value.every(isRule),
  staff: value => typeof value === 'boolean',
  roles: value => isTexts(value) && value.every(one => roleWords.some(word => word === one)),
  without: isTexts,
}

/** Sharing as a change says it (what it does not say is as at first), or why that cannot be. */
export function changeSharing(change: Readonly<Record<string, unknown>>): Sharing | string {
  const after: Record<string, unknown> = { ...shareAll, staff: (change['by'] ?? 'all') === 'all' }
  for (const [name, value] of Object.entries(change)) {
    if (checks[name]?.(value) !== true) return `there is no ${name} ${JSON.stringify(value)}; there are ${Object.keys(checks).join(', ')}` // prettier-ignore
    after[name] = value
  }
  return after as Sharing // each value was just looked at
}

function isRule(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('op' in value)) return false
  return 'field' in value && 'value' in value && ['is', 'is not', 'contains'].includes(String(value.op))
}

/** Cuts users to the roles that an app reads; the same user is cut to the same object each time. */
export class Scissors {
  readonly #roles: ReadonlySet<RoleWord>
  readonly #cut = new WeakMap<User, User>()

  constructor({ roles, staff }: Sharing) {
    this.#roles = new Set(roles.filter(role => staff || (role !== 'staff' && role !== 'district_admin')))
  }

  /** null for somebody of whom no role is left. */
  cut(user: User): User | null {
    const had = roleWords.filter(role => user.roles[role] !== undefined)
    const left = had.filter(role => this.#roles.has(role))
    if (left.length === had.length) return user
    if (left.length === 0) return null
    const known = this.#cut.get(user)
    if (known !== undefined) return known
    const cut = { ...user, roles: Object.fromEntries(left.map(role => [role, user.roles[role]])) }
    this.#cut.set(user, cut)
    return cut
  }
}

/** What the app sees of what Clever holds. What is not shared is still named by what is. */
export function sharedOf(whole: Collections, sharing: Sharing, scissors: Scissors): Collections {
  if (sharing.by === 'nothing') return { ...emptyCollections, districts: whole.districts }
  const open = sharing.by === 'all'
  const sections = open ? whole.sections.rows : whole.sections.rows.filter(chooser(whole, sharing))
  const schools = schoolsOf(whole, sharing, sections)
  const [isPlaced, isTicked] = [sharing.by === 'schools' ? at(schools) : within(sections), ticked(schools)]
  const isShared: Keep = user =>
    open || user.roles.contact !== undefined || isPlaced(user) || (sharing.staff && isTicked(user))
  const held = new Set(sharing.without)
  const users = whole.users.rows
    .filter(user => isShared(user) && !(held.size > 0 && sisIds(user).some(id => held.has(id))))
    .map(user => scissors.cut(user))
    .filter(user => user !== null)
  const shared = new Set(users.map(({ id }) => id))
  const related = ({ roles: { contact } }: User) => contact === undefined || open || contact.student_relationships.some(({ student }) => shared.has(student))
  const [courses, terms] = [new Set(sections.map(({ course }) => course)), new Set(sections.map(({ term_id }) => term_id))]
  return {
    districts: whole.districts,
    schools: shelfOf(whole.schools.rows.filter(({ id }) => schools.has(id))),
    sections: shelfOf(sections),
    users: shelfOf(users.filter(related)),
    courses: shelfOf(whole.courses.rows.filter(({ id }) => courses.has(id))),
    terms: shelfOf(whole.terms.rows.filter(({ id }) => terms.has(id))),
  }
} // prettier-ignore

function chooser({ schools, courses }: Collections, sharing: Sharing): (section: Section) => boolean {
  if (sharing.by === 'sections') return ({ sis_id }) => sharing.sections.includes(sis_id)
  if (sharing.by === 'schools')
    return ({ school }) => sharing.schools.includes(schools.index.get(school)?.sis_id ?? '')
  const field = (section: Section, name: string): unknown =>
    name === 'course'
      ? courses.index.get(section.course ?? '')?.name
      : Object.entries(section).find(([key]) => key === name)?.[1]
  const holds = (section: Section, { field: name, op, value }: Rule) => {
    const said = String(field(section, name) ?? '')
    if (op === 'contains') return said.toLowerCase().includes(value.toLowerCase())
    return (said === value) === (op === 'is')
  }
  return section => sharing.rules.every(rule => holds(section, rule))
}

function schoolsOf(
  { schools }: Collections,
  sharing: Sharing,
  sections: readonly Section[],
): ReadonlySet<string> {
  // prettier-ignore
  if (sharing.by === 'all') return new Set(schools.index.keys())
  if (sharing.by !== 'schools') return new Set(sections.map(({ school }) => school))
  return new Set(schools.rows.filter(({ sis_id }) => sharing.schools.includes(sis_id)).map(({ id }) => id))
}

type Keep = (user: User) => boolean

/** By schools: whose main one is shared. Somebody from elsewhere who only sits there is not. */
function at(schools: ReadonlySet<string>): Keep {
  return ({ roles: { student, teacher } }) =>
    [student?.school, teacher?.school].some(id => id !== undefined && schools.has(id))
}

/** By sections: who is in one. */
function within(sections: readonly Section[]): Keep {
  const seated = new Set(sections.flatMap(({ students, teachers }) => [...students, ...teachers]))
  return ({ id }) => seated.has(id)
}

/** Staff of the schools, and who is of the whole district. */
function ticked(schools: ReadonlySet<string>): Keep {
  return ({ roles: { staff, district_admin } }) =>
    district_admin !== undefined || staff?.schools.some(school => schools.has(school)) === true
}

/** Ids that the district has for somebody. */
export function sisIds({ roles: { student, teacher, staff, contact } }: User): string[] {
  return [student?.sis_id, teacher?.sis_id, staff?.staff_id, contact?.sis_id].filter(id => id !== undefined)
}
