import { RollbookError } from '../../roster/errors.ts'
import type { Kind } from '../../roster/kinds.ts'
import { Refused } from '../oneroster-rest/asker.ts'
import { isRecord, lineOf, readText, type Record as Json } from '../oneroster-rest/columns.ts'
import { Shelf } from '../oneroster-rest/shelf.ts'
import type { Follow, Outside } from '../outside.ts'
import type { Drop } from '../source.ts'
import { countTouched, mostTouched, nothingTouched, readEvents, Unfollowed, type Collection, type Touched } from './events.ts' // prettier-ignore
import { readList, unwrapped } from './pages.ts'
import { demographicCells } from './demographics.ts'
import { isContact, kinCells, roleCells, userCells, wardsOf } from './people.ts'
import { append, columnsFor, mostStarts, type Columns, type Reach, type Told } from './read.ts'
import { classCells, courseCells, districtCells, enrollmentCells, membersOf, ownCourseCells, schoolCells, schoolYearAt, termCells, tiesOf, yearCells, type SchoolYear } from './schooling.ts' // prettier-ignore
import { readStanding, sharesNothing, type Standing } from './standing.ts'

/** Requests at a time. */
const abreast = 8
const gone = 'tobedeleted'

/**
 * Reads what events name, or one record and what hangs on it, into a drop that tells what changed. Throws Unfollowed
 * where only a reading of everything can say what is so: a district whose standing proves nobody gone is among them.
 */
export async function readTouched(reach: Reach, outside: Outside, follow: Follow): Promise<Drop> {
  for (let start = 1; start <= mostStarts; start++) {
    const before = await readStanding(reach.asker, reach.districtId, outside.now())
    if (before.doubt !== null) throw new Unfollowed(before.doubt.why)
    const follower = new Follower(reach, outside, follow.holding, before)
    const last = await follower.read(follow)
    if (follower.lost) await refuseNothing(reach, before)
    const after = await readStanding(reach.asker, reach.districtId, outside.now())
    if (after.doubt !== null) throw new Unfollowed(after.doubt.why)
    if (after.lastSync !== before.lastSync) continue
    const drop = await follower.drop()
    return { ...drop, rest: null, ...(last !== null && { cursor: last }) }
  }
  throw new Unfollowed('Clever took in new data each time that its events were read')
}

/** Of a district that shares nothing any more every record is missing, and that takes nobody out. Throws SOURCE_EMPTY. */
async function refuseNothing({ asker, districtId }: Reach, standing: Standing): Promise<void> {
  const { records } = await asker.page('schools', ['data'], { limit: 1 })
  if (records.length === 0) throw sharesNothing(districtId, standing)
}

/** Records by their ids; null for one that is not there, or not for us. */
type Found = { readonly [collection in Collection]: Map<string, Json | null> }

class Follower {
  readonly #reach: Reach
  readonly #outside: Outside
  readonly #holding: Follow['holding']
  readonly #standing: Standing
  readonly #began: Date
  readonly #year: SchoolYear
  readonly #touched = nothingTouched()
  readonly #columns: Columns
  /** The roster has something that Clever does not show any more. */
  lost = false
  readonly #contactsOf = new Map<string, string[]>()
  readonly #found: Found = { districts: new Map(), schools: new Map(), terms: new Map(), courses: new Map(), users: new Map(), sections: new Map() } // prettier-ignore
  readonly #rows: { readonly [kind in Told]: string[][] } = { orgs: [], academicSessions: [], courses: [], users: [], roles: [], classes: [], enrollments: [], demographics: [] } // prettier-ignore

  constructor(reach: Reach, outside: Outside, holding: Follow['holding'], standing: Standing) {
    this.#reach = reach
    this.#columns = columnsFor(reach)
    this.#outside = outside
    this.#holding = holding
    this.#standing = standing
    this.#began = outside.now()
    this.#year = schoolYearAt(reach.districtId, standing.lastSync || this.#began.toISOString())
  }

