import { UnreadableDrop } from '../../roster/errors.ts'
import { stateOfNces } from '../../roster/states.ts'
import { openBearers } from '../oneroster-rest/access.ts'
import { Asker } from '../oneroster-rest/asker.ts'
import { isRecord, readText } from '../oneroster-rest/columns.ts'
import type { Patience } from '../oneroster-rest/patience.ts'
import type { Outside } from '../outside.ts'
import { unwrapped } from './pages.ts'
import { readStanding } from './standing.ts'
import { listTokens, type Agreed } from './tokens.ts'
import { dayOf } from './words.ts'

/** A district that shares with us through Clever, as it is called there. What it does not tell is ''. */
export type SharingDistrict = {
  readonly districtId: string
  readonly name: string
  readonly ncesId: string
  /** Postal code. */
  readonly state: string
  /** YYYY-MM-DD: before it people do not see the app in their portal. */
  readonly launchDate: string
  /** Why nothing may be read now; null when it may. */
  readonly closed: string | null
}

/** So many districts are asked for side by side. */
const abreast = 6

/** All districts that share with the owner of the app. Throws SECRET_MISSING, SOURCE_REFUSED, SOURCE_SILENT. */
export async function listSharing(agreed: Agreed & { readonly api: string; readonly version: string }, outside: Outside, patience: Patience): Promise<SharingDistrict[]> {
  // The newest of a district comes first.
  const tokens = new Map((await listTokens(agreed, outside, patience)).toReversed().map(one => [one.districtId, one.token]))
  const waiting = [...tokens]
  const found: SharingDistrict[] = []
  while (waiting.length > 0) {
    const next = waiting.splice(0, abreast)
    found.push(...(await Promise.all(next.map(async ([districtId, token]) => {
      const asker = new Asker(`${agreed.api}/${agreed.version}`, openBearers([token]), patience, {}, () => outside.now())
      return await lookAt(asker, districtId, outside.now())
    }))))
  }
  return found
} // prettier-ignore

/** One that Clever does not let us see is in the list all the same: it is there, and somebody has to mend it. */
async function lookAt(asker: Asker, districtId: string, now: Date): Promise<SharingDistrict> {
  try {
    const { record } = await readStanding(asker, districtId, now)
    const ncesId = readText(record.nces_id).trim()
    const state = stateOfNces(ncesId) || (await stateOfSchools(asker))
    const launchDate = dayOf(readText(record.launch_date))
    return { districtId, name: readText(record.name).trim(), ncesId, state, launchDate, closed: null }
  } catch (error) {
    if (!(error instanceof UnreadableDrop)) throw error
    return { districtId, name: '', ncesId: '', state: '', launchDate: '', closed: error.message }
  }
}

/** A district tells no address at Clever; its schools do. */
async function stateOfSchools(asker: Asker): Promise<string> {
  const { records } = await asker.page('schools', ['data'], { limit: 1 }).catch(() => ({ records: [] }))
  const [location] = records.flatMap(unwrapped).map(({ location }) => location)
  const state = isRecord(location) ? readText(location.state).trim().toUpperCase() : ''
  return /^[A-Z]{2}$/.test(state) ? state : ''
}
