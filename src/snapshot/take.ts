import { entityKey, type Entity } from '../roster/entity.ts'
import { manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Rules } from '../roster/rules.ts'
import type { Broken, Profile, Stream } from '../sources/source.ts'
import type { KindBase } from './base.ts'
import { checkBroken } from './check.ts'
import type { Checked } from './checked.ts'
import type { Hasher } from './hash.ts'
import { contentText, entityLine } from './line.ts'
import type { Reading } from './reading.ts'
import { kinFields, lostParent, resolve, type Lookup } from './references.ts'
import { roleKeys } from './role-keys.ts'
import type { Scope } from './scope.ts'
import type { Drawer } from './scratch.ts'
import { flags } from './table.ts'
import type { IssueTally } from './tally.ts'

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
  /** Size of the file that is read; 0 where nobody knows. */
  readonly bytes: number
  readonly progress: (rows: number) => void
}

/** Beyond this many a whole file was looked at anew, and its issues were all found again. */
const REMEMBERED = 1_000_000
const followers = new Set<Kind>(['roles', 'enrollments', 'demographics'])
/**
 * Takes the rows that are looked at: each becomes an entity in its drawer, a tombstone, or a rejected row whose
 * key counts as seen all the same.
 */
export class RowTaker {
  /** Keys that came again, and the last row that named them. */
  readonly doubtful = new Map<string, number>()
  /** People of whose roles a row could not be read: any of them may be the one it told. */
  readonly unread = new Set<string>()
  readonly reading: Reading
  private readonly waiting: { entity: Entity; row: number; field: string; id: string }[] = []
  private readonly plain: boolean
  private readonly stream: Stream
  private readonly base: KindBase
  private readonly around: Around

  constructor(stream: Stream, base: KindBase, around: Around, reading: Reading) {
    this.stream = stream
    this.base = base
    this.around = around
    this.reading = reading
    this.plain = stream.kind !== 'roles'
  }

  take(checked: Checked, cells: readonly string[], row: number, lo: number, hi: number): void {
    const { issues, sourcedId } = checked
    if (sourcedId !== null && this.base.stocked && this.reading.looked.size < REMEMBERED)
      this.reading.looked.add(sourcedId)
    if (issues.length > 0) this.around.issues.addAll(issues)
    if (checked.modified !== null && (this.reading.latest === null || checked.modified > this.reading.latest))
      this.reading.latest = checked.modified
    if (checked.tombstone) return this.takeTombstone(checked, cells, row, lo, hi)
    if (checked.entities.length === 0) return this.rejectRow(sourcedId, cells, row)
    if (!this.plain) this.tellRole(cells)
    for (const entity of checked.entities) this.takeEntity(entity, row, cells, lo, hi)
  }

  /** Of a 1.1 user its users stream tells; the roles made of the same row need not say it again. */
  takeBroken(broken: Broken, row: number): void {
    const checked = checkBroken(this.stream, broken, row)
    if (this.stream.orgsCell < 0) return this.take(checked, [], row, 0, 0)
    this.rejectRow(checked.sourcedId, [], row)
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
    if (!this.plain) this.tellRole(cells)
    for (const key of this.plain ? [sourcedId] : roleKeys(this.stream, sourcedId, cells)) {
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

  /** A delta that names a role or, in 1.1, a person replaces what the roster has under that name. */
  tellRole(cells: readonly string[]): void {
    const { mode, toldBy, orgsCell, sourcedIdCell, cells: at } = this.stream
    if (mode !== 'delta') return
    // Of 1.1 the row of a person is that of the roles, and its key the person's.
    const byUser = toldBy === 'userSourcedId' && orgsCell < 0
    this.reading.told.add((cells[byUser ? (at[0] ?? -1) : sourcedIdCell] ?? '').trim())
  }

  /** A rejected row is not an absent row: whoever it may speak of counts as seen, and the roster keeps what it holds. */
  private rejectRow(sourcedId: string | null, cells: readonly string[], row: number): void {
    const { orgsCell, cells: at } = this.stream
    const whose = this.plain || orgsCell >= 0 ? sourcedId : (cells[at[0] ?? -1] ?? '').trim()
    if (whose === null || whose === '') this.reading.nameless ??= row
    else if (!this.plain) this.unread.add(whose)
    this.reject(sourcedId, cells, row, this.plain ? sourcedId : null)
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
  async shieldRoles(): Promise<void> {
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

  keepLast(entity: Entity, row: number, place: { lo: number; hi: number }): void {
    const resolved = resolve(entity, this.stream.file, row, this.around.lookup)
    if (resolved.fate !== 'accepted' || !this.admits(entity)) return
    const slot = this.enter(entityKey(entity))
    const { table } = this.base
    table.setRow(slot, place.lo, place.hi)
    table.setContent(slot, 0, 0)
    table.setMark(slot, (table.mark(slot) & ~(flags.gone | flags.out)) | flags.seen | flags.valid)
    this.keep(resolved.entity, slot, row)
  }

  slotOf(key: string): number {
    this.around.hasher.text(key)
    return this.base.table.find(this.around.hasher.lo, this.around.hasher.hi)
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

  tellLost(): void {
    for (const { entity, row, field, id } of this.waiting)
      if (this.around.lookup(entity.kind, id) === 'missing')
        this.around.issues.add(lostParent(entity, this.stream.file, row, field, id))
  }
}
