import { createHash } from 'node:crypto'
import { UnreadableDrop } from '../../roster/errors.ts'
import type { Issue } from '../../roster/issue.ts'
import type { Kind } from '../../roster/kinds.ts'
import { Findings } from '../oneroster-csv/findings.ts'
import { readColumns } from '../oneroster-csv/header.ts'
import { makeStream } from '../oneroster-csv/stream.ts'
import { exactly } from '../oneroster-csv/written.ts'
import type { Outside } from '../outside.ts'
import type { Drop, Ending, Mode, Refused as Absent, Stream, Version } from '../source.ts'
import type { Patience } from './patience.ts'
import { Spool } from './spool.ts'

/** Why what came of a kind proves nobody gone, and what to do, where that is more than to wait for the next sync. */
type Doubt = { readonly why: string; readonly fix?: string }

/** What was read of a server, kind by kind, until it is a drop. Whoever made it closes it. */
export class Shelf {
  readonly #scratch: string
  readonly #spools: Spool[] = []
  readonly #streams: Stream[] = []
  readonly #refused: Absent[] = []
  readonly #issues: Issue[] = []
  readonly #modes: Record<string, Mode> = {}
  readonly #doubts = new Map<Kind, Doubt>()
  readonly #mode: 'bulk' | 'delta'
  readonly #version: Version

  constructor({ scratch }: Pick<Outside, 'scratch'>, mode: 'bulk' | 'delta', version: Version) {
    this.#scratch = scratch
    this.#mode = mode
    this.#version = version
  }

  async open(kind: Kind): Promise<Spool> {
    const spool = await Spool.create(this.#scratch, kind)
    this.#spools.push(spool)
    return spool
  }

  /** Takes a spool as the stream of a kind. */
  async keep(kind: Kind, entry: Spool, names: readonly string[], more: Pick<Stream, 'nameless' | 'undated'> = {}): Promise<void> {
    await entry.flush()
    const mode = this.#mode
    this.#modes[kind] = mode
    const dialect = { delimiter: 44, strict: false }
    const head = { encoding: 'utf-8', dialect, sepLine: false, header: names, dataStart: 0, hasRows: entry.bytes > 0 } as const
    const header = readColumns(names, kind, kind, '1.2', new Findings('tolerant'))
    const stream = makeStream({ file: kind, entry, head, names, header, mode, version: this.#version, doubt: null }, kind)
    const ending = () => this.#endingOf(kind, stream)
    this.#streams.push({ ...stream, ...(kind === 'roles' && { toldBy: 'userSourcedId' }), ...more, ending })
  } // prettier-ignore

  #endingOf(kind: Kind, stream: Stream): Ending {
    const doubt = this.#doubts.get(kind)
    if (doubt === undefined) return stream.ending()
    const { why, fix = 'The next sync reads it again; if it lasts, ask whoever runs the server' } = doubt
    return { complete: false, why, rule: 'incomplete_read', fix }
  }

  /** Nobody is concluded to be gone from what is not there of this kind; the first reason stands. */
  doubt(kind: Kind, doubt: Doubt): void {
    if (!this.#doubts.has(kind)) this.#doubts.set(kind, doubt)
  }

  get isDoubted(): boolean {
    return this.#doubts.size > 0
  }

  doubtAll(doubt: Doubt): void {
    for (const { kind } of this.#streams) this.doubt(kind, doubt)
  }

  refuse(kind: Kind, why: string): void {
    this.#modes[kind] = this.#mode
    this.#refused.push({ kind, mode: this.#mode, why })
  }

  /** A kind that the server has not, and need not have. */
  leaveOut(kind: Kind, message: string, fix: string): void {
    this.#modes[kind] = 'absent'
    this.warn('file_missing', kind, null, message, fix)
  }

  warn(rule: string, kind: Kind, field: string | null, message: string, fix: string): void {
    this.#issues.push({ severity: 'warning', rule, file: kind, row: null, field, sourcedId: null, value: null, message, fix }) // prettier-ignore
  }

  /** Throws SOURCE_SILENT when nothing at all could be read. */
  drop({ requests }: Patience, began: Date, url: string): Drop {
    if (this.#streams.length === 0)
      throw new UnreadableDrop('SOURCE_SILENT', `Cannot read from ${url}: ${this.#refused.map(({ kind, why }) => `${kind}: ${why}`).join('; ')}. Nothing was changed; try again later, and ask whoever runs the server if it lasts`) // prettier-ignore
    const kept = this.#spools.filter(({ path }) => this.#streams.some(({ kind }) => kind === path))
    return {
      version: this.#version,
      mode: this.#modes,
      streams: this.#streams,
      refused: this.#refused,
      issues: this.#issues,
      files: kept.map(spool => ({
        name: spool.path,
        bytes: spool.bytes,
        digest: () => this.#digestOf(spool),
      })),
      written: exactly(began),
      requests,
      close: () => this.close(),
    }
  }

  /** The same rows without proof are not what they were with it. */
  async #digestOf(spool: Spool): Promise<string> {
    const digest = await spool.digest()
    const why = [...this.#doubts].find(([kind]) => kind === spool.path)?.[1].why
    return why === undefined ? digest : createHash('sha256').update(`${digest} ${why}`).digest('hex')
  }

  async close(): Promise<void> {
    for (const spool of this.#spools) await spool.close()
  }
}
