import { createReadStream } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { generateChurn } from './generate/churn/churn.ts'
import { headers, line, type SheetName } from './generate/columns.ts'
import { generateDistrict } from './generate/district.ts'
import { split } from './generate/previous.ts'
import { generateYear } from './generate/year/year.ts'

/** A record as it lies here: a row of the generated file, and when it last changed. Its JSON is made when it is asked for. */
export type Row = {
  readonly id: string
  /** As in the file, without status and dates. */
  text: string
  /** ISO 8601 in UTC with milliseconds. */
  modified: string
  gone: boolean
  /** The second user of a person who is two. */
  readonly twin?: true
}
/** Rows in the order of their ids. */
export type Shelf = { rows: Row[]; readonly index: Map<string, Row> }
export type Cells = Readonly<Record<string, string>>

export type DistrictPlan = {
  readonly key: string
  /** As its own people call it, where that is not the name the seed gives it. */
  readonly name?: string
  readonly schools: number
  readonly students: number
  readonly seed: string
  /** One for each household. */
  readonly guardians?: boolean
  /** A generated drop of 1.2 to serve as it is, in place of one that is made from the seed. */
  readonly drop?: string
}

const names = headers['1.2']
const mostViews = 50
const sheets = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments'] as const

/** What providers read of a district: all of it, or what it shares with an app. */
export type Served = Readonly<
  Pick<
    SandboxDistrict,
    'shelves' | 'revision' | 'cells' | 'rolesOf' | 'childrenOf' | 'remember' | 'insertBefore' | 'remove'
  >
> & {
  /** Whether a list of a class's students has its teachers too. */
  readonly mixed?: boolean
}

/** A generated district, served to whoever asks, and changed by its control. */
export class SandboxDistrict {
  readonly plan: DistrictPlan
  readonly shelves: Readonly<Record<SheetName, Shelf>>
  /** Moves with every change: another number is another state of the data. */
  revision = 1
  /** Called whenever something moved, by whoever must tell of it at once. */
  heard: (() => void) | null = null
  readonly #folder: string
  readonly #now: () => Date
  #turn = 0
  /** Its revision when it was the same as its drop. */
  #written = 0
  #rolesOf: Map<string, Row[]> | null = null
  readonly #children = new Map<string, Map<string, Row[]>>()
  readonly #views = new Map<string, readonly Row[]>()

  private constructor(plan: DistrictPlan, folder: string, now: () => Date) {
    this.plan = plan
    this.#folder = folder
    this.#now = now
    this.shelves = Object.fromEntries(sheets.map(name => [name, { rows: [], index: new Map() }])) as unknown as Record<SheetName, Shelf> // one for each name
  }

  static async make(plan: DistrictPlan, now: () => Date): Promise<SandboxDistrict> {
    const folder = await mkdtemp(join(tmpdir(), 'rollbook-sandbox-'))
    const district = new SandboxDistrict(plan, folder, now)
    const { schools, students, seed, guardians, drop } = plan
    if (drop !== undefined) await cp(drop, join(folder, '0'), { recursive: true })
    else await generateDistrict({ out: join(folder, '0'), schools, students, seed, guardians, version: '1.2', zip: false, writtenAt: now() })
    await district.#load(join(folder, '0'), new Date(now().getTime() - 86_400_000).toISOString())
    return district
  }

  get name(): string {
    return this.plan.name ?? this.cells('orgs', this.shelves.orgs.rows[0])['name'] ?? this.plan.key
  }

  /** Cells of a row by their columns. */
  cells(sheet: SheetName, row: Row | undefined): Cells {
    if (row === undefined) return {}
    const cells = row.text.includes('"') ? split(row.text) : row.text.split(',')
    const found: Record<string, string> = {}
    names[sheet].forEach((name, at) => (found[name] = cells[at] ?? ''))
    return found
  }

