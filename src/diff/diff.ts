import { entityKey, itemsOf, type Entity } from '../roster/entity.ts'
import { fieldIndex, manifest } from '../roster/fields.ts'
import { gradeRank, movedUp } from '../roster/grades.ts'
import { RollbookError } from '../roster/errors.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Base } from '../snapshot/base.ts'
import type { Hasher } from '../snapshot/hash.ts'
import { contentText, entityLine, lineEntity } from '../snapshot/line.ts'
import type { NameFile } from '../snapshot/names.ts'
import type { Reading } from '../snapshot/reading.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { flags } from '../snapshot/table.ts'
import { Calendar } from './calendar.ts'
import type { Change, Reason } from './change.ts'
import { pairUp, walked, type Crosswalk } from './match.ts'
import { isAnother, personOf } from './person.ts'
import { schoolOf, whoIs } from './place.ts'
import type { Held, RosterView } from './view.ts'

/** People first: their promotions say whether a new school year has begun, by which terms are judged. */
export const order: readonly Kind[] = [
  'orgs', 'users', 'academicSessions', 'courses', 'classes', 'roles', 'enrollments', 'demographics',
] // prettier-ignore
const CHUNK = 5_000
/** Beyond this many comings or goings of one kind they are not compared with one another: memory is bounded. */
const COMPARED = 400_000

export type Diffing = {
  readonly snapshot: Snapshot
  readonly base: Base
  readonly drawer: Drawer
  readonly view: RosterView
  readonly hasher: Hasher
  readonly today: string
  /** The roster is of another source than the snapshot: neither's ids nor identifiers are the other's. */
  readonly moved: boolean
}

/** What a diff found beside the changes. */
export type Facts = {
  /** Kinds the roster had no row of: taken whole from the snapshot, no changes are listed. */
  readonly loads: Partial<Record<Kind, number>>
  /** Kinds delivered as a whole that broke off: how many removals were left out. */
  readonly withheld: Partial<Record<Kind, number>>
  readonly crosswalk: Crosswalk
  calendar: Calendar
}

/** The way from the roster to the snapshot, in pieces; `facts` is whole once the last piece was taken. */
export function makeDiff(diffing: Diffing): { changes: AsyncIterable<Change[]>; facts: Facts } {
  const differ = new Differ(diffing)
  return { changes: differ.changes(), facts: differ.facts }
}

type Coming = { readonly entity: Entity }
type Going = { readonly entity: Entity; readonly held: Held; readonly reason: Reason }

class Differ {
  readonly facts: Facts
  private readonly diffing: Diffing
  private promotions = 0
  private students: { count: number; topGrade: string | null } = { count: 0, topGrade: null }
  private going: Going[] = []
  private coming: Coming[] = []

  constructor(diffing: Diffing) {
    this.diffing = diffing
    const calendar = new Calendar(diffing.base, diffing.snapshot, diffing.hasher, diffing.today)
    this.facts = { loads: {}, withheld: {}, crosswalk: {}, calendar }
  }

  async *changes(): AsyncIterable<Change[]> {
    if (this.facts.calendar.newYear) this.students = await this.diffing.view.countStudents()
    for (const kind of order) {
      const reading = this.diffing.snapshot.readings[kind]
      if (reading === undefined) continue
      if (!this.diffing.base.kinds[kind].stocked) this.facts.loads[kind] = reading.fresh
      else yield* this.changesOf(kind, reading)
    }
  }

  private async *changesOf(kind: Kind, reading: Reading): AsyncIterable<Change[]> {
    this.going = []
    this.coming = []
    for await (const chunk of this.delivered(kind, reading))
      yield this.compare(kind, chunk, await this.find(kind, chunk))
    const leavers = await this.leavers(kind, reading)
    if (kind === 'users') this.facts.calendar.weighWave(this.promotions, this.students.count - leavers.count)
    const compared = leavers.count <= COMPARED && this.coming.length <= COMPARED
    for await (const keys of leavers.pieces()) {
      await this.goAway(kind, keys, reading)
      if (!compared) yield this.flush()
    }
    yield* this.meet(kind)
  }

