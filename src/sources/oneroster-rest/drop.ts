import { createHash } from 'node:crypto'
import { UnreadableDrop } from '../../roster/errors.ts'
import type { Issue } from '../../roster/issue.ts'
import type { Kind } from '../../roster/kinds.ts'
import { readColumns } from '../oneroster-csv/header.ts'
import { Findings } from '../oneroster-csv/findings.ts'
import { makeStream } from '../oneroster-csv/stream.ts'
import { exactly } from '../oneroster-csv/written.ts'
import type { Outside } from '../outside.ts'
import type { Drop, Mode, Refused as Absent, Stream, Version } from '../source.ts'
import { Refused, type Asker } from './asker.ts'
import { readCollection, type Proof } from './collection.ts'
import { TooHeavy, type Patience } from './patience.ts'
import type { Setup } from './settings.ts'
import { Spool } from './spool.ts'
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
  readonly #spools: Spool[] = []
  readonly #streams: Stream[] = []
  readonly #refused: Absent[] = []
  readonly #issues: Issue[] = []
  readonly #mode: Record<string, Mode> = {}
  readonly #people: People
  readonly #doubts = new Map<string, string>()
  #delta: boolean
  #revision: string | null = null
  moved = false

  constructor(reach: Reach, outside: Outside) {
    this.#reach = reach
    this.#outside = outside
    this.#began = outside.now()
    // Who is several users is known only from all of them.
    this.#delta = outside.since !== null && reach.setup.merge === null
    this.#since = this.#delta && outside.since !== null ? new Date(outside.since.getTime() - overlap) : null
    this.#people = new People(reach.setup.merge)
  }

  async read({ kind, paths, keys }: Wanted): Promise<void> {
    const spool = await this.#open(kind)
    const roles = kind === 'users' ? await this.#open('roles') : null
    const writer = new Writer(kind, spool, roles, this.#people, this.#reach.setup, this.#since)
    const proof = await this.#readAny(paths, keys, kind, writer)
    if (proof === null) return
    await spool.flush()
    await roles?.flush()
    this.#compare(proof)
    if (proof.why !== null)
      for (const one of roles === null ? [spool] : [spool, roles]) this.#doubts.set(one.path, proof.why)
    this.#keep(kind, spool, writer.finder.names, proof)
    if (roles !== null) this.#keep('roles', roles, roleNames, proof)
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
    const mode = this.#delta ? 'delta' : 'bulk'
    if (error instanceof Refused && error.status !== 403 && spared.has(kind)) {
      this.#mode[kind] = 'absent'
      const said = {
        message: `The server has no ${path}: ${why}`,
        fix: `Have the server serve ${path}, if it can`,
      }
      this.#issues.push({ severity: 'warning', rule: 'file_missing', file: kind, row: null, field: null, sourcedId: null, value: null, ...said }) // prettier-ignore
      return
    }
    for (const one of kind === 'users' ? (['users', 'roles'] as const) : [kind]) {
      this.#mode[one] = mode
      this.#refused.push({ kind: one, mode, why })
    }
  }

  async #open(kind: Kind): Promise<Spool> {
    const spool = await Spool.create(this.#outside.scratch, kind)
    this.#spools.push(spool)
    return spool
  }

  #keep(kind: Kind, entry: Spool, names: readonly string[], proof: Proof): void {
    const mode = this.#delta ? 'delta' : 'bulk'
    this.#mode[kind] = mode
    const { version } = this.#reach
    const dialect = { delimiter: 44, strict: false }
    const head = { encoding: 'utf-8', dialect, sepLine: false, header: names, dataStart: 0, hasRows: entry.bytes > 0 } as const
    const header = readColumns(names, kind, kind, '1.2', new Findings('tolerant'))
    const stream = makeStream({ file: kind, entry, head, names, header, mode, version, doubt: null }, kind)
    const ending = () => (proof.complete && !this.moved ? stream.ending() : { complete: false, why: proof.why ?? 'its collections are of different states of the data', rule: 'incomplete_read', fix: 'The next sync reads it again; if it lasts, ask whoever runs the server' })
    this.#streams.push(kind === 'roles' ? { ...stream, toldBy: 'userSourcedId', ending } : { ...stream, ending })
  } // prettier-ignore

  #tellRepeated(kind: Kind, count: number): void {
    const message = `${count} records of ${kind} have an id that came before; the last of each counts`
    const fix = 'Give each record an id of its own'
    this.#issues.push({ severity: 'warning', rule: 'duplicate_sourced_id', file: kind, row: null, field: 'sourcedId', sourcedId: null, value: null, message, fix }) // prettier-ignore
  }

  drop(): Drop {
    if (this.#streams.length === 0)
      throw new UnreadableDrop('SOURCE_SILENT', `Cannot read from ${this.#reach.asker.url}: ${this.#refused.map(({ kind, why }) => `${kind}: ${why}`).join('; ')}. Nothing was changed; try again later, and ask whoever runs the server if it lasts`) // prettier-ignore
    return {
      version: this.#reach.version,
      mode: this.#mode,
      streams: this.#streams,
      refused: this.#refused,
      issues: this.#issues,
      files: this.#spools.filter(({ path }) => path in this.#mode && this.#mode[path] !== 'absent').map(spool => ({ name: spool.path, bytes: spool.bytes, digest: () => this.#digestOf(spool) })),
      written: exactly(this.#began),
      requests: this.#reach.patience.requests,
      close: () => this.close(),
    }
  } // prettier-ignore

  /** The same rows without proof are not what they were with it. */
  async #digestOf(spool: Spool): Promise<string> {
    const digest = await spool.digest()
    const why = this.#doubts.get(spool.path)
    return why === undefined ? digest : createHash('sha256').update(`${digest} ${why}`).digest('hex')
  }

  async close(): Promise<void> {
    for (const spool of this.#spools) await spool.close()
  }
}

const scopeHint = 'scope roster-core.readonly'
