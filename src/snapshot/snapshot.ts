import { fieldIndex } from '../roster/fields.ts'
import type { Entity } from '../roster/entity.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { kindEnabled, type Rules } from '../roster/rules.ts'
import type { Drop, Profile, Stream } from '../sources/source.ts'
import type { Base, Kin } from './base.ts'
import { makeChecker } from './check.ts'
import type { Hasher } from './hash.ts'
import { KindReader } from './read.ts'
import { newReading, type Reading } from './reading.ts'
import type { Fate, Lookup } from './references.ts'
import type { Around } from './take.ts'
import { makeScope, type Scope } from './scope.ts'
import type { Drawer } from './scratch.ts'
import { flags, KeyTable } from './table.ts'
import { IssueTally } from './tally.ts'

declare const taken: unique symbol
/** A source's word, checked: what of it is new stands in the drawers, the rest in the fingerprints. */
export type Snapshot = {
  readonly digest: string
  readonly version: string
  readonly readings: Readonly<Partial<Record<Kind, Reading>>>
  /** Kinds from whose silence a removal may be concluded. */
  readonly complete: readonly Kind[]
  /** Kinds that had rows and came with none that can be used, or of which changes were announced that cannot be read. */
  readonly empty: readonly Kind[]
  /** Other kinds that broke off, or were announced and cannot be read: told though nobody may be missing. */
  readonly torn: readonly Kind[]
  /** Why a kind did not arrive whole. */
  readonly broken: Readonly<Partial<Record<Kind, string>>>
  readonly issues: IssueTally
  /** Newest dateLastModified of all kinds. */
  readonly latest: string | null
  readonly rows: number
  readonly [taken]: true
}

export type Taking = {
  readonly drop: Drop
  readonly base: Base
  readonly kin: Kin
  readonly rules: Rules
  /** Names the rules: the same row under other rules is another row. */
  readonly rulesSeed: string
  readonly profile: Profile
  readonly hasher: Hasher
  readonly drawer: Drawer
  readonly hear: (entity: Entity, row: number, file: string) => void
  readonly sha256: (text: string) => string
  readonly progress: (rows: number) => void
}

/** The kinds a kind refers to, other than itself. */
const targets: Readonly<Record<Kind, readonly Kind[]>> = {
  orgs: [],
  academicSessions: [],
  courses: ['orgs', 'academicSessions'],
  classes: ['orgs', 'academicSessions', 'courses'],
  users: ['orgs'],
  roles: ['orgs', 'users'],
  enrollments: ['orgs', 'classes', 'users'],
  demographics: ['users'],
}
/** Kinds a district may never deliver: their references are taken on trust then. */
const optional = new Set<Kind>(['orgs', 'academicSessions', 'courses'])

/** Checks a drop's records into a snapshot, kind by kind in apply order, in one pass over each file. */
export async function takeSnapshot(taking: Taking): Promise<Snapshot> {
  const state = new Taker(taking)
  for (const kind of kinds) await state.takeKind(kind)
  return state.finish()
}

class Taker {
  private readonly readings: Partial<Record<Kind, Reading>> = {}
  private readonly complete = new Set<Kind>()
  private readonly issues = new IssueTally()
  private readonly delivered = new Set<Kind>()
  private readonly around: Around
  private readonly taking: Taking
  private taken: Kind = 'orgs'
  private last: Partial<Record<Kind, { sourcedId: string; fate: Fate }>> = {}
  private scope: Scope

  constructor(taking: Taking) {
    this.taking = taking
    this.issues.addAll(taking.drop.issues)
    this.scope = makeScope(taking.rules, taking.base.schools, taking.base.sessions)
    for (const stream of taking.drop.streams) this.delivered.add(stream.kind)
    this.around = {
      hasher: taking.hasher,
      profile: taking.profile,
      rules: taking.rules,
      scope: this.scope,
      drawer: taking.drawer,
      issues: this.issues,
      lookup: this.lookup,
      hear: this.hear,
      person: null,
      reopened: false,
      bytes: 0,
      progress: taking.progress,
    }
  }

  async takeKind(kind: Kind): Promise<void> {
    this.taken = kind
    this.last = {}
    const stream = this.taking.drop.streams.find(stream => stream.kind === kind)
    if (!kindEnabled(kind, this.taking.rules)) return await this.closeKind(kind)
    if (stream === undefined) return
    const base = this.taking.base.kinds[kind]
    await this.recallKin(kind)
    const person = kind === 'users' && this.scope.byRole ? await this.findPeople() : null
    const bytes = this.taking.drop.files.find(({ name }) => name === stream.file)?.bytes ?? 0
    const around = { ...this.around, person, bytes, reopened: this.reopened(kind) }
    const reader = new KindReader(stream, base, around, this.taking.rulesSeed)
    const reading = await reader.read()
    this.readings[kind] = reading
    // Where not one row is good, nobody's silence means anything either.
    if (reading.complete && reading.rows > 0 && (isUsed(reading) || !this.holds(kind)))
      this.complete.add(kind)
  }

