import { entityKey, roleKey, type Entity } from '../roster/entity.ts'
import { manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Rules } from '../roster/rules.ts'
import type { Batch, Broken, Stream } from '../sources/source.ts'
import type { KindBase } from './base.ts'
import { checkBroken, makeChecker } from './check.ts'
import type { Checked, Profile } from './checked.ts'
import type { Hasher, Seed } from './hash.ts'
import { contentText, entityLine } from './line.ts'
import { Prints } from './prints.ts'
import { kinFields, lostParent, resolve, type Lookup } from './references.ts'
import type { Scope } from './scope.ts'
import type { Drawer } from './scratch.ts'
import { flags } from './table.ts'
import type { IssueTally } from './tally.ts'

/** What reading one kind came to. */
export type Reading = {
  readonly kind: Kind
  readonly file: string
  readonly mode: 'bulk' | 'delta'
  rows: number
  /** Rows whose bytes are those of last time. */
  same: number
  accepted: number
  rejected: number
  out: number
  /** Rows whose sourcedId stands in the file again further down. */
  repeated: number
  complete: boolean
  why: string | null
  /** Keys that the source itself calls gone. */
  readonly gone: Set<string>
  /** Keys that were in the roster and are now outside the scope. */
  readonly left: string[]
  /** Entities accepted that the roster did not hold. */
  fresh: number
  /** First row of which nobody can say whom it speaks of; such a file proves nobody gone. */
  nameless: number | null
  /** sourcedIds of rejected rows that the roster holds nothing of. */
  readonly refused: Set<string>
  /** sourcedIds of rows that were looked at: their old issues end here. */
  readonly looked: Set<string>
  /** Newest dateLastModified. */
  latest: string | null
  /** Row that counts, for keys that stand in the file more than once. */
  readonly winners: Map<string, number>
  /**
   * A delta of roles names them by a word that is not their key: by sourcedId, or in 1.1 by their person. What the
   * roster holds under that word and the delta does not repeat is replaced by what it says.
   */
  readonly told: Set<string>
  readonly toldBy: 'sourcedId' | 'userSourcedId'
}

/** A reading of nothing yet. */
export function newReading(stream: Pick<Stream, 'kind' | 'file' | 'mode' | 'orgsCell'>): Reading {
  return {
    kind: stream.kind, file: stream.file, mode: stream.mode, rows: 0, same: 0, accepted: 0, rejected: 0, out: 0,
    repeated: 0, complete: false, why: null, gone: new Set(), left: [], fresh: 0, refused: new Set(), nameless: null,
    looked: new Set(), latest: null, winners: new Map(),
    told: new Set(), toldBy: stream.orgsCell < 0 ? 'sourcedId' : 'userSourcedId',
  } // prettier-ignore
}

/** What the readers of one snapshot share. */
export type Around = {
  readonly hasher: Hasher
  readonly profile: Profile
  readonly rules: Rules
  readonly scope: Scope
  readonly drawer: Drawer
  readonly issues: IssueTally
  readonly lookup: Lookup
  /** Hears of every accepted entity that was looked at, for the rules that need several. */
  readonly hear: (entity: Entity, row: number, file: string) => void
  /** With a scope by role or school: whether a person has a role that lets them in; else null. */
  readonly person: ((sourcedId: string) => boolean) | null
  /** Something came into the scope: rows outside must be looked at again. */
  reopened: boolean
  readonly progress: (rows: number) => void
}

/** Beyond this many a whole file was looked at anew, and its issues were all found again. */
const REMEMBERED = 1_000_000
const followers = new Set<Kind>(['roles', 'enrollments', 'demographics'])
/** Orgs and sessions are few and others hang on them whole: they are looked at every time. */
const alwaysLooked = new Set<Kind>(['orgs', 'academicSessions'])

/**
 * Reads one kind against its fingerprints. A row whose bytes are those of last time costs two hashes; any
 * other is checked, resolved and, when what it means is new, written into its drawer.
 */