  /** Entities that mean something new, as the drawer has them; of repeated rows only the one that counts. */
  private async *delivered(kind: Kind, { winners }: Reading): AsyncIterable<Entity[]> {
    let chunk: Entity[] = []
    const met = new Set<string>()
    for await (const text of this.diffing.drawer.lines(kind)) {
      const tab = text.indexOf('\t')
      const entity = lineEntity(kind, text.slice(tab + 1))
      if (winners.size > 0 && isBeaten(entityKey(entity), Number(text.slice(0, tab)), winners, met)) continue
      chunk.push(entity)
      if (chunk.length === CHUNK) {
        yield chunk
        chunk = []
      }
    }
    if (chunk.length > 0) yield chunk
  }

  private async find(kind: Kind, chunk: readonly Entity[]): Promise<Map<string, Held>> {
    const held = await this.diffing.view.find(kind, chunk.map(entityKey))
    return new Map(held.map(one => [one.key, one]))
  }

  private compare(kind: Kind, chunk: readonly Entity[], held: ReadonlyMap<string, Held>): Change[] {
    const changes: Change[] = []
    for (const entity of chunk) {
      const before = held.get(entityKey(entity))
      if (before === undefined) this.coming.push({ entity })
      else if (kind === 'users' && isAnother(personOf(before.entity), personOf(entity))) {
        this.going.push({ entity: before.entity, held: before, reason: 'id_reused' })
        this.coming.push({ entity })
      } else if (!before.live) changes.push(this.change('restore', entity, before, 'returned'))
      else if (!sameContent(before.entity, entity)) changes.push(this.update(entity, before))
    }
    return this.coming.length > COMPARED ? changes.concat(this.flush()) : changes
  }

  private update(entity: Entity, before: Held): Change {
    // Only what it refers to has another name: nothing about it changed, and nobody should count it.
    if (sameContent(walked(before.entity, this.facts.crosswalk), entity))
      return this.change('update', entity, before, 're_keyed')
    if (entity.kind !== 'users' || !movedUp(personOf(before.entity).grades, personOf(entity).grades))
      return this.change('update', entity, before, 'changed')
    this.promotions++
    return this.change('update', entity, before, 'promoted')
  }

  /** Keys that go: called gone by the source, outside the scope, or silent where silence is proof. */
  private async leavers(kind: Kind, reading: Reading): Promise<Leavers> {
    const { base, snapshot } = this.diffing
    const { table, names } = base.kinds[kind]
    if (kind === 'roles') await this.findReplaced(reading)
    const told = [...reading.gone, ...reading.left]
    let silent: number[] = []
    table.each((mark, name) => {
      if ((mark & flags.held) !== 0 && (mark & flags.seen) === 0) silent.push(name)
    })
    if (!snapshot.complete.includes(kind)) {
      if (reading.mode === 'bulk' && reading.rows > 0 && silent.length > 0)
        this.facts.withheld[kind] = silent.length
      silent = []
    }
    return {
      count: told.length + silent.length,
      pieces: () => keyPieces(told, silent, names, keys => this.assertNames(kind, keys)),
    }
  }

  /**
   * A name that a disk changed would be looked up in vain, and its removal missed for good: each must lead back to
   * the fingerprint it was read for.
   */
  private assertNames(kind: Kind, keys: readonly string[]): void {
    const { base, hasher } = this.diffing
    const { table } = base.kinds[kind]
    for (const key of keys) {
      hasher.text(key)
      const slot = table.find(hasher.lo, hasher.hi)
      if (slot < 0 || (table.mark(slot) & (flags.held | flags.seen)) !== flags.held) throw damaged(kind)
    }
  }

