import { RollbookError, UnreadableDrop } from '../roster/errors.ts'
import { entriesOf, kinds } from '../roster/kinds.ts'
import type { Rules } from '../roster/rules.ts'
import { makeSemantics } from '../snapshot/semantics.ts'
import { isUseless, takeSnapshot, type Snapshot } from '../snapshot/snapshot.ts'
import { KEPT_PER_RULE } from '../snapshot/tally.ts'
import type { Drop } from '../sources/source.ts'
import type { OpenBase } from '../store/base.ts'
import { rosterView } from '../store/roster.ts'
import { saveIssues, type Looked } from '../store/runs.ts'
import { sha256, type Run } from './run.ts'

/** Above this many bytes the rules over many rows would need more memory than a run has (bench/results.md). */
const WHOLE_RULES = 700_000_000

/** Checks the drop into a snapshot, and writes down what is wrong with its data. Throws DELTA_WITHOUT_BASE, NOTHING_USABLE. */
export async function checkDrop(run: Run, drop: Drop, base: OpenBase): Promise<Snapshot> {
  assertBase(run, drop, base)
  const { connection, hasher, drawer, pool } = run
  const semantics = hearsAll(drop, base) ? makeSemantics('tolerant', KEPT_PER_RULE) : null
  let rows = 0
  // As many as last time, which is how people are told when it will end.
  const expected = kinds.reduce((sum, kind) => sum + base.kinds[kind].table.count, 0)
  const snapshot = await takeSnapshot({
    drop, base, kin: rosterView(pool, connection), rules: connection.rules, rulesSeed: `rules ${connection.rulesVersion}`,
    profile: 'tolerant', hasher, drawer, sha256,
    hear: (entity, row, file) => semantics?.add(entity, row, file),
    progress: read => run.order.progress('Checking', (rows += read), rows < expected ? expected : null),
  }) // prettier-ignore
  await drawer.flush()
  if (semantics !== null) snapshot.issues.addAll(semantics.finish(new Set(snapshot.complete)))
  const looked = { all: looksAnew(base), files: lookedFiles(snapshot, connection.rules) }
  // Until it is the district's source nobody need mend what is wrong with it: the first reading after says it all.
  if (run.order.switchesTo === undefined)
    await run.fenced(client => saveIssues(client, connection, run.number, snapshot.issues, looked))
  assertUsable(run, drop, snapshot)
  return snapshot
}

/** Rows outside the scope are in no roster, and passed over while they stay the same: of them silence says nothing. */
function lookedFiles({ readings }: Snapshot, { scope }: Rules): Looked['files'] {
  const scoped = Object.values(scope).some(chosen => chosen !== null)
  return Object.values(readings).map(({ kind, file, mode, torn, looked, toldBy }) => {
    const ofUsers = kind === 'roles' && toldBy === 'userSourcedId'
    const whole = mode === 'bulk' && !torn && !scoped && !ofUsers
    return { file, kind, whole, keys: [...looked], field: ofUsers ? 'orgSourcedId' : null }
  })
}

/** Every row is looked at: nothing was applied before, or the roster was read out. */
function looksAnew(base: OpenBase): boolean {
  return !base.fresh || kinds.every(kind => !base.kinds[kind].stocked)
}

/** The rules over many rows hear all of them; otherwise the roster is asked after apply, for whom it touched. */
export function hearsAll(drop: Drop, base: OpenBase): boolean {
  return looksAnew(base) && drop.files.reduce((sum, file) => sum + file.bytes, 0) < WHOLE_RULES
}

/** Where the roster has rows that are missing a person is asked; else there is nothing to ask about. */
function assertUsable({ district }: Run, drop: Drop, snapshot: Snapshot): void {
  if (!isUseless(drop, snapshot) || (drop.streams.length > 0 && snapshot.empty.length > 0)) return
  const whys = entriesOf(snapshot.broken).map(([kind, why]) => `${kind}: ${why}`)
  const headers = Object.values(snapshot.readings).filter(({ rows }) => rows === 0).map(({ file }) => file)
  if (headers.length > 0) whys.push(`${headers.join(', ')}: only a header`)
  const seen = whys.length === 0 ? 'the manifest calls every file absent' : whys.join('; ')
  throw new UnreadableDrop(
    'NOTHING_USABLE',
    `Cannot read the files of district "${district.key}": not one row can be used (${seen}). ` +
      `Export them again; rollbook validate tells of each file what is wrong`,
  )
} // prettier-ignore

/** A delta says what changed since a state: without that state it says nothing. */
function assertBase(run: Run, drop: Drop, base: OpenBase): void {
  const delta = drop.streams.find(({ mode }) => mode === 'delta')
  if (delta === undefined || kinds.some(kind => base.kinds[kind].stocked)) return
  throw new RollbookError(
    'DELTA_WITHOUT_BASE',
    `Cannot read ${delta.file}: it is a delta, and the roster of district "${run.district.key}" is empty. Send a bulk drop first`,
  )
}