export class KindReader {
  readonly reading: Reading
  private readonly check: (cells: readonly string[], row: number) => Checked
  private readonly seed: Seed
  private readonly prints: Prints
  private readonly quick: boolean
  /** Keys that came again, and the last row that named them. */
  private readonly doubtful = new Map<string, number>()
  /** People of whose roles a row could not be read: any of them may be the one it told. */
  private readonly unread = new Set<string>()
  private readonly waiting: { entity: Entity; row: number; field: string; id: string }[] = []
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
    this.reading = newReading(stream)
  }

  async read(): Promise<Reading> {
    for await (const batch of this.stream.batches()) {
      this.prints.take(batch)
      for (let at = 0; at < batch.count; at++) this.readRow(batch, at)
      this.reading.rows += batch.count
      this.around.progress(batch.count)
      await this.around.drawer.drain()
      await this.base.names.flush()
    }
    this.tellLost()
    if (this.doubtful.size > 0) await this.settleRepeats()
    if (this.unread.size > 0 && this.stream.mode === 'bulk') await this.shieldRoles()
    const { complete, why } = this.stream.ending()
    const { nameless } = this.reading
    this.reading.complete = complete && nameless === null && this.stream.mode === 'bulk'
    this.reading.why = why ?? (nameless === null ? null : `row ${nameless} does not say whom it speaks of`)
    return this.reading
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
    if (!Array.isArray(cells)) return this.takeBroken(cells, row)
    // A spreadsheet leaves rows of commas behind the last record: they say nothing, and nothing is missed.
    if (cells.every(cell => cell.trim() === '')) return
    if (!this.quick) {
      const keys = this.roleKeys((cells[this.stream.sourcedIdCell] ?? '').trim(), cells)
      const slots = keys.map(key => this.slotOf(key))
      if (slots.length > 0 && slots.every(slot => slot >= 0 && this.unchanged(slot, lo, hi))) {
        keys.forEach((key, at) => this.passRole(key, slots[at] ?? -1, row))
        this.tellRole(cells)
        this.reading.same++
        return
      }
    }
    this.take(this.check(cells, row), cells, row, lo, hi)
  }

  /** Of a 1.1 user its users stream tells; the roles made of the same row need not say it again. */
  private takeBroken(broken: Broken, row: number): void {
    const checked = checkBroken(this.stream, broken, row)
    if (this.stream.orgsCell < 0) return this.take(checked, [], row, 0, 0)
    this.rejectRow(checked.sourcedId, [], row)
  }

  private passRole(key: string, slot: number, row: number): void {
    const mark = this.base.table.mark(slot)
    if ((mark & flags.seen) !== 0) this.doubtful.set(key, row)
    this.passSlot(slot, mark)
  }

  /** A delta that names a role or, in 1.1, a person replaces what the roster has under that name. */
  private tellRole(cells: readonly string[]): void {
    if (this.stream.mode === 'delta') this.reading.told.add((cells[this.stream.sourcedIdCell] ?? '').trim())
  }

  private slotOf(key: string): number {
    this.around.hasher.text(key)
    return this.base.table.find(this.around.hasher.lo, this.around.hasher.hi)
  }

  private unchanged(slot: number, lo: number, hi: number): boolean {
    const { table } = this.base
    const mark = table.mark(slot)
    if ((mark & (flags.held | flags.out)) === 0 || (mark & flags.again) !== 0) return false
    if ((mark & flags.out) !== 0 && this.around.reopened) return false
    if (alwaysLooked.has(this.stream.kind) || (this.around.person !== null && this.stream.kind === 'users'))
      return false
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
      this.doubtful.set((cells[this.stream.sourcedIdCell] ?? '').trim(), batch.firstRow + at)
  }

  private passSlot(slot: number, mark: number): void {
    const out = (mark & flags.out) !== 0
    this.base.table.setMark(slot, mark | (out ? flags.seen : flags.seen | flags.valid))
    if (out) this.reading.out++
    else this.reading.accepted++
  }

  private take(checked: Checked, cells: readonly string[], row: number, lo: number, hi: number): void {
    const { issues, sourcedId } = checked
    if (sourcedId !== null && this.base.stocked && this.reading.looked.size < REMEMBERED)
      this.reading.looked.add(sourcedId)
    if (issues.length > 0) this.around.issues.addAll(issues)
    if (checked.modified !== null && (this.reading.latest === null || checked.modified > this.reading.latest))
      this.reading.latest = checked.modified
    if (checked.tombstone) return this.takeTombstone(checked, cells, row, lo, hi)
    if (checked.entities.length === 0) return this.rejectRow(sourcedId, cells, row)
    if (!this.quick) this.tellRole(cells)
    for (const entity of checked.entities) this.takeEntity(entity, row, cells, lo, hi)
  }

  private takeTombstone(
    { sourcedId }: Checked,
    cells: readonly string[],
    row: number,
    lo: number,
    hi: number,
  ): void {
    this.reading.out++
    if (sourcedId === null) return
    if (!this.quick) this.tellRole(cells)
    for (const key of this.quick ? [sourcedId] : this.roleKeys(sourcedId, cells)) {
      const known = this.slotOf(key)
      if (known >= 0 && (this.base.table.mark(known) & flags.seen) !== 0) this.doubtful.set(key, row)
      this.bury(key, lo, hi)
    }
  }

  /** Gone, by the source's own word: what refers to it refers to nothing. */
  private bury(key: string, lo: number, hi: number): void {
    const slot = this.enter(key)
    const { table } = this.base
    const mark = table.mark(slot)
    table.setRow(slot, lo, hi)
    table.setMark(slot, (mark & flags.held) | flags.seen | flags.gone)
    if ((mark & flags.held) !== 0) this.reading.gone.add(key)
  }

  private roleKeys(sourcedId: string, cells: readonly string[]): string[] {
    const { orgsCell, roleCell, cells: at } = this.stream
    const cell = (number: number) => (cells[number] ?? '').trim()
    if (orgsCell >= 0) {
      const orgs = cell(orgsCell).split(',')
      return orgs.flatMap(org => (org.trim() === '' ? [] : [roleKey(sourcedId, org.trim(), cell(roleCell))]))
    }
    const [user, org, role] = [cell(at[0] ?? -1), cell(at[5] ?? -1), cell(at[2] ?? -1)]
    // A tombstone may name its role by sourcedId alone.
    return user === '' || org === '' ? [] : [roleKey(user, org, role)]
  }

  /** A rejected row is not an absent row: whoever it may speak of counts as seen, and the roster keeps what it holds. */
  private rejectRow(sourcedId: string | null, cells: readonly string[], row: number): void {
    const { orgsCell, cells: at } = this.stream
    const whose = this.quick || orgsCell >= 0 ? sourcedId : (cells[at[0] ?? -1] ?? '').trim()
    if (whose === null || whose === '') this.reading.nameless ??= row
    else if (!this.quick) this.unread.add(whose)
    this.reject(sourcedId, cells, row, this.quick ? sourcedId : null)
  }

  private reject(sourcedId: string | null, cells: readonly string[], row: number, key: string | null): void {
    this.reading.rejected++
    this.tellApart('rejected', row, sourcedId, this.refsOf(cells))
    if (sourcedId !== null && this.reading.refused.size < REMEMBERED) this.reading.refused.add(sourcedId)
    if (key !== null) this.shield(key)
  }

  private shield(key: string): void {
    const slot = this.slotOf(key)
    if (slot >= 0) this.base.table.addMark(slot, flags.seen | flags.again)
  }

  /** The roles of people of whom a role could not be read: one of them may be the one that was meant. */
  private async shieldRoles(): Promise<void> {
    const { table, names } = this.base
    const offsets: number[] = []
    table.each((mark, name) => {
      if ((mark & flags.held) !== 0 && (mark & flags.seen) === 0) offsets.push(name)
    })
    for (const key of await names.readMany(offsets)) {
      if (this.unread.has(key.slice(0, key.indexOf('\u001f')))) this.shield(key)
    }
  }

  /** Rows that become no entity are listed apart: explain says of each what it was and why it is not there. */
  private tellApart(
    label: 'rejected' | 'out',
    row: number,
    sourcedId: string | null,
    refs: readonly string[],
  ): void {
    this.around.drawer.add(
      label,
      JSON.stringify([this.stream.kind, this.stream.file, row, sourcedId, ...refs]),
    )
  }

  /** What a row refers to, in the order of the manifest: a rejected enrollment is asked for by class and person. */
  private refsOf(cells: readonly string[]): string[] {
    return manifest[this.stream.kind].flatMap(({ type }, at) =>
      type === 'ref' ? [(cells[this.stream.cells[at] ?? -1] ?? '').trim()] : [],
    )
  }

  private takeEntity(entity: Entity, row: number, cells: readonly string[], lo: number, hi: number): void {
    const { around, reading } = this
    const key = entityKey(entity)
    const resolved = resolve(entity, this.stream.file, row, around.lookup)
    if (resolved.issues.length > 0) around.issues.addAll(resolved.issues)
    if (resolved.fate === 'rejected') return this.reject(entity.sourcedId, cells, row, key)
    const slot = this.enter(key)
    const { table } = this.base
    const mark = table.mark(slot)
    if ((mark & (flags.seen | flags.valid)) === (flags.seen | flags.valid) || (mark & flags.gone) !== 0)
      this.doubtful.set(key, row)
    table.setRow(slot, lo, hi)
    if (resolved.fate === 'out' || !this.admits(entity)) {
      // Who is enrolled where follows from the class and the person; there are too many to list.
      if (!followers.has(entity.kind)) this.tellApart('out', row, entity.sourcedId, [])
      return this.leave(key, slot, mark)
    }
    reading.accepted++
    if ((mark & (flags.held | flags.valid)) === 0) reading.fresh++
    table.setMark(
      slot,
      (mark & ~(flags.again | flags.out | flags.gone)) |
        flags.seen |
        flags.valid |
        (resolved.again ? flags.again : 0),
    )
    this.keep(resolved.entity, slot, row)
    if (
      resolved.entity.kind === 'orgs' ||
      resolved.entity.kind === 'academicSessions' ||
      resolved.entity.kind === 'users'
    )
      this.await(resolved.entity, row)
    around.hear(resolved.entity, row, this.stream.file)
  }

  private admits(entity: Entity): boolean {
    const { person, scope } = this.around
    if (!scope.admits(entity)) return false
    return entity.kind !== 'users' || person === null || person(entity.sourcedId)
  }

  private leave(key: string, slot: number, mark: number): void {
    this.reading.out++
    if ((mark & flags.held) !== 0) this.reading.left.push(key)
    this.base.table.setMark(slot, (mark & ~(flags.valid | flags.again)) | flags.seen | flags.out)
  }

  /** Writes the entity down when what it means is not what the roster holds. */
  private keep(entity: Entity, slot: number, row: number): void {
    const { hasher, drawer } = this.around
    const line = entityLine(entity)
    hasher.text(contentText(entity.kind, line))
    if (
      this.base.table.sameContent(slot, hasher.lo, hasher.hi) &&
      (this.base.table.mark(slot) & flags.held) !== 0
    )
      return
    this.base.table.setContent(slot, hasher.lo, hasher.hi)
    drawer.add(entity.kind, `${row}\t${line}`)
  }

  private enter(key: string): number {
    const { hasher } = this.around
    hasher.text(key)
    const { lo, hi } = hasher
    const slot = this.base.table.find(lo, hi)
    if (slot >= 0) return slot
    return this.base.table.insert(lo, hi, this.base.names.add(key), flags.seen)
  }

  private await(entity: Entity, row: number): void {
    for (const { at, name } of kinFields(entity.kind)) {
      const value = entity.values[at] ?? null
      for (const id of typeof value === 'string' ? [value] : Array.isArray(value) ? value : []) {
        if (this.around.lookup(entity.kind, id) === 'missing')
          this.waiting.push({ entity, row, field: name, id })
      }
    }
  }

  private tellLost(): void {
    for (const { entity, row, field, id } of this.waiting)
      if (this.around.lookup(entity.kind, id) === 'missing')
        this.around.issues.add(lostParent(entity, this.stream.file, row, field, id))
  }

  /** The same sourcedId twice: the last row counts (deviation 16), whatever was taken on the way. */
  private async settleRepeats(): Promise<void> {
    const keysAt = new Map<number, string[]>()
    for (const [key, row] of this.doubtful) keysAt.set(row, [...(keysAt.get(row) ?? []), key])
    for await (const batch of this.stream.batches()) {
      for (let at = 0; at < batch.count; at++) {
        const keys = keysAt.get(batch.firstRow + at)
        const cells = keys === undefined ? null : this.stream.split(batch, at)
        if (keys === undefined || !Array.isArray(cells)) continue
        const place = this.placeOf(cells, batch, at)
        for (const key of keys) this.settleRepeat(key, place)
      }
    }
    this.recount()
  }

  /** Where rows repeat one another entities are counted, and the rows that do not count stand apart. */
  private recount(): void {
    const { reading, base } = this
    Object.assign(reading, { accepted: 0, out: 0, fresh: 0 })
    base.table.each(mark => {
      if ((mark & flags.valid) !== 0) {
        reading.accepted++
        if ((mark & flags.held) === 0) reading.fresh++
      } else if ((mark & flags.seen) !== 0 && (mark & (flags.out | flags.gone)) !== 0) reading.out++
    })
    reading.repeated = Math.max(0, reading.rows - reading.accepted - reading.rejected - reading.out)
  }

  private placeOf(
    cells: string[],
    batch: Batch,
    at: number,
  ): { cells: string[]; row: number; lo: number; hi: number } {
    const { hasher } = this.around
    hasher.bytes(batch.bytes, batch.starts[at] ?? 0, batch.ends[at] ?? 0, this.seed)
    return { cells, row: batch.firstRow + at, lo: hasher.lo, hi: hasher.hi }
  }

  private settleRepeat(key: string, place: { cells: string[]; row: number; lo: number; hi: number }): void {
    const { row } = place
    this.reading.winners.set(key, row)
    this.around.issues.add({
      severity: 'warning',
      rule: 'duplicate_sourced_id',
      file: this.stream.file,
      row,
      field: 'sourcedId',
      sourcedId: place.cells[this.stream.sourcedIdCell] ?? null,
      value: null,
      message: `sourcedId ${JSON.stringify(key.replaceAll('\u001f', ' '))} stands in ${this.stream.file} more than once; the last row counts`,
      fix: 'Give each row a sourcedId of its own',
    })
    const checked = this.check(place.cells, row)
    if (checked.tombstone) return
    this.reading.gone.delete(key)
    for (const entity of checked.entities) if (entityKey(entity) === key) this.keepLast(entity, row, place)
  }

  private keepLast(entity: Entity, row: number, place: { lo: number; hi: number }): void {
    const resolved = resolve(entity, this.stream.file, row, this.around.lookup)
    if (resolved.fate !== 'accepted' || !this.admits(entity)) return
    const slot = this.enter(entityKey(entity))
    const { table } = this.base
    table.setRow(slot, place.lo, place.hi)
    table.setContent(slot, 0, 0)
    table.setMark(slot, (table.mark(slot) & ~(flags.gone | flags.out)) | flags.seen | flags.valid)
    this.keep(resolved.entity, slot, row)
  }
}
