import { UnreadableDrop } from '../../roster/errors.ts'
import type { Kind } from '../../roster/kinds.ts'
import type { Outside } from '../outside.ts'
import type { Drop, Version } from '../source.ts'
import { Refused, type Asker } from './asker.ts'
import { readCollection, type Proof } from './collection.ts'
import { TooHeavy, type Patience } from './patience.ts'
import type { Setup } from './settings.ts'
import { Shelf } from './shelf.ts'
import { People, roleNames, Writer } from './writer.ts'

type Wanted = { readonly kind: Kind; readonly paths: readonly string[]; readonly keys: readonly string[] }

/** Collections at the top alone: what hangs below a school or a class is the same records, and not every server has them. */
const collections: readonly Wanted[] = [
  { kind: 'orgs', paths: ['orgs', 'schools'], keys: ['orgs', 'schools'] },
  { kind: 'academicSessions', paths: ['academicSessions', 'terms'], keys: ['academicSessions', 'terms'] },
  { kind: 'courses', paths: ['courses'], keys: ['courses'] },
  { kind: 'classes', paths: ['classes'], keys: ['classes'] },
  { kind: 'users', paths: ['users'], keys: ['users', 'students', 'teachers'] },
  { kind: 'enrollments', paths: ['enrollments'], keys: ['enrollments'] },
  { kind: 'demographics', paths: ['demographics'], keys: ['demographics'] },
]
/** A server need not serve these; what refers to them is taken on trust. */
const spared = new Set<Kind>(['academicSessions', 'courses', 'demographics'])
const notThere = new Set([403, 404])
/** Collections that are of different states of the data are read anew, so often. */
const mostStarts = 3
/** Clocks differ, and a change is dated before it can be read. */
const overlap = 3_600_000

export type Reach = {
  readonly asker: Asker
  readonly patience: Patience
  readonly setup: Setup
  readonly version: Version
}

/** Reads a OneRoster server whole, or what changed since, into a drop. Memory holds a page, whatever the district is. */
export async function readServer(reach: Reach, outside: Outside, start = 1): Promise<Drop> {
  const reader = new ServerReader(reach, outside)
  try {
    for (const wanted of collections) if (outside.wants.includes(wanted.kind)) await reader.read(wanted)
    if (!reader.moved || start >= mostStarts) return reader.drop()
    await reader.close()
    return await readServer(reach, outside, start + 1)
  } catch (error) {
    await reader.close()
    if (error instanceof Unfiltered) return await readServer(reach, { ...outside, since: null })
    throw error
  }
}

/** The server cannot tell what changed: then it is read whole. */
class Unfiltered extends Error {}

class ServerReader {
  readonly #reach: Reach
  readonly #outside: Outside
  readonly #began: Date
  readonly #since: Date | null
  readonly #shelf: Shelf
  readonly #people: People
  #revision: string | null = null
  moved = false

  constructor(reach: Reach, outside: Outside) {
    this.#reach = reach
    this.#outside = outside
    this.#began = outside.now()
    // Who is several users is known only from all of them.
    const since = reach.setup.merge === null ? outside.since : null
    this.#since = since === null ? null : new Date(since.getTime() - overlap)
    this.#shelf = new Shelf(outside, since === null ? 'bulk' : 'delta', reach.version)
    this.#people = new People(reach.setup.merge)
  }

  async read({ kind, paths, keys }: Wanted): Promise<void> {
    const spool = await this.#shelf.open(kind)
    const roles = kind === 'users' ? await this.#shelf.open('roles') : null
    const writer = new Writer(kind, spool, roles, this.#people, this.#reach.setup, this.#since)
    const proof = await this.#readAny(paths, keys, kind, writer)
    if (proof === null) return
    this.#compare(proof)
    await this.#shelf.keep(kind, spool, writer.finder.names)
    if (roles !== null) await this.#shelf.keep('roles', roles, roleNames)
    if (proof.why !== null) for (const one of together(kind)) this.#shelf.doubt(one, { why: proof.why })
    if (proof.repeated > 0) this.#tellRepeated(kind, proof.repeated)
  }

  /** Collections of one state of the data belong together; an enrollment of the next names people of the next. */
  #compare({ revision }: Proof): void {
    if (revision === null) return
    if (this.#revision !== null && this.#revision !== revision) this.moved = true
    this.#revision = revision
  }

  /** The first path that the server knows. null when it knows none, which is told. */
  async #readAny(paths: readonly string[], keys: readonly string[], kind: Kind, writer: Writer): Promise<Proof | null> {
    const { asker, setup } = this.#reach
    for (const path of paths) {
      const collection = { path, keys, pageSize: setup.pageSize, counts: setup.counts, filter: this.#filter() }
      try {
        return await readCollection(asker, collection, writer, (rows, total) => this.#outside.progress(`Reading ${path}`, rows, total))
      } catch (error) {
        if (error instanceof Refused && error.status === 404 && path !== paths.at(-1)) continue
        if (error instanceof Refused && this.#since !== null && !notThere.has(error.status)) throw new Unfiltered()
        this.#refuse(kind, path, error)
        return null
      }
    }
    return null
  } // prettier-ignore

  #filter(): string | null {
    return this.#since === null ? null : `dateLastModified>'${this.#since.toISOString()}'`
  }

  /** What could not be read, without which the rest is still worth reading. */
  #refuse(kind: Kind, path: string, error: unknown): void {
    const passing =
      error instanceof TooHeavy || (error instanceof UnreadableDrop && error.code === 'SOURCE_SILENT')
    if (!(error instanceof Refused) && !passing) throw error
    const why = error.message
    if (error instanceof Refused && kind === 'orgs')
      throw new UnreadableDrop('SOURCE_FORBIDDEN', `Cannot read ${path} of ${this.#reach.asker.url}: ${why}. Check the base URL, and that the client may read the roster (${scopeHint})`) // prettier-ignore
    if (error instanceof Refused && error.status !== 403 && spared.has(kind))
      this.#shelf.leaveOut(kind, `The server has no ${path}: ${why}`, `Have the server serve ${path}, if it can`) // prettier-ignore
    else for (const one of together(kind)) this.#shelf.refuse(one, why)
  }

  #tellRepeated(kind: Kind, count: number): void {
    const message = `${count} records of ${kind} have an id that came before; the last of each counts`
    this.#shelf.warn('duplicate_sourced_id', kind, 'sourcedId', message, 'Give each record an id of its own')
  }

  drop(): Drop {
    if (this.moved) this.#shelf.doubtAll({ why: 'its collections are of different states of the data' })
    return this.#shelf.drop(this.#reach.patience, this.#began, this.#reach.asker.url)
  }

  close(): Promise<void> {
    return this.#shelf.close()
  }
}

/** Roles stand inside of users, and come or stay away with them. */
function together(kind: Kind): readonly Kind[] {
  return kind === 'users' ? ['users', 'roles'] : [kind]
}

const scopeHint = 'scope roster-core.readonly'
