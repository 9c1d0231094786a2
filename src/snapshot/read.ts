import type { Batch, Broken, Stream } from '../sources/source.ts'
import type { Kind } from '../roster/kinds.ts'
import type { KindBase } from './base.ts'
import { makeChecker, type Checker } from './check.ts'
import type { Seed } from './hash.ts'
import { Prints } from './prints.ts'
import { newReading, type Reading } from './reading.ts'
import { settleRepeats } from './repeats.ts'
import { roleKeys } from './role-keys.ts'
import { RowTaker, type Around } from './take.ts'
import { flags } from './table.ts'

/** Orgs and sessions are few and others hang on them whole: they are looked at every time. */
const alwaysLooked = new Set<Kind>(['orgs', 'academicSessions'])

/**
 * Reads one kind against its fingerprints. A row whose bytes are those of last time costs two hashes; any
 * other is checked, resolved and, when what it means is new, written into its drawer.
 */
export class KindReader {
  readonly reading: Reading
  private readonly check: Checker
  private readonly seed: Seed
  private readonly prints: Prints
  private readonly quick: boolean
  /** No row is passed unlooked. */
  private readonly everyRow: boolean
  private readonly taker: RowTaker
  private readonly stream: Stream
  private readonly base: KindBase
  private readonly around: Around

  constructor(stream: Stream, base: KindBase, around: Around, seed: string) {
    this.stream = stream
    this.base = base
    this.around = around
    this.check = makeChecker(stream, around.profile, around.rules)
    // Bytes mean the same only under the same header and the same rules.
    this.seed = around.hasher.seed(`${seed}\u001f${stream.form}`)
    this.prints = new Prints(stream, around.hasher, base.table, this.seed)
    this.quick = stream.kind !== 'roles'
    this.everyRow = alwaysLooked.has(stream.kind) || (around.person !== null && stream.kind === 'users')
    this.reading = newReading(stream)
    this.taker = new RowTaker(stream, base, around, this.reading)
  }

  async read(): Promise<Reading> {
    for await (const batch of this.stream.batches()) {
      if (this.reading.rows === 0) this.expect(batch)
      this.prints.take(batch)
      for (let at = 0; at < batch.count; at++) this.readRow(batch, at)
      this.reading.rows += batch.count
      this.around.progress(batch.count)
      await this.around.drawer.drain()
      await this.base.names.flush()
    }
    await this.settle()
    const { complete, why, rule } = this.stream.ending()
    this.reading.torn = rule !== undefined
    this.tellEnding()
    const { nameless } = this.reading
    this.reading.complete = complete && nameless === null && this.stream.mode === 'bulk'
    this.reading.why = why ?? (nameless === null ? null : `row ${nameless} does not say whom it speaks of`)
    return this.reading
  }

  /** What only the end of the file settles. */
  private async settle(): Promise<void> {
    const { taker, stream, base, around, check, seed } = this
    taker.tellLost()
    if (taker.doubtful.size > 0) await settleRepeats({ stream, base, around, taker, check, seed })
    if (taker.unread.size > 0 && stream.mode === 'bulk') await taker.shieldRoles()
  }

  /** A file that broke off says so in its issues too: whoever only validates sees nothing of what is left out. */
  private tellEnding(): void {
    const { file, orgsCell } = this.stream
    const { rule, why, fix = 'Deliver the files again' } = this.stream.ending()
    // users.csv of 1.1 is read twice: as users, where this is told, and as roles.
    if (rule === undefined || why === null || orgsCell >= 0) return
    const torn = rule !== 'invalid_archive' && rule !== 'incomplete_read'
    this.around.issues.add({
      // Of what a server has not proven no row is rejected.
      severity: rule === 'incomplete_read' ? 'warning' : 'error', rule, file, row: torn ? this.reading.rows + 2 : null, field: null, sourcedId: null, value: null,
      message: rule === 'invalid_archive' ? why : `${file} did not arrive whole: ${why}`, fix,
    }) // prettier-ignore
  }

  /** The first rows say how long rows are, and so how many the file has. */
  private expect(batch: Batch): void {
    const first = (batch.ends[batch.count - 1] ?? 0) - (batch.starts[0] ?? 0)
    if (first > 0) this.base.table.reserve((this.around.bytes / first) * batch.count)
  }

  private readRow(batch: Batch, at: number): void {
    const { prints } = this
    const lo = prints.lo(at)
    const hi = prints.hi(at)
    const slot = prints.slot(at)
    if (slot >= 0 && this.unchanged(slot, lo, hi) && this.pass(slot, batch, at)) return
    this.readCells(this.stream.split(batch, at), batch.firstRow + at, lo, hi)
  }

  private readCells(cells: string[] | Broken, row: number, lo: number, hi: number): void {
    if (!Array.isArray(cells)) return this.taker.takeBroken(cells, row)
    // A spreadsheet leaves rows of commas behind the last record: they say nothing, and nothing is missed.
    if (cells.every(cell => cell.trim() === '')) return
    if (!this.quick) {
      const keys = roleKeys(this.stream, (cells[this.stream.sourcedIdCell] ?? '').trim(), cells)
      const slots = keys.map(key => this.taker.slotOf(key))
      if (slots.length > 0 && slots.every(slot => slot >= 0 && this.unchanged(slot, lo, hi))) {
        keys.forEach((key, at) => this.passRole(key, slots[at] ?? -1, row))
        this.taker.tellRole(cells)
        this.reading.same++
        return
      }
    }
    this.taker.take(this.check(cells, row), cells, row, lo, hi)
  }

  private passRole(key: string, slot: number, row: number): void {
    const mark = this.base.table.mark(slot)
    if ((mark & flags.seen) !== 0) this.taker.doubtful.set(key, row)
    this.passSlot(slot, mark)
  }

  private unchanged(slot: number, lo: number, hi: number): boolean {
    const { table } = this.base
    const mark = table.mark(slot)
    if ((mark & (flags.held | flags.out)) === 0 || (mark & flags.again) !== 0) return false
    if ((mark & flags.out) !== 0 && this.around.reopened) return false
    if (this.everyRow) return false
    return table.sameRow(slot, lo, hi)
  }

  /** Counts a row that says what it said last time; false for a role of which more is to be told. */
  private pass(slot: number, batch: Batch, at: number): boolean {
    const mark = this.base.table.mark(slot)
    if ((mark & flags.seen) !== 0 || this.stream.mode === 'delta') {
      if (!this.quick) return false
      if ((mark & flags.seen) !== 0) this.passAgain(batch, at)
    }
    this.passSlot(slot, mark)
    this.reading.same++
    return true
  }

  private passAgain(batch: Batch, at: number): void {
    const cells = this.stream.split(batch, at)
    if (Array.isArray(cells))
      this.taker.doubtful.set((cells[this.stream.sourcedIdCell] ?? '').trim(), batch.firstRow + at)
  }

  private passSlot(slot: number, mark: number): void {
    const out = (mark & flags.out) !== 0
    this.base.table.setMark(slot, mark | (out ? flags.seen : flags.seen | flags.valid))
    if (out) this.reading.out++
    else this.reading.accepted++
  }
}