  /** A kind that was switched off leaves the roster, whether the drop still brings it or not. */
  private async closeKind(kind: Kind): Promise<void> {
    const { table, names } = this.taking.base.kinds[kind]
    const offsets: number[] = []
    table.each((mark, name) => {
      if ((mark & flags.held) !== 0) offsets.push(name)
    })
    if (offsets.length === 0) return
    const reading = newReading({ kind, file: `${kind}.csv`, mode: 'delta', toldBy: 'sourcedId' })
    for (const name of await names.readMany(offsets)) reading.left.push(name)
    this.readings[kind] = reading
  }

  /** Live rows that refer to something that went are looked at again, however equal their bytes are. */
  private async recallKin(kind: Kind): Promise<void> {
    const { base, kin, hasher } = this.taking
    if (!base.kinds[kind].stocked) return
    for (const target of targets[kind]) {
      const lost = await this.vanished(target)
      if (lost.length === 0) continue
      const { table } = base.kinds[kind]
      for (const key of await kin.dependents(kind, target, lost)) {
        hasher.text(key)
        const slot = table.find(hasher.lo, hasher.hi)
        if (slot >= 0) table.addMark(slot, flags.again)
      }
    }
  }

  /** sourcedIds of a kind that were held and are not after this snapshot. */
  private async vanished(kind: Kind): Promise<string[]> {
    const reading = this.readings[kind]
    if (reading === undefined) return []
    const { table, names } = this.taking.base.kinds[kind]
    const out = [...reading.gone, ...reading.left]
    if (this.complete.has(kind)) {
      const offsets: number[] = []
      table.each((mark, name) => {
        if ((mark & flags.held) !== 0 && (mark & flags.seen) === 0) offsets.push(name)
      })
      for (const name of await names.readMany(offsets)) out.push(name)
    }
    return out
  }

  private reopened(kind: Kind): boolean {
    if (!this.scope.any) return false
    return targets[kind].some(target => (this.readings[target]?.fresh ?? 0) > 0)
  }

  /** People with a role that the scope lets in. A delta tells only some roles: then whoever is held stays. */
  private async findPeople(): Promise<((sourcedId: string) => boolean) | null> {
    const stream = this.taking.drop.streams.find(stream => stream.kind === 'roles')
    const { hasher, base } = this.taking
    const people = new KeyTable()
    if (stream !== undefined) await this.readPeople(stream, people)
    const whole = stream?.mode === 'bulk'
    return sourcedId => {
      hasher.text(sourcedId)
      const { lo, hi } = hasher
      if (people.find(lo, hi) >= 0) return true
      const slot = base.kinds.users.table.find(lo, hi)
      return !whole && slot >= 0 && (base.kinds.users.table.mark(slot) & flags.held) !== 0
    }
  }

  private async readPeople(stream: Stream, people: KeyTable): Promise<void> {
    const { hasher } = this.taking
    const check = makeChecker(stream, this.taking.profile, this.taking.rules)
    for await (const batch of stream.batches()) {
      for (let at = 0; at < batch.count; at++) {
        const cells = stream.split(batch, at)
        if (!Array.isArray(cells)) continue
        for (const role of check(cells, batch.firstRow + at).entities) {
          if (!this.scope.admits(role)) continue
          hasher.text(String(role.values[0]))
          people.insert(hasher.lo, hasher.hi, 0, flags.seen)
        }
      }
    }
  }

  /** Rows of one school, class or person stand together, and the kind they refer to was read to its end before. */
  private readonly lookup: Lookup = (kind: Kind, sourcedId: string): Fate => {
    if (kind === this.taken) return this.find(kind, sourcedId)
    const last = this.last[kind]
    if (last?.sourcedId === sourcedId) return last.fate
    const fate = this.find(kind, sourcedId)
    this.last[kind] = { sourcedId, fate }
    return fate
  }