  /** Roles that a delta replaces: the roster has them under a name it told, and it does not repeat them. */
  private async findReplaced({ told, toldBy, gone }: Reading): Promise<void> {
    const { base, view, hasher } = this.diffing
    const { table } = base.kinds.roles
    const names = [...told]
    for (let from = 0; from < names.length; from += CHUNK) {
      for (const { key } of await view.findRoles(toldBy, names.slice(from, from + CHUNK))) {
        hasher.text(key)
        const slot = table.find(hasher.lo, hasher.hi)
        if (slot < 0 || (table.mark(slot) & flags.seen) === 0) gone.add(key)
      }
    }
  }

  private async goAway(kind: Kind, keys: readonly string[], reading: Reading): Promise<void> {
    const left = new Set(reading.left)
    for (const held of await this.diffing.view.find(kind, keys)) {
      if (!held.live) continue
      this.forget(kind, held.key)
      const reason =
        reading.gone.has(held.key) || reading.gone.has(held.entity.sourcedId)
          ? 'tombstone'
          : left.has(held.key)
            ? 'out_of_scope'
            : this.whyAbsent(held)
      this.going.push({ entity: held.entity, held, reason })
    }
  }

  /** What goes is no longer held, however it was named. */
  private forget(kind: Kind, key: string): void {
    const { base, hasher } = this.diffing
    hasher.text(key)
    const slot = base.kinds[kind].table.find(hasher.lo, hasher.hi)
    if (slot >= 0) base.kinds[kind].table.addMark(slot, flags.gone)
  }

  private whyAbsent({ entity, terms, roles }: Held): Reason {
    const { calendar } = this.facts
    const { kind } = entity
    const over =
      (kind === 'academicSessions' && calendar.hasEnded(text(entity, 'endDate'))) ||
      (kind === 'classes' && calendar.isOver(list(entity, 'termSourcedIds'))) ||
      (kind === 'enrollments' && (calendar.isOver(terms) || calendar.hasEnded(text(entity, 'endDate'))))
    if (over) return 'term_over'
    const graduates = calendar.rollover && kind === 'users' && roles.some(({ role }) => role === 'student')
    const top = gradeRank(this.students.topGrade ?? '')
    if (graduates && top >= 0 && list(entity, 'grades').some(grade => gradeRank(grade) >= top))
      return 'graduated'
    return 'absent'
  }

  /** Those who came and those who went, told apart from those who only changed their ids. */
  private async *meet(kind: Kind): AsyncIterable<Change[]> {
    const pairs = pairUp(kind, this.going, this.coming, this.facts.crosswalk, this.diffing.moved)
    const changes: Change[] = []
    const paired = new Set<Going | Coming>()
    for (const { gone: going, come, sure } of pairs) {
      paired.add(going).add(come)
      this.walk(kind, going.entity, come.entity)
      changes.push({
        ...this.change('update', come.entity, going.held, 're_keyed'),
        formerId: going.entity.sourcedId === come.entity.sourcedId ? null : going.entity.sourcedId,
        unsure: !sure,
      })
    }
    this.going = this.going.filter(one => !paired.has(one))
    this.coming = this.coming.filter(one => !paired.has(one))
    const known = kind === 'users' ? await this.recognise() : []
    yield changes.concat(known, this.flush())
  }

  private walk(kind: Kind, before: Entity, after: Entity): void {
    const walk = (this.facts.crosswalk[kind] ??= new Map())
    if (before.sourcedId !== after.sourcedId) walk.set(before.sourcedId, after.sourcedId)
  }

  /** Newcomers whom the roster knows from before, under another sourcedId or made by hand. */
  private async recognise(): Promise<Change[]> {
    const { view } = this.diffing
    const changes: Change[] = []
    for (let from = 0; from < this.coming.length; from += CHUNK) {
      const chunk = this.coming.slice(from, from + CHUNK)
      const people = chunk.map(({ entity }) => personOf(entity))
      const known = await view.findPeople(
        people.flatMap(({ identifier, master }) => [identifier, master].filter(id => id !== null)),
      )
      const byHand = await view.findByHand(people.flatMap(({ email }) => email ?? []))
      for (const one of chunk) {
        const match = this.matchKnown(one.entity, known, byHand)
        if (match !== null) changes.push(match)
      }
    }
    const met = new Set(changes.map(change => change.after))
    this.coming = this.coming.filter(({ entity }) => !met.has(entity))
    return changes
  }

