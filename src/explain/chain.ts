import { reasonWords } from '../diff/change.ts'
import { failed, passed, type Check } from './answer.ts'
import type { Place } from './place.ts'
import type { Sighting } from './sighting.ts'
import { called, wouldDo } from './words.ts'

/**
 * The links that every record has, in the order in which it passes them: received, accepted, in scope, not waiting
 * for a decision, in the roster. The first that breaks is the reason.
 */
export function chainOf(place: Place, seen: Sighting): Check[] {
  return [
    checkReceived(place, seen),
    checkAccepted(seen),
    checkScope(place, seen),
    checkWaiting(place, seen),
    checkHeld(place, seen),
  ]
}

const silent = new Set(['absent', 'graduated', 'tombstone'])

function checkReceived(place: Place, seen: Sighting): Check {
  const { kind, sourcedId, state, live, planned, rejected, out, erased } = seen
  const name = called(kind, sourcedId)
  const { waiting } = place
  if (planned !== null && planned.after === null && silent.has(planned.reason) && waiting !== null)
    return failed(
      'received',
      `the drop of run ${waiting.run} ${planned.reason === 'tombstone' ? 'marks' : 'no longer lists'} ${name}${planned.reason === 'tombstone' ? ' as deleted' : ''}, which stays until plan ${waiting.plan} is decided`,
      'district',
      `If that is right, ${decide(place)}; if not, correct the export and run it again`,
    )
  if (rejected !== null || out !== null || planned !== null) {
    const at = rejected ?? out
    return passed('received', at === null ? `${name} is in the drop of run ${waiting?.run}` : `${name} is row ${at.row} of ${at.file}`) // prettier-ignore
  }
  const why = String(state?.removed_why ?? '')
  if (state !== null && !live && silent.has(why))
    return failed(
      'received',
      `${name} was removed in run ${String(state.removed_run)}: ${reasonWords(why)}`,
      'source',
      `Add ${name} to the export again, with the same sourcedId`,
    )
  if (state !== null) return passed('received', `${name} ${deliveredIn(place, Number(state.updated_run))}`)
  if (erased !== null) return passed('received', `${name} came with run ${erased}`)
  return failed('received', neverCame(place, name), 'source', neverFix(place, name))
}

/** A drop that says the same again changes nothing: the run that brought it need not be the last one that read it. */
function deliveredIn(place: Place, run: number): string {
  return place.heard === null || place.heard.run <= run
    ? `came as it is in run ${run}`
    : `is as delivered in run ${run}, unchanged since; ${lastDrop(place)}`
}

function lastDrop({ heard, broken, district }: Place): string {
  const day = heard === null || heard.at === null ? '' : ` on ${dayIn(district.zone, heard.at)}`
  const stop = heard === null ? 'no drop was read to its end yet' : `the last drop was read in run ${heard.run}${day}`
  return `${stop}${broken === null ? '' : `, and run ${broken.run} failed`}`
} // prettier-ignore

/** Where it stopped, for something nobody knows. */
export function neverCame(place: Place, name: string): string {
  const limits = limitsOf(place.connection.rules.scope)
  const scope = limits === '' ? '' : `. Rows outside the scope (${limits}) are not kept`
  return `${name} was never received; ${lastDrop(place)}${scope}`
} // prettier-ignore

function neverFix({ connection }: Place, name: string): string {
  const limits = limitsOf(connection.rules.scope)
  return `Share ${name} from the source${limits === '' ? '' : ', and see that the rules let it in'}`
}

/** The day of an instant in the district's zone; Swedish writes dates as ISO 8601 does. */
function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)
}

export function limitsOf(scope: Place['connection']['rules']['scope']): string {
  return Object.entries(scope)
    .flatMap(([what, list]) => (list === null ? [] : [`${what} ${list.join(', ')}`]))
    .join('; ')
}