  rolesOf(user: string): readonly Row[] {
    if (this.#rolesOf === null) {
      this.#rolesOf = new Map()
      for (const row of this.shelves.roles.rows) {
        const { userSourcedId = '' } = this.cells('roles', row)
        this.#rolesOf.set(userSourcedId, [...(this.#rolesOf.get(userSourcedId) ?? []), row])
      }
    }
    return this.#rolesOf.get(user) ?? []
  }

  childrenOf(sheet: 'orgs' | 'academicSessions', parent: string): readonly Row[] {
    let index = this.#children.get(sheet)
    if (index === undefined) {
      index = new Map()
      for (const row of this.shelves[sheet].rows) {
        const { parentSourcedId = '' } = this.cells(sheet, row)
        index.set(parentSourcedId, [...(index.get(parentSourcedId) ?? []), row])
      }
      this.#children.set(sheet, index)
    }
    return index.get(parent) ?? []
  }

  /** Rows as they were found under the same key, until something moves. */
  remember(key: string, find: () => readonly Row[]): readonly Row[] {
    const known = this.#views.get(key)
    if (known !== undefined) return known
    if (this.#views.size >= mostViews) this.#views.clear()
    const found = find()
    this.#views.set(key, found)
    return found
  }

  /** The next day: a share of the rows differs, and who left stays as a tombstone. */
  async nextDay(share: number): Promise<number> {
    const [after, out] = await this.#folders()
    await generateChurn({ out, after, churn: share, seed: `${this.plan.seed} ${this.#turn}`, zip: false, writtenAt: this.#now() })
    return await this.#load(out, this.#now().toISOString())
  }

  /** The next school year: everybody moves up, classes are new. */
  async nextYear(): Promise<number> {
    const [after, out] = await this.#folders()
    await generateYear({ out, after, seed: `${this.plan.seed} ${this.#turn}`, zip: false, writtenAt: this.#now() })
    return await this.#load(out, this.#now().toISOString())
  }

  /** Takes a share of the students out, with what hangs on them; every so many, so that all schools lose some. */
  removeStudents(share: number, tombstones: boolean): number {
    const students = this.shelves.users.rows.filter(row => !row.gone && this.cells('users', row)['grades'] !== '')
    const every = Math.max(1, Math.round(1 / share))
    const chosen = new Set(students.filter((_, at) => at % every === 0).map(({ id }) => id))
    const hangs = (sheet: 'roles' | 'enrollments') => this.shelves[sheet].rows.filter(row => !row.gone && chosen.has(this.cells(sheet, row)['userSourcedId'] ?? ''))
    const rows = [...students.filter(({ id }) => chosen.has(id)), ...hangs('roles'), ...hangs('enrollments')]
    this.remove(rows, tombstones)
    return chosen.size
  }

  /** Ends rows: as tombstones, or as if they had never been. */
  remove(rows: readonly Row[], tombstones: boolean): void {
    const at = this.#now().toISOString()
    const ended = new Set(rows)
    for (const row of ended) {
      row.gone = true
      row.modified = at
    }
    for (const shelf of Object.values(this.shelves)) {
      if (tombstones) continue
      for (const row of shelf.rows) if (ended.has(row)) shelf.index.delete(row.id)
      shelf.rows = shelf.rows.filter(row => !ended.has(row))
    }
    this.moved()
  }

  /** A record like the first, before it; a user takes roles along. */
  insertBefore(sheet: SheetName, first: Row): void {
    const id = `0-${this.revision}`
    const copied = (row: Row, as: string) => ({ ...row, id: as, text: as + row.text.slice(row.text.indexOf(',')) })
    const roles = sheet === 'users' ? this.rolesOf(first.id) : []
    for (const role of roles) add(this.shelves.roles, copied({ ...role, text: role.text.replace(`,${first.id},`, `,${id},`) }, `${role.id}-${id}`))
    const shelf = this.shelves[sheet]
    const row = copied(first, id)
    shelf.rows = [row, ...shelf.rows]
    shelf.index.set(id, row)
    this.moved()
  }

  /** Purges tombstones, as servers do after a while. */
  purge(): number {
    const gone = Object.values(this.shelves).flatMap(({ rows }) => rows.filter(row => row.gone))
    this.remove(gone, false)
    return gone.length
  }

  /** Writes every user's id anew, wherever it stands: the same people under other ids. */
  rekey(prefix: string): number {
    const { rows } = this.shelves.users
    this.#rename(new Map(rows.map(({ id }) => [id, prefix + id.replace(/^u-/, '')])))
    return rows.length
  }

  /** One user under another id. */
  renameUser(from: string, to: string): boolean {
    const { index } = this.shelves.users
    if (!index.has(from) || index.has(to)) return false
    this.#rename(new Map([[from, to]]))
    return true
  }

  #rename(ids: ReadonlyMap<string, string>): void {
    const at = this.#now().toISOString()
    const renamed = (id: string) => ids.get(id) ?? id
    const rename = (text: string) => line(split(text).map(cell => cell.split(',').map(renamed).join(',')))
    for (const sheet of ['users', 'roles', 'enrollments'] as const) {
      const shelf = this.shelves[sheet]
      const rows = shelf.rows.map(row => {
        const text = rename(row.text)
        return text === row.text ? row : { ...row, text, modified: at, id: sheet === 'users' ? renamed(row.id) : row.id }
      })
      shelf.index.clear()
      shelf.rows = rows.sort(byId)
      for (const row of rows) shelf.index.set(row.id, row)
    }
    this.moved()
  }

  /** A change of a cell, as somebody at a school would make it. */
  put(sheet: SheetName, id: string, column: string, value: string): boolean {
    const row = this.shelves[sheet].index.get(id)
    const place = names[sheet].indexOf(column)
    if (row === undefined || place < 0) return false
    const cells = split(row.text)
    cells[place] = value
    row.text = line(cells)
    row.modified = this.#now().toISOString()
    this.moved()
    return true
  }

  moved(): void {
    this.revision++
    this.#rolesOf = null
    this.#children.clear()
    this.#views.clear()
    this.heard?.()
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** The next drop goes on from how the district is now: what was changed by hand stays changed. */
  async #folders(): Promise<[after: string, out: string]> {
    const after = join(this.#folder, String(this.#turn))
    if (this.revision !== this.#written)
      for (const sheet of sheets) {
        const live = this.shelves[sheet].rows.filter(row => !row.gone).map(({ text }) => text)
        await writeFile(join(after, `${sheet}.csv`), [names[sheet].join(','), ...live, ''].join('\n'))
      }
    return [after, join(this.#folder, String(++this.#turn))]
  }

  /** Takes over what a drop says: rows that differ are dated now, rows that are gone become tombstones. */
  async #load(folder: string, at: string): Promise<number> {
    let changed = 0
    for (const sheet of sheets) {
      const shelf = this.shelves[sheet]
      const here = new Set<string>()
      for await (const text of linesOf(join(folder, `${sheet}.csv`))) {
        const id = text.slice(0, text.indexOf(','))
        here.add(id)
        const row = shelf.index.get(id)
        if (row !== undefined && row.text === text && !row.gone) continue
        changed++
        if (row === undefined) add(shelf, { id, text, modified: at, gone: false })
        else Object.assign(row, { text, modified: at, gone: false })
      }
      for (const row of shelf.rows) {
        if (row.gone || here.has(row.id)) continue
        Object.assign(row, { gone: true, modified: at })
        changed++
      }
      shelf.rows.sort(byId)
    }
    this.moved()
    this.#written = this.revision
    return changed
  }
} // prettier-ignore

function add(shelf: Shelf, row: Row): void {
  shelf.rows.push(row)
  shelf.index.set(row.id, row)
}

function byId(a: Row, b: Row): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Rows of a generated file: none of its cells has a line break. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let header = true
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (!header && line !== '') yield line
    header = false
  }
}