  private matchKnown(entity: Entity, known: readonly Held[], byHand: readonly Held[]): Change | null {
    const person = personOf(entity)
    const proven = known.filter(({ entity: other, live, byHand: manual }) => {
      const before = personOf(other)
      const same =
        (before.identifier ?? '-') === person.identifier || (before.master ?? '-') === person.master
      const alike = !this.diffing.moved || before.given === person.given || before.family === person.family
      return same && alike && (manual || !live)
    })
    const [match] = proven
    if (proven.length === 1 && match !== undefined) {
      if (!match.byHand) this.walk('users', match.entity, entity)
      const change = match.live
        ? this.change('update', entity, match, 'adopted')
        : this.change('restore', entity, match, 'returned')
      return {
        ...change,
        formerId: match.entity.sourcedId === entity.sourcedId ? null : match.entity.sourcedId,
      }
    }
    const suggested = byHand.filter(({ entity: other }) => personOf(other).email === person.email)
    const [likely] = suggested
    if (suggested.length !== 1 || likely === undefined) return null
    return {
      ...this.change('update', entity, likely, 'adopted'),
      formerId: likely.entity.sourcedId,
      unsure: true,
    }
  }

  private flush(): Change[] {
    const changes = this.going.map(({ held, reason }) =>
      this.change(reason === 'term_over' ? 'archive' : 'remove', null, held, reason),
    )
    for (const { entity } of this.coming) changes.push(this.change('create', entity, null, 'new'))
    this.going = []
    this.coming = []
    return changes
  }

  private change(op: Change['op'], after: Entity | null, held: Held | null, reason: Reason): Change {
    const entity = (after ?? held?.entity) as Entity // one of the two is always there
    return {
      kind: entity.kind, op, sourcedId: entity.sourcedId, formerId: null, id: held?.id ?? null, before: held?.entity ?? null,
      after, school: schoolOf(entity, held), reason, who: whoIs(held), unsure: false,
    } // prettier-ignore
  }
}

/** Of rows with one key the one that counts counts once, though it may stand in the drawer twice. */
export function isBeaten(
  key: string,
  row: number,
  winners: ReadonlyMap<string, number>,
  met: Set<string>,
): boolean {
  const winner = winners.get(key)
  if (winner === undefined) return false
  if (winner !== row || met.has(key)) return true
  met.add(key)
  return false
}

function damaged(kind: Kind): RollbookError {
  const message = `Cannot compare ${kind} with the roster: their fingerprints were changed on disk. Run it again: the roster itself will be read`
  return new RollbookError('BASE_DAMAGED', message)
}

/** Who goes, counted at once and named piece by piece: a new school year retires millions of enrollments. */
type Leavers = { readonly count: number; pieces(): AsyncIterable<string[]> }

async function* keyPieces(
  told: readonly string[],
  silent: readonly number[],
  names: NameFile,
  check: (keys: readonly string[]) => void,
): AsyncIterable<string[]> {
  for (let from = 0; from < told.length; from += CHUNK) yield told.slice(from, from + CHUNK)
  for (let from = 0; from < silent.length; from += CHUNK) {
    const keys = await names.readMany(silent.slice(from, from + CHUNK))
    check(keys)
    yield keys
  }
}

function sameContent(before: Entity, after: Entity): boolean {
  return contentText(before.kind, entityLine(before)) === contentText(after.kind, entityLine(after))
}

function text(entity: Entity, name: string): string | null {
  const value = entity.values[fieldIndex(entity.kind, name)]
  return typeof value === 'string' ? value : null
}

function list(entity: Entity, name: string): readonly string[] {
  if (!manifest[entity.kind].some(field => field.name === name)) return []
  const value = entity.values[fieldIndex(entity.kind, name)]
  return itemsOf(value)
}