function checkAccepted({ kind, sourcedId, live, rejected, issues }: Sighting): Check {
  const name = called(kind, sourcedId)
  const error = issues.find(({ severity }) => severity === 'error')
  if (rejected === null && error === undefined) {
    const warnings = issues.map(({ rule }) => rule).join(', ')
    return passed('accepted', warnings === '' ? `nothing is wrong with the row of ${name}` : `the row of ${name} was read leniently: ${warnings}`) // prettier-ignore
  }
  const file = rejected?.file ?? error?.file ?? ''
  const row = rejected?.row ?? error?.row ?? null
  const what = error === undefined ? 'its issues are no longer listed' : `${error.rule}, ${error.message}`
  const kept = live ? `; the roster keeps what it had of ${name}` : ''
  return failed(
    'accepted',
    `${name} was skipped: ${file}${row === null ? '' : ` row ${row}`}: ${what}${kept}`,
    'source',
    error?.fix ?? 'Run rollbook validate on the drop to see what is wrong with the row',
  )
}

function checkScope(place: Place, { kind, sourcedId, state, live, out, planned }: Sighting): Check {
  const name = called(kind, sourcedId)
  const limits = limitsOf(place.connection.rules.scope)
  const fix = `Let it in with ${place.next(`rules ${place.district.key}`)}, or leave it out on purpose`
  const kept = (clause: string) =>
    failed('in scope', `${clause}${limits === '' ? '' : ` (${limits})`}`, 'district', fix)
  const beyond = reasonWords('out_of_scope')
  if (state !== null && !live && state.removed_why === 'out_of_scope' && planned === null)
    return kept(`${name} was removed in run ${String(state.removed_run)}: ${beyond}`)
  if (out !== null && !live) return kept(`${name} is row ${out.row} of ${out.file}, but ${beyond}`)
  if (planned?.after === null && planned.reason === 'out_of_scope')
    return kept(`${name} is ${beyond}, and a waiting plan would remove it`)
  return passed('in scope', limits === '' ? 'the rules let everything in' : `the rules let it in (${limits})`)
}

function checkWaiting(place: Place, { kind, sourcedId, planned }: Sighting): Check {
  const { waiting } = place
  const name = called(kind, sourcedId)
  if (planned === null || waiting === null)
    return passed('decided', `no plan that would change ${name} waits`)
  const marked = planned.hazards.length === 0 ? '' : ` (${planned.hazards.join(', ')})`
  const how = waiting.status === 'held' ? 'is held' : 'has not been applied'
  return failed(
    'decided',
    `plan ${waiting.plan} of run ${waiting.run} would ${wouldDo(planned.op)} ${name}${marked}, and ${how}`,
    'district',
    `To carry it out, ${decide(place)}`,
  )
}

function decide({ waiting, district, next }: Place): string {
  const allow = waiting === null || waiting.codes.length === 0 ? '' : ` --allow ${waiting.codes.join(',')}`
  return `run ${next(`apply ${district.key} ${waiting?.plan ?? ''}${allow}`)}`
}

function checkHeld(place: Place, { kind, sourcedId, state, live, erased }: Sighting): Check {
  const name = called(kind, sourcedId)
  if (state === null && erased !== null)
    return failed(
      'in the roster',
      `${name} was taken out when run ${erased} was undone`,
      'district',
      `Run ${place.next(`sync ${place.district.key}`)} to bring it again`,
    )
  if (state === null) return failed('in the roster', `${name} is not in the roster`, null, null)
  if (live)
    return passed('in the roster', `${name} is in the roster ${since(state.created_run, state.updated_run)}`) // prettier-ignore
  const clause = `${name} was removed in run ${String(state.removed_run)}: ${reasonWords(String(state.removed_why))}`
  return failed('in the roster', `${clause}${graceOf(place, kind, state.removed_at)}`, null, null)
}

function since(created: unknown, updated: unknown): string {
  const first = `since run ${String(created)}`
  return created === updated ? first : `${first}, last changed in run ${String(updated)}`
}

/** A removed person is suspended at once and archived after the days of grace. */
function graceOf({ connection, district, now }: Place, kind: string, removedAt: unknown): string {
  if (kind !== 'users') return ''
  const until = new Date(String(removedAt))
  until.setUTCDate(until.getUTCDate() + connection.rules.graceDays)
  const on = dayIn(district.zone, until)
  return now < until ? `; suspended, and archived on ${on}` : `; archived since ${on}`
}
