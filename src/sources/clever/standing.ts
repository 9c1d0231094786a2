import { UnreadableDrop } from '../../roster/errors.ts'
import { Refused, type Asker } from '../oneroster-rest/asker.ts'
import { readText, type Record } from '../oneroster-rest/columns.ts'
import { unwrapped } from './pages.ts'
import { dayOf } from './words.ts'

/** How a district stands with Clever at a moment (GET /districts/{id}). */
export type Standing = {
  readonly record: Record
  /** When Clever last took in what the SIS had; empty where it never did, or does not say. */
  readonly lastSync: string
  /** Why what Clever gives now proves nobody gone; null when it does. */
  readonly doubt: string | null
}

/** Throws SOURCE_NOT_SHARED where the token sees no such district, and what asking throws. */
export async function readStanding(asker: Asker, districtId: string): Promise<Standing> {
  const { records } = await asker.page(`districts/${districtId}`, ['data'], {}).catch(error => missing(error, districtId)) // prettier-ignore
  const record = records.flatMap(unwrapped).find(({ id }) => readText(id) === districtId)
  if (record === undefined) throw notShared(districtId, 'Clever names another district for its token')
  return { record, lastSync: readText(record.last_sync), doubt: doubtOf(record) }
}

function missing(error: unknown, districtId: string): never {
  if (error instanceof Refused && (error.status === 404 || error.status === 403))
    throw notShared(districtId, `Clever does not show it to us (${error.status})`)
  throw error
}

/** `success` and `running` are data as the SIS has it; in every other state it is older, or half of it. */
function doubtOf(record: Record): string | null {
  const state = readText(record.state).trim().toLowerCase()
  switch (state) {
    case '':
    case 'running':
    case 'success':
      return null
    case 'paused':
      return `Clever is paused for this district${untilOf(record)}: it gives what it had before`
    case 'pending':
      return 'Clever waits for the district: its last upload was not taken in'
    case 'error':
      return 'Clever could not take in what the district sent last'
    default:
      return `Clever says that the district is ${JSON.stringify(state)}`
  }
}

function untilOf({ pause_start, pause_end }: Record): string {
  const [from, to] = [dayOf(readText(pause_start)), dayOf(readText(pause_end))]
  return `${from === '' ? '' : ` from ${from}`}${to === '' ? '' : ` until ${to}`}`
}

export function notShared(districtId: string, why: string): UnreadableDrop {
  const remedy = 'Nothing was changed. Have an administrator of the district open Clever, Applications, add the app and share data with it'
  return new UnreadableDrop('SOURCE_NOT_SHARED', `Cannot read Clever district ${districtId}: ${why}. ${remedy}`)
} // prettier-ignore