  private find(kind: Kind, sourcedId: string): Fate {
    const { base, hasher } = this.taking
    const { table, stocked } = base.kinds[kind]
    hasher.text(sourcedId)
    const slot = table.find(hasher.lo, hasher.hi)
    if (slot < 0 && (this.readings[kind]?.refused.has(sourcedId) ?? false)) return 'rejected'
    if (slot < 0) return !stocked && optional.has(kind) && !this.delivered.has(kind) ? 'unknown' : 'missing'
    const mark = table.mark(slot)
    if ((mark & flags.valid) !== 0) return 'present'
    if ((mark & flags.out) !== 0) return 'out'
    if ((mark & flags.gone) !== 0 || (mark & flags.held) === 0) return 'missing'
    return (mark & flags.seen) !== 0 || !this.complete.has(kind) ? 'present' : 'missing'
  }

  private readonly hear = (entity: Entity, row: number, file: string): void => {
    const { base } = this.taking
    if (entity.kind === 'orgs') base.schools.set(entity.sourcedId, String(entity.values[orgType]))
    if (entity.kind === 'academicSessions') base.sessions.set(entity.sourcedId, sessionOf(entity))
    this.taking.hear(entity, row, file)
  }

  finish(): Snapshot {
    const { drop, sha256 } = this.taking
    const { empty, torn, broken } = this.findBroken()
    const latest = Object.values(this.readings).reduce<string | null>(
      (newest, { latest }) => (latest !== null && (newest === null || latest > newest) ? latest : newest),
      null,
    )
    const snapshot: Omit<Snapshot, typeof taken> = {
      digest: sha256(this.contents().join('\n')),
      version: drop.version,
      readings: this.readings,
      complete: kinds.filter(kind => this.complete.has(kind)),
      empty,
      torn,
      broken,
      issues: this.issues,
      latest,
      rows: Object.values(this.readings).reduce((sum, reading) => sum + reading.rows, 0),
    }
    return snapshot as Snapshot // the brand is given here and nowhere else
  }

  private findBroken(): Pick<Snapshot, 'broken'> & { empty: Kind[]; torn: Kind[] } {
    const { drop, rules } = this.taking
    const [empty, torn]: [Kind[], Kind[]] = [[], []]
    const broken: Partial<Record<Kind, string>> = {}
    for (const { kind, mode, rows, rejected, why, torn: cut, ...rest } of Object.values(this.readings)) {
      const lost = mode === 'bulk' && !isUsed(rest)
      const rejects = lost && rejected > 0 ? `all ${rows} of its rows are rejected` : null
      if ((why ?? rejects) !== null) broken[kind] = why ?? rejects ?? ''
      if (lost && this.holds(kind)) empty.push(kind)
      else if (cut) torn.push(kind)
    }
    for (const { kind, mode, why } of drop.refused) {
      if (!kindEnabled(kind, rules)) continue
      broken[kind] = why
      // What a delta would have said no later one says again.
      if (mode === 'delta' || this.holds(kind)) empty.push(kind)
      else torn.push(kind)
    }
    return { empty, torn, broken }
  }

  private holds(kind: Kind): boolean {
    let held = false
    this.taking.base.kinds[kind].table.each(mark => {
      held ||= (mark & flags.held) !== 0
    })
    return held
  }

  /** One line a kind that any order of the same rows gives again: how it came, how many, and the sum of contents. */
  private contents(): string[] {
    return Object.values(this.readings).map(({ kind, mode, complete, gone }) => {
      const { count, low, high } = this.taking.base.kinds[kind].table.sum(flags.valid)
      return [kind, mode, complete, count, low, high, ...[...gone].sort()].join(' ')
    })
  }
}

/** A row was accepted, or plainly left out: the file speaks of somebody. */
function isUsed({ accepted, out }: Pick<Reading, 'accepted' | 'out'>): boolean {
  return accepted + out > 0
}

/** Nothing was read that a roster could be made or changed with. Kinds that are switched off do not matter. */
export function isUseless({ streams }: Drop, { readings }: Pick<Snapshot, 'readings'>): boolean {
  const read = Object.values(readings)
  return streams.length === 0 || (read.length > 0 && read.every(one => one.mode === 'bulk' && !isUsed(one)))
}

const orgType = fieldIndex('orgs', 'type')
const sessionType = fieldIndex('academicSessions', 'type')
const sessionStart = fieldIndex('academicSessions', 'startDate')
const sessionEnd = fieldIndex('academicSessions', 'endDate')
const sessionParent = fieldIndex('academicSessions', 'parentSourcedId')
const sessionYear = fieldIndex('academicSessions', 'schoolYear')

function sessionOf({ values }: Entity): {
  type: string
  start: string
  end: string
  parent: string | null
  year: string | null
} {
  const text = (at: number) => (typeof values[at] === 'string' ? values[at] : null)
  return {
    type: text(sessionType) ?? 'term',
    start: text(sessionStart) ?? '',
    end: text(sessionEnd) ?? '',
    parent: text(sessionParent),
    year: text(sessionYear),
  }
}
