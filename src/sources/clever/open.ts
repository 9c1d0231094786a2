import { RollbookError } from '../../roster/errors.ts'
import type { Access } from '../oneroster-rest/access.ts'
import { Asker } from '../oneroster-rest/asker.ts'
import { Patience } from '../oneroster-rest/patience.ts'
import type { Outside } from '../outside.ts'
import type { Settings } from '../registry.ts'
import type { Drop } from '../source.ts'
import { newsAfter, Unfollowed } from './events.ts'
import { readTouched } from './follow.ts'
import { largestPage } from './pages.ts'
import { readDistrict } from './read.ts'
import { notShared, tokenRefused } from './standing.ts'
import { listTokens, type Agreed } from './tokens.ts'

/**
 * Reads a district through Clever's Data API. Throws SOURCE_NOT_SHARED when the district does not have our app,
 * SOURCE_EMPTY when it shares nothing with it, SOURCE_REFUSED and SOURCE_FORBIDDEN for what is Clever's, and what
 * asking throws.
 */
export async function openDistrict(settings: Settings, outside: Outside): Promise<Drop> {
  const { contacts, events } = settings
  const pageSize = pageOf(settings.pageSize)
  const asking = await openAsker(settings, outside)
  const reach = { ...asking, pageSize, contacts: contacts === 'yes', events: events === 'yes' }
  if (outside.follow === undefined) return await readDistrict(reach, outside)
  try {
    return await readTouched(reach, outside, outside.follow)
  } catch (error) {
    if (!(error instanceof Unfollowed)) throw error
    const drop = await readDistrict(reach, outside)
    return {
      ...drop,
      note: `Everything was read, for ${error.message}${drop.note === undefined ? '' : `. ${drop.note}`}`,
    }
  }
}

/** Asks a district for news of events, and for nothing else. Throws as `openDistrict` does. */
export async function askEvents(
  settings: Settings,
  outside: Outside,
  from: string,
): ReturnType<typeof newsAfter> {
  const { asker } = await openAsker(settings, outside)
  return await newsAfter(asker, from)
}

async function openAsker(settings: Settings, outside: Outside) {
  const { api = '', login = '', clientId = '', version = 'v3.1' } = settings
  const districtId = (settings.tenantId ?? '').trim()
  const patience = new Patience(outside)
  const access = await openToken({ login, clientId }, districtId, outside, patience)
  const asker = new Asker(`${api}/${version}`, access, patience, {}, () => outside.now())
  return { asker, patience, districtId }
}

function pageOf(text: string | undefined): number {
  if (text === undefined || text === '') return largestPage
  const number = Number(text)
  if (Number.isInteger(number) && number > 0 && number <= largestPage) return number
  throw new RollbookError('SETTINGS_INVALID', `Cannot use this connection: the page size is a whole number from 1 to ${largestPage}. Change its settings`, 2) // prettier-ignore
}

/** A token that is refused so often, though Clever lists it, is no good. */
const mostRefusals = 2

/**
 * The district's token. One that is refused was replaced, perhaps: the list of tokens is asked once more, and what was
 * not refused yet is taken. Where there is no other the same one is tried again, for a refusal may be a slip of Clever's.
 */
async function openToken(agreed: Agreed, districtId: string, outside: Outside, patience: Patience): Promise<Access> {
  const refusals = new Map<string, number>()
  const current = async () => {
    const tokens = (await listTokens(agreed, outside, patience, districtId)).map(one => one.token)
    if (tokens.length === 0) throw notShared(districtId, 'it is not, or no longer, among the districts that have this app')
    const good = tokens.find(one => !refusals.has(one)) ?? tokens.find(one => (refusals.get(one) ?? 0) < mostRefusals)
    if (good === undefined) throw tokenRefused(districtId)
    return good
  }
  let token = await current()
  return {
    headers: () => Promise.resolve({ authorization: `Bearer ${token}` }),
    async renew() {
      refusals.set(token, (refusals.get(token) ?? 0) + 1)
      token = await current()
      return true
    },
  }
} // prettier-ignore
