import type { Entity } from '../roster/entity.ts'
import type { Issue } from '../roster/issue.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { defaultRules } from '../roster/rules.ts'
import type { Base, KindBase } from '../snapshot/base.ts'
import { makeHasher } from '../snapshot/hash.ts'
import { NameFile } from '../snapshot/names.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import { makeSemantics } from '../snapshot/semantics.ts'
import { isUseless, takeSnapshot, type Snapshot } from '../snapshot/snapshot.ts'
import { flags, KeyTable } from '../snapshot/table.ts'
import { KEPT_PER_RULE, type IssueTally } from '../snapshot/tally.ts'
import { sources } from '../sources/registry.ts'
import type { Drop, Mode, Profile } from '../sources/source.ts'
import type { Progress } from './outcome.ts'
import { sha256 } from './run.ts'

/** What a drop is worth, without a roster: the `--json` document of validate. */
export type Validation = {
  /** No error, and a row that can be used; warnings do not count. */
  readonly ok: boolean
  readonly strict: boolean
  readonly version: string
  readonly mode: Readonly<Record<string, Mode>>
  /** Records that could be accepted, per kind. */
  readonly counts: Readonly<Partial<Record<Kind, number>>>
  readonly rejected: Readonly<Partial<Record<Kind, number>>>
  readonly complete: readonly Kind[]
  /** The first of each rule; issueCounts has all. */
  readonly issues: readonly Issue[]
  readonly issueCounts: Readonly<Record<string, number>>
  readonly errors: number
  readonly rows: number
}

/** Checks the OneRoster files at a path by themselves, as a first delivery. Throws UnreadableDrop. */
export async function validateDrop(path: string, profile: Profile, progress: Progress): Promise<Validation> {
  const drop = await sources['oneroster-csv'].open({ path }, { profile })
  try {
    return await checkAlone(drop, profile, progress)
  } finally {
    await drop.close()
  }
}

/** The same for an open drop of any source; `hear` is told of every record that could be accepted. */
export async function checkAlone(
  drop: Drop,
  profile: Profile,
  progress: Progress,
  hear: (entity: Entity) => void = () => {},
): Promise<Validation> {
  const base = emptyBase(drop)
  const semantics = makeSemantics(profile, KEPT_PER_RULE)
  let rows = 0
  const listen = (entity: Entity, row: number, file: string) => {
    semantics.add(entity, row, file)
    hear(entity)
  }
  const snapshot = await takeSnapshot({
    drop, base, profile, hasher: makeHasher(), sha256, kin: { dependents: () => Promise.resolve([]) },
    rules: defaultRules, rulesSeed: '', drawer: nowhere, hear: listen,
    progress: read => progress('Checking', (rows += read), null),
  }) // prettier-ignore
  addFound(snapshot.issues, semantics.finish(new Set(snapshot.complete)), semantics.counts)
  snapshot.issues.addAll(lookedElsewhere(base))
  return describe(drop, snapshot, profile)
}

function describe(drop: Drop, snapshot: Snapshot, profile: Profile): Validation {
  const { readings, complete, issues, rows } = snapshot
  const counts: Partial<Record<Kind, number>> = {}
  const rejected: Partial<Record<Kind, number>> = {}
  for (const reading of Object.values(readings)) {
    counts[reading.kind] = reading.accepted
    if (reading.rejected > 0) rejected[reading.kind] = reading.rejected
  }
  return {
    ok: issues.errors === 0 && !isUseless(drop, snapshot), strict: profile === 'strict', version: drop.version, mode: drop.mode, counts, rejected, complete,
    issues: issues.kept, issueCounts: issues.counts, errors: issues.errors, rows,
  } // prettier-ignore
}

/** The rules over many rows keep the first of each, and count all. */
function addFound(
  tally: IssueTally,
  found: readonly Issue[],
  counts: Readonly<Record<string, number>>,
): void {
  const kept: Record<string, number> = {}
  for (const { rule } of found) kept[rule] = (kept[rule] ?? 0) + 1
  tally.addAll(found)
  for (const [rule, count] of Object.entries(counts))
    tally.counts[rule] = (tally.counts[rule] ?? 0) + count - (kept[rule] ?? 0)
}

/** Lines are for those who diff or apply; here nobody does. */
const nowhere: Drawer = {
  add: () => {},
  drain: () => Promise.resolve(),
  async *lines() {},
}

/** No roster: of a drop that tells changes, what is not in it is taken for delivered earlier. */
function emptyBase(drop: Drop): Base {
  const delta = drop.streams.some(({ mode }) => mode === 'delta')
  const whole = new Set(drop.streams.filter(({ mode }) => mode === 'bulk').map(({ kind }) => kind))
  const make = (kind: Kind): KindBase => ({
    table: delta && !whole.has(kind) ? new TrustingTable() : new KeyTable(),
    names: new NameFile({ append: () => Promise.resolve(), read: () => Promise.resolve(new Uint8Array(2)), size: 0 }),
    stocked: false,
  }) // prettier-ignore
  return {
    kinds: Object.fromEntries(kinds.map(kind => [kind, make(kind)])) as Base['kinds'], // every kind is there
    sessions: new Map(),
    schools: new Map(),
    schoolYear: null,
  }
}

/** Whatever is asked for was delivered earlier, as far as anybody can tell. */
class TrustingTable extends KeyTable {
  override find(lo: number, hi: number): number {
    const slot = super.find(lo, hi)
    return slot >= 0 ? slot : this.insert(lo, hi, 0, flags.held)
  }

  /** How many were taken on trust: asked for, and not in the drop. */
  trusted(): number {
    let count = 0
    this.each(mark => {
      if ((mark & flags.seen) === 0) count++
    })
    return count
  }
}

function lookedElsewhere(base: Base): Issue[] {
  return kinds.flatMap(kind => {
    const { table } = base.kinds[kind]
    const count = table instanceof TrustingTable ? table.trusted() : 0
    if (count === 0) return []
    return [
      {
        severity: 'warning', rule: 'missing_target_record', file: `${kind}.csv`, row: null, field: 'sourcedId', sourcedId: null, value: null,
        message: `${kind}: ${count} that this delta refers to ${count === 1 ? 'is' : 'are'} not in it and may be in an earlier delivery`,
        fix: 'Nothing, if they were delivered before: rollbook plan checks them against the roster',
      },
    ] // prettier-ignore
  })
}
