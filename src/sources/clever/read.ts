import { setImmediate as breath } from 'node:timers/promises'
import type { Kind } from '../../roster/kinds.ts'
import { Refused, type Asker, type Query } from '../oneroster-rest/asker.ts'
import { isSilent } from '../oneroster-rest/collection.ts'
import { lineOf, readText, type Record } from '../oneroster-rest/columns.ts'
import { TooHeavy, type Patience } from '../oneroster-rest/patience.ts'
import { SeenIds } from '../oneroster-rest/seen.ts'
import { Shelf } from '../oneroster-rest/shelf.ts'
import type { Spool } from '../oneroster-rest/spool.ts'
import type { Outside } from '../outside.ts'
import type { Drop } from '../source.ts'
import { demographicCells, demographicNames } from './demographics.ts'
import { newestEvent } from './events.ts'
import { readList } from './pages.ts'
import { contactList, isContact, kinCells, kinNames, roleCells, roleLists, roleNames, userCells, userNames, wardsOf } from './people.ts' // prettier-ignore
import { classCells, classNames, courseCells, courseNames, districtCells, enrollmentCells, enrollmentNames, membersOf, orgNames, ownCourseCells, schoolCells, schoolYearAt, sessionNames, termCells, yearCells, tiesOf, type SchoolYear } from './schooling.ts' // prettier-ignore
import { forbidden, readStanding, sharesNothing, type Doubt, type Standing } from './standing.ts'

export type Reach = {
  readonly asker: Asker
  readonly patience: Patience
  readonly districtId: string
  readonly pageSize: number
  /** Parents and guardians are read too. */
  readonly contacts: boolean
  /** Events are followed between two readings of everything. */
  readonly events: boolean
}

/** Lists of different syncs are read anew, so often. */
export const mostStarts = 3

/** Records that are made to rows in one go. */
const together = 500

/** Columns of what a district is read into; the order is that of the rows. */
const columns = {
  orgs: orgNames,
  academicSessions: sessionNames,
  courses: courseNames,
  users: userNames,
  roles: roleNames,
  classes: classNames,
  enrollments: enrollmentNames,
  demographics: demographicNames,
} as const satisfies Partial<Per<Kind, readonly string[]>>
export type Told = keyof typeof columns
/** Lists whose records others name. */
type Path = 'schools' | 'terms' | 'courses' | 'users'
type Per<K extends string, V> = { readonly [key in K]: V }

export type Columns = Per<Told, readonly string[]>
export function columnsFor({ contacts }: Pick<Reach, 'contacts'>): Columns {
  return contacts ? { ...columns, users: [...userNames, ...kinNames] } : columns
}

/** Reads what a district shares into a drop. Memory holds a page and the ids of people, whatever the district is. */
export async function readDistrict(reach: Reach, outside: Outside, start = 1): Promise<Drop> {
  // Asked for before anything is read: what moves meanwhile is told again.
  const cursor = reach.events ? await newestEvent(reach.asker, outside.follow?.cursor ?? null) : undefined
  const before = await readStanding(reach.asker, reach.districtId, outside.now())
  const reader = await DistrictReader.open(reach, outside, before)
  try {
    await reader.read()
    const after = await readStanding(reach.asker, reach.districtId, outside.now())
    if (after.lastSync === before.lastSync || start >= mostStarts) return await reader.drop(after, cursor)
    await reader.close()
    return await readDistrict(reach, outside, start + 1)
  } catch (error) {
    await reader.close()
    throw error
  }
}