  /** Resolves to the last event that was read, null where none was asked for. */
  async read({ cursor, record }: Follow): Promise<string | null> {
    const heard = record === null ? await readEvents(this.#reach.asker, cursor, this.#began) : null
    if (heard !== null) this.#touch(heard.touched)
    else if (record !== null) await this.#seek(record)
    await this.#refuseTurn()
    for (const [collection, kind] of [['schools', 'orgs'], ['terms', 'academicSessions']] as const) {
      const { came, went } = await this.#fetch(collection, kind)
      // Hundreds of others change with it: their lists are read sooner than each of them.
      if (came.length + went.length > 0) throw new Unfollowed(`one of the ${collection} came or went`)
    }
    const courses = await this.#fetch('courses', 'courses')
    for (const id of courses.came) await this.#list(`courses/${encodeURIComponent(id)}/sections`, 'sections')
    for (const id of await this.#holding.naming('classes', 'courses', courses.went)) this.#touched.sections.add(id)
    const users = await this.#fetchPeople()
    // Sections name people before they are shared, and need not have moved for one who is shared now.
    for (const id of users.came) await this.#list(`users/${encodeURIComponent(id)}/sections`, 'sections')
    const sections = await this.#fetch('sections', 'classes')
    this.#tellPlaces(courses.went)
    await this.#tellPeople(users.went)
    await this.#tellSections(sections.went, users.went)
    return heard?.last ?? null
  } // prettier-ignore

  #touch(touched: Touched): void {
    for (const collection of ['schools', 'terms', 'courses', 'users', 'sections'] as const)
      for (const id of touched[collection]) this.#touched[collection].add(id)
  }

  /** What has no term is in the district's year, which is made of the day of the data: it turns for all at once. */
  async #refuseTurn(): Promise<void> {
    const { id, year } = this.#year
    const others = [year - 1, year + 1].map(other => `${id.slice(0, -4)}${other}`)
    if ((await this.#holding.live('academicSessions', others)).size > 0) throw new Unfollowed('a new school year has begun') // prettier-ignore
  }

  /** One record and what hangs on it. Throws RECORD_UNKNOWN. */
  async #seek(id: string): Promise<void> {
    const person = await this.#one('users', id)
    if (person !== null || (await this.#holding.live('users', [id])).has(id)) {
      this.#found.users.set(id, person)
      this.#touched.users.add(id)
      if (person !== null) await this.#list(`users/${encodeURIComponent(id)}/sections`, 'sections')
      return this.#touchSections(await this.#holding.naming('enrollments', 'users', [id]))
    }
    const section = await this.#one('sections', id)
    if (section !== null || (await this.#holding.live('classes', [id])).has(id)) {
      this.#found.sections.set(id, section)
      this.#touched.sections.add(id)
      const held = (await this.#holding.naming('enrollments', 'classes', [id])).map(key => memberOf(key))
      for (const user of [...held, ...(section === null ? [] : membersOf(section).map(one => one.id))]) this.#touched.users.add(user)
      return
    }
    if ((await this.#one('schools', id)) === null && !(await this.#holding.live('orgs', [id])).has(id)) throw unknown(id)
    await this.#seekSchool(id)
  } // prettier-ignore

  async #seekSchool(id: string): Promise<void> {
    this.#touched.schools.add(id)
    await this.#list(`schools/${encodeURIComponent(id)}/users`, 'users')
    await this.#list(`schools/${encodeURIComponent(id)}/sections`, 'sections')
    for (const key of await this.#holding.naming('roles', 'orgs', [id])) this.#touched.users.add(key.split('\u001f')[0] ?? '') // prettier-ignore
    for (const key of await this.#holding.naming('classes', 'orgs', [id])) this.#touched.sections.add(key)
  }

  #touchSections(enrollments: readonly string[]): void {
    for (const key of enrollments) this.#touched.sections.add(key.slice(0, key.indexOf('/')))
  }

  /** A student names the contacts, and Clever tells of a contact who the students are: with one the others move. */
  async #fetchPeople(): Promise<{ came: string[]; went: string[] }> {
    const first = await this.#fetch('users', 'users')
    if (!this.#reach.contacts) return first
    const wards = this.#there('users').flatMap(wardsOf)
    const ids = [...this.#found.users.keys()]
    for (const id of [...wards, ...(await this.#holding.naming('users', 'users', ids))])
      this.#touched.users.add(id)
    const all = await this.#fetch('users', 'users')
    for (const student of this.#there('users').filter(
      ({ roles }) => isRecord(roles) && isRecord(roles.student),
    )) {
      const id = readText(student.id)
      await this.#each(`users/${encodeURIComponent(id)}/mycontacts`, one =>
        append(this.#contactsOf, id, readText(one.id)),
      )
    }
    return all
  }

  /** A list that belongs to something; what it has need not be asked for one by one. */
  async #list(path: string, collection: 'users' | 'sections'): Promise<void> {
    await this.#each(path, record => {
      this.#found[collection].set(readText(record.id), this.#ours(collection, record))
      this.#touched[collection].add(readText(record.id))
    })
  }

  async #each(path: string, take: (record: Json) => void): Promise<void> {
    const hear = (records: readonly Json[]) => {
      for (const record of records) take(record)
      return Promise.resolve()
    }
    // It may be gone again: that is told by what comes next.
    const why = await readList(this.#reach.asker, { path, query: {} }, this.#reach.pageSize, hear).catch(
      unlessGone,
    )
    if (why !== null) throw new Unfollowed(`${path.split('/')[0] ?? ''} came in part: ${why}`)
  }

  /** Reads what was touched and is not at hand yet; which of it the roster has not, and which it has and Clever has not. */
  async #fetch(collection: Exclude<Collection, 'districts'>, kind: Kind): Promise<{ came: string[]; went: string[] }> {
    const found = this.#found[collection]
    const ids = [...this.#touched[collection]].filter(id => !found.has(id))
    if (ids.length > mostTouched || countTouched(this.#touched) > 40 * mostTouched) throw new Unfollowed(`more than ${mostTouched} objects are to be read one by one`)
    for (let from = 0; from < ids.length; from += abreast) {
      const some = ids.slice(from, from + abreast)
      const records = await Promise.all(some.map(id => this.#one(collection, id)))
      some.forEach((id, at) => found.set(id, records[at] ?? null))
      this.#outside.progress('Reading', Math.min(ids.length, from + abreast), ids.length)
    }
    const held = await this.#holding.live(kind, [...found.keys()])
    const came = [...found].filter(([id, record]) => record !== null && !held.has(id)).map(([id]) => id)
    const went = [...found].filter(([id, record]) => record === null && held.has(id)).map(([id]) => id)
    this.lost ||= went.length > 0
    return { came, went }
  } // prettier-ignore

  async #one(collection: Collection, id: string): Promise<Json | null> {
    const path = `${collection}/${encodeURIComponent(id)}`
    const page = await this.#reach.asker.page(path, ['data'], {}).catch(unlessGone)
    const record = page?.records.flatMap(unwrapped).find(one => readText(one.id) === id) ?? null
    return record === null ? null : this.#ours(collection, record)
  }

  /** Nobody's parents, unless they are asked for. */
  #ours(collection: Collection, record: Json): Json | null {
    return collection === 'users' && !this.#reach.contacts && isContact(record) ? null : record
  }

  #there(collection: Collection): Json[] {
    return [...this.#found[collection].values()].filter(record => record !== null)
  }

  /** Which of these ids are shared with us: as was just read, else as the roster has it. */
  async #shared(collection: Collection, kind: Kind, ids: readonly string[]): Promise<(id: string) => boolean> {
    const found = this.#found[collection]
    const held = await this.#holding.live(kind, [...new Set(ids)].filter(id => id !== '' && !found.has(id)))
    return id => found.get(id) !== undefined ? found.get(id) !== null : held.has(id)
  } // prettier-ignore

  #tellPlaces(wentCourses: readonly string[]): void {
    const { districtId } = this.#reach
    this.#rows.orgs.push(districtCells(this.#standing.record), ...this.#there('schools').map(one => schoolCells(one, districtId))) // prettier-ignore
    this.#rows.academicSessions.push(
      yearCells(this.#year),
      ...this.#there('terms').map(term => termCells(term, this.#year)),
    )
    this.#rows.courses.push(...this.#there('courses').map(course => courseCells(course, districtId)))
    this.#bury('courses', wentCourses)
  }

  async #tellPeople(went: readonly string[]): Promise<void> {
    const users = this.#there('users')
    const schools = users.flatMap(({ roles }) =>
      isRecord(roles) ? Object.values(roles).filter(isRecord) : [],
    )
    const named = schools.flatMap(({ school, schools }) => [readText(school), ...(Array.isArray(schools) ? schools.map(readText) : [])]) // prettier-ignore
    const isShared = await this.#shared('schools', 'orgs', named)
    const kin = (user: Json) => (this.#reach.contacts ? kinCells(user, this.#contactsOf) : [])
    this.#rows.users.push(...users.map(user => [...userCells(user, isShared), ...kin(user)]))
    if (this.#outside.wants.includes('demographics')) {
      this.#rows.demographics.push(...users.flatMap(demographicCells))
      this.#bury('demographics', went)
    }
    this.#rows.roles.push(...users.flatMap(user => roleCells(user, this.#reach.districtId, isShared)))
    this.#bury('users', went)
    // All roles of a person are told together: this one takes the place of all that there were.
    this.#rows.roles.push(...went.map(id => [id, gone, '', id, '', '', '']))
  }

  async #tellSections(went: readonly string[], wentUsers: readonly string[]): Promise<void> {
    const sections = this.#there('sections')
    const [hasCourse, hasTerm, hasUser] = await Promise.all([
      this.#shared('courses', 'courses', sections.map(({ course }) => readText(course).trim())),
      this.#shared('terms', 'academicSessions', sections.map(({ term_id }) => readText(term_id).trim())),
      this.#shared('users', 'users', sections.flatMap(membersOf).map(({ id }) => id)),
    ])
    const told = new Set<string>()
    for (const section of sections) {
      const ties = tiesOf(section, hasCourse, hasTerm, this.#year)
      this.#rows.classes.push(classCells(section, ties))
      if (ties.course === null) this.#rows.courses.push(ownCourseCells(section))
      for (const member of membersOf(section)) {
        if (!hasUser(member.id)) continue
        const cells = enrollmentCells(section, member)
        told.add(cells[0] ?? '')
        this.#rows.enrollments.push(cells)
      }
    }
    this.#bury('classes', went)
    await this.#buryOwnCourses()
    await this.#buryEnrollments(told, wentUsers)
  } // prettier-ignore

  /** The course of a section without one goes with it, or once it has one. */
  async #buryOwnCourses(): Promise<void> {
    const own = [...this.#found.sections.keys()].map(id => `${id}-course`)
    const told = new Set(this.#rows.courses.map(([id]) => id))
    this.#bury(
      'courses',
      [...(await this.#holding.live('courses', own))].filter(id => !told.has(id)),
    )
  }

  async #buryEnrollments(told: ReadonlySet<string>, wentUsers: readonly string[]): Promise<void> {
    const [inSections, ofPeople] = await Promise.all([
      this.#holding.naming('enrollments', 'classes', [...this.#found.sections.keys()]),
      this.#holding.naming('enrollments', 'users', wentUsers),
    ])
    this.#bury(
      'enrollments',
      [...new Set([...inSections, ...ofPeople])].filter(key => !told.has(key)),
    )
  }

  #bury(kind: Exclude<Told, 'roles'>, ids: readonly string[]): void {
    this.#rows[kind].push(...ids.map(id => this.#columns[kind].map((_, at) => [id, gone][at] ?? '')))
  }

  async drop(): Promise<Drop> {
    const shelf = new Shelf(this.#outside, 'delta', '1.2')
    try {
      for (const [kind, rows] of Object.entries(this.#rows)) {
        if (rows.length === 0) continue
        const spool = await shelf.open(kind as Told) // its own keys
        await spool.add(rows.map(lineOf).join(''))
        await shelf.keep(kind as Told, spool, this.#columns[kind as Told], {
          undated: true,
          ...(kind === 'users' && { nameless: true }),
        })
      }
      return shelf.drop(this.#reach.patience, this.#began, this.#reach.asker.url)
    } catch (error) {
      await shelf.close()
      throw error
    }
  }
}

function memberOf(enrollment: string): string {
  return enrollment.slice(enrollment.indexOf('/') + 1)
}

/** Not there, or not for us; every other refusal is for a reading of everything to make words of. */
function unlessGone(error: unknown): null {
  if (!(error instanceof Refused)) throw error
  if (error.status === 404) return null
  throw new Unfollowed(`Clever refuses a single record (${error.message})`)
}

function unknown(id: string): RollbookError {
  return new RollbookError('RECORD_UNKNOWN', `Cannot refresh ${JSON.stringify(id)}: neither the roster nor Clever has a school, a class or a person of this id. Copy its sourcedId from the roster`, 2) // prettier-ignore
}
