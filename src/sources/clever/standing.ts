import { UnreadableDrop } from '../../roster/errors.ts'
import type { Rest } from '../../roster/rest.ts'
import { Refused, type Asker } from '../oneroster-rest/asker.ts'
import { readText, type Record } from '../oneroster-rest/columns.ts'
import { TooHeavy } from '../oneroster-rest/patience.ts'
import { unwrapped } from './pages.ts'
import { dayOf } from './words.ts'

/** Why something proves nobody gone, and who can do what about it. */
export type Doubt = { readonly why: string; readonly fix: string; readonly rest?: Rest }

/** How a district stands with Clever at a moment (GET /districts/{id}). */
export type Standing = {
  readonly record: Record
  /** When Clever last took in what the SIS had; empty where it never did, or does not say. */
  readonly lastSync: string
  /** Why what Clever gives now proves nobody gone; null when it does. */
  readonly doubt: Doubt | null
}

/** Throws SOURCE_NOT_SHARED where the token sees no such district, and what asking throws. `now` tells whether a pause has begun. */
export async function readStanding(asker: Asker, districtId: string, now: Date): Promise<Standing> {
  const { records } = await asker.page(`districts/${encodeURIComponent(districtId)}`, ['data'], {}).catch(error => missing(error, districtId)) // prettier-ignore
  const record = records.flatMap(unwrapped).find(({ id }) => readText(id) === districtId)
  if (record === undefined) throw notShared(districtId, 'Clever names another district for its token')
  return { record, lastSync: readText(record.last_sync), doubt: doubtOf(record, now) }
}

function missing(error: unknown, districtId: string): never {
  if (error instanceof Refused && error.status === 403) throw forbidden(districtId, error)
  if (error instanceof Refused && error.status === 404)
    throw notShared(districtId, `Clever does not show it to us (${error.status})`)
  // Smaller pages are no way out of one record.
  if (error instanceof Refused || error instanceof TooHeavy) throw unanswered(districtId, error)
  throw error
}

function unanswered(districtId: string, { message }: Error): UnreadableDrop {
  return new UnreadableDrop('SOURCE_SILENT', `Cannot read Clever district ${districtId}: ${message.replace(/\.$/, '')}. Nothing was changed; try again later, and ask Clever’s support if it lasts`)
} // prettier-ignore

/** `success` and `running` are data as the SIS has it; in every other state it is older, or half of it. */
function doubtOf(record: Record, now: Date): Doubt | null {
  const state = readText(record.state).trim().toLowerCase()
  if (state === 'paused' || isPaused(record, now))
    return {
      rest: { state: 'paused', from: dayIn(record.pause_start), until: dayIn(record.pause_end) },
      why: `Clever is paused for this district${untilOf(record)}: it gives what it had before`,
      fix: 'Nothing needs to be done. The district’s administrators set the days of the pause in Clever, under Sync settings',
    }
  switch (state) {
    case '':
    case 'running':
    case 'success':
      return null
    case 'pending':
      return {
        rest: { state: 'pending', from: null, until: null },
        why: 'Clever waits for the district: its last upload was not taken in',
        fix: 'An administrator of the district opens Sync in Clever, and uploads or approves what waits there',
      }
    case 'error':
      return {
        rest: { state: 'error', from: null, until: null },
        why: 'Clever could not take in what the district sent last',
        fix: 'Clever mends this. If it lasts, have the district ask Clever’s support',
      }
    default:
      return {
        rest: { state: 'other', from: null, until: null },
        why: `Clever says that the district is ${JSON.stringify(state)}`,
        fix: 'Open the district in our dashboard at Clever, which says what waits for whom',
      }
  }
}

function dayIn(value: unknown): string | null {
  const day = dayOf(readText(value))
  return /^\d{4}-\d\d-\d\d$/.test(day) ? day : null
}

/** The first and the last day of a pause are of it. */
function isPaused({ pause_start, pause_end }: Record, now: Date): boolean {
  const [from, to] = [dayOf(readText(pause_start)), dayOf(readText(pause_end))]
  const today = now.toISOString().slice(0, 10)
  return from !== '' && to !== '' && from <= today && today <= to
}

function untilOf({ pause_start, pause_end }: Record): string {
  const [from, to] = [dayOf(readText(pause_start)), dayOf(readText(pause_end))]
  return `${from === '' ? '' : ` from ${from}`}${to === '' ? '' : ` until ${to}`}`
}

/*
 * Ways in which a district ends to be there. Each has its own words, for each is somebody else's to mend: the district
 * took the app away, or shares nothing with it; Clever refuses a token that it lists; the app itself may not see rosters.
 */

export function notShared(districtId: string, why: string): UnreadableDrop {
  const remedy = 'Nothing was changed. Have an administrator of the district open Clever, Applications, add the app and share data with it'
  return new UnreadableDrop('SOURCE_NOT_SHARED', `Cannot read Clever district ${districtId}: ${why}. ${remedy}`)
} // prettier-ignore

/** Sharing "no data" is a choice of Clever's; before the first upload there is nothing to share either. */
export function sharesNothing(districtId: string, { lastSync }: Standing): UnreadableDrop {
  const [why, remedy] = lastSync === ''
    ? ['Clever has no data of it yet', 'Have an administrator of the district finish its sync in Clever']
    : ['it shares no data with this app', 'Have an administrator of the district open the app in Clever, and choose what to share with it']
  return new UnreadableDrop('SOURCE_EMPTY', `Cannot read Clever district ${districtId}: ${why}: no school, nobody and no section. Nothing was changed. ${remedy}`)
} // prettier-ignore

export function tokenRefused(districtId: string): UnreadableDrop {
  return new UnreadableDrop('SOURCE_REFUSED', `Cannot read Clever district ${districtId}: Clever refuses the token that it lists for it (401). Nothing was changed. Whoever runs Rollbook looks at the app in Clever, and asks Clever’s support`) // prettier-ignore
}

export function forbidden(districtId: string, { message }: Refused): UnreadableDrop {
  return new UnreadableDrop('SOURCE_FORBIDDEN', `Cannot read Clever district ${districtId}: ${message}. Nothing was changed. Whoever runs Rollbook asks Clever for Secure Sync, without which an app may see no roster`) // prettier-ignore
}