class DistrictReader {
  readonly #reach: Reach
  readonly #outside: Outside
  readonly #standing: Standing
  readonly #shelf: Shelf
  readonly #spools: Per<Told, Spool>
  readonly #began: Date
  readonly #year: SchoolYear
  readonly #known: Per<Path, SeenIds> = {
    schools: new SeenIds(),
    terms: new SeenIds(),
    courses: new SeenIds(),
    users: new SeenIds(),
  }
  /** Lists that did not come whole: what they do not have may be there. */
  readonly #torn = new Set<Path>()
  /** Of a student, who the contacts are. */
  readonly #contactsOf = new Map<string, string[]>()
  #strangers = 0
  #read = 0

  private constructor(reach: Reach, outside: Outside, standing: Standing, shelf: Shelf, spools: Per<Told, Spool>) {
    this.#reach = reach
    this.#outside = outside
    this.#standing = standing
    this.#shelf = shelf
    this.#spools = spools
    this.#began = outside.now()
    // Where Clever does not say when it last took anything in, now is the nearest that is known.
    this.#year = schoolYearAt(reach.districtId, standing.lastSync || this.#began.toISOString())
  } // prettier-ignore

  static async open(reach: Reach, outside: Outside, standing: Standing): Promise<DistrictReader> {
    const shelf = new Shelf(outside, 'bulk', '1.2')
    const opened = Object.keys(columns).map(async kind => [kind, await shelf.open(kind as Told)] as const) // its own keys
    const spools = Object.fromEntries(await Promise.all(opened)) as Per<Told, Spool> // every key was opened
    return new DistrictReader(reach, outside, standing, shelf, spools)
  }

  /** Of what is nobody's business here not even an empty list is handed on: that would say that there is none. */
  #wants(kind: Told): boolean {
    return kind !== 'demographics' || this.#outside.wants.includes(kind)
  }

  /** In the order in which one names the other. */
  async read(): Promise<void> {
    const { districtId, contacts } = this.#reach
    await this.#add('orgs', [districtCells(this.#standing.record)])
    await this.#list('schools', {}, schools => this.#take('orgs', 'schools', schools, school => schoolCells(school, districtId)))
    await this.#add('academicSessions', [yearCells(this.#year)])
    await this.#list('terms', {}, terms => this.#take('academicSessions', 'terms', terms, term => termCells(term, this.#year)))
    await this.#list('courses', {}, courses => this.#take('courses', 'courses', courses, course => courseCells(course, districtId)))
    for (const role of contacts ? [contactList, ...roleLists] : roleLists) await this.#list('users', { role }, users => this.#takeUsers(users))
    await this.#list('sections', {}, sections => this.#takeSections(sections))
  } // prettier-ignore

  async #take(kind: Told, path: Path, records: readonly Record[], cellsOf: (record: Record) => string[]): Promise<void> {
    for (const { id } of records) this.#known[path].add(readText(id))
    await this.#add(kind, records.map(cellsOf))
  } // prettier-ignore

  /** Whether something that is named is shared with us. Of a list that came in part nobody knows what is not. */
  #has(path: Path, id: string): boolean {
    return this.#known[path].has(id) || (this.#torn.has(path) && id !== '')
  }

  async #takeUsers(users: readonly Record[]): Promise<void> {
    // Who has several roles is in several lists, and says the same in each.
    const fresh = users.filter(user => this.#isWanted(user) && this.#known.users.add(readText(user.id)))
    const isShared = (school: string) => this.#has('schools', school)
    await this.#add('users', fresh.map(user => this.#userCells(user, isShared)))
    if (this.#wants('demographics')) await this.#add('demographics', fresh.flatMap(demographicCells))
    await this.#add('roles', fresh.flatMap(user => roleCells(user, this.#reach.districtId, isShared)))
  } // prettier-ignore

  #userCells(user: Record, isShared: (school: string) => boolean): string[] {
    const cells = userCells(user, isShared)
    if (!this.#reach.contacts) return cells
    for (const student of wardsOf(user)) append(this.#contactsOf, student, readText(user.id))
    return [...cells, ...kinCells(user, this.#contactsOf)]
  }

  /** Nobody's parents, unless they are asked for: a list by role is trusted no further than to begin with. */
  #isWanted(user: Record): boolean {
    return this.#reach.contacts || !isContact(user)
  }

  async #takeSections(sections: readonly Record[]): Promise<void> {
    const has = (path: Path) => (id: string) => this.#has(path, id)
    const tied = sections.map(section => ({ section, ties: tiesOf(section, has('courses'), has('terms'), this.#year) }))
    await this.#add('classes', tied.map(({ section, ties }) => classCells(section, ties)))
    await this.#add('courses', tied.filter(({ ties }) => ties.course === null).map(({ section }) => ownCourseCells(section)))
    await this.#add('enrollments', sections.flatMap(section => this.#enrollmentsOf(section)))
  } // prettier-ignore

  /** Sections name people who are not shared with us: that is how Clever shares a part, and no fault of anybody's. */
  #enrollmentsOf(section: Record): string[][] {
    const members = membersOf(section)
    const ours = members.filter(({ id }) => this.#has('users', id))
    this.#strangers += members.length - ours.length
    return ours.map(member => enrollmentCells(section, member))
  }

  async #add(kind: Told, rows: readonly (readonly string[])[]): Promise<void> {
    await this.#spools[kind].add(rows.map(lineOf).join(''))
  }

  /** Reads a list. What could not be read at all leaves the rest still worth reading. */
  async #list(path: Path | 'sections', query: Query, take: (records: readonly Record[]) => Promise<void>): Promise<void> {
    const counted = async (records: readonly Record[]) => {
      for (let at = 0; at < records.length; at += together) {
        await take(records.slice(at, at + together))
        // Meanwhile the next page comes in, and whoever else this process works for has a turn.
        await breath()
      }
      this.#outside.progress(`Reading ${path}`, (this.#read += records.length), null)
    }
    const why = await readList(this.#reach.asker, { path, query }, this.#reach.pageSize, counted).catch(error => this.#refused(path, error))
    if (why === null) return
    if (path !== 'sections') this.#torn.add(path)
    for (const one of withIt[path]) this.#shelf.doubt(one, { why: `${path}: ${why}` })
  } // prettier-ignore

  #refused(path: string, error: unknown): string {
    if (error instanceof Refused && path === 'schools') throw forbidden(this.#reach.districtId, error)
    if (error instanceof Refused || error instanceof TooHeavy || isSilent(error)) return error.message
    throw error
  } // prettier-ignore

  async drop(after: Standing, cursor: string | null | undefined): Promise<Drop> {
    for (const [kind, names] of Object.entries(columnsFor(this.#reach)) as [Told, readonly string[]][]) // its own keys
      if (this.#wants(kind)) await this.#shelf.keep(kind, this.#spools[kind], names, kind === 'users' ? { nameless: true } : {})
    if (this.#read === 0 && this.#torn.size === 0) throw sharesNothing(this.#reach.districtId, after)
    const { doubt, lastSync } = this.#standing
    const why = doubt ?? after.doubt ?? (after.lastSync === lastSync ? null : moved)
    if (why !== null) this.#shelf.doubtAll(why)
    if (this.#strangers > 0)
      this.#shelf.warn('missing_target_record', 'enrollments', 'userSourcedId', `${this.#strangers} places in sections are of people whom the district does not share with this app; they are left out`, 'In Clever, share those people too, if they are to use this app')
    const read = this.#shelf.drop(this.#reach.patience, this.#began, this.#reach.asker.url)
    const drop = { ...read, rest: why?.rest ?? null }
    // Of what did not come whole the events from before are to be told again.
    if (cursor === undefined || this.#shelf.isDoubted) return drop
    return { ...drop, cursor, ...(cursor === null && { note: 'Clever tells this app no events: switch them on in its settings there' }) }
  } // prettier-ignore

  close(): Promise<void> {
    return this.#shelf.close()
  }
}

export function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

const moved: Doubt = {
  why: 'Clever took in new data while it was read',
  fix: 'The next sync reads it again',
}

/** What is told by a list, and is not whole when it is not. */
const withIt: Per<Path | 'sections', readonly Told[]> = {
  schools: ['orgs', 'roles'],
  terms: ['academicSessions'],
  courses: ['courses'],
  users: ['users', 'roles', 'enrollments', 'demographics'],
  sections: ['classes', 'enrollments', 'courses'],
}
