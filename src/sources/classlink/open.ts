import { RollbookError, UnreadableDrop } from '../../roster/errors.ts'
import { openBearers, openSigned, type Access } from '../oneroster-rest/access.ts'
import { Asker, Refused } from '../oneroster-rest/asker.ts'
import { isRecord, readText } from '../oneroster-rest/columns.ts'
import { readServer } from '../oneroster-rest/drop.ts'
import { Patience } from '../oneroster-rest/patience.ts'
import { readSetup } from '../oneroster-rest/settings.ts'
import type { Outside } from '../outside.ts'
import type { Settings } from '../registry.ts'
import type { Drop } from '../source.ts'
import { listApplications, partnerKeys, type Application } from './applications.ts'

/** As documented; both can be set, for there are two hosts and two prefixes in use. */
export const usualProxy = 'https://oneroster-proxy.classlink.io'
export const usualPrefix = '/ims/oneroster/v1p1'
/** The most that a page of the proxy has. */
const pageSize = '10000'

type Place = {
  readonly proxy: string
  readonly prefix: string
  readonly settings: Settings
  readonly outside: Outside
}

/**
 * Reads a district's Roster Server through ClassLink's proxy, or directly where the connection says so. Throws
 * SOURCE_NOT_SHARED when the district does not share with us, and what a OneRoster server throws.
 */
export async function openShared(settings: Settings, outside: Outside): Promise<Drop> {
  const proxy = (settings.proxy || usualProxy).replace(/\/+$/, '')
  const place = { proxy, prefix: settings.prefix || usualPrefix, settings, outside }
  const patience = new Patience(outside)
  const application = await findApplication(place, patience)
  const direct = settings.access === 'direct'
  const { url, access } = direct
    ? await reachDirect(place, application, patience)
    : reachProxy(place, application, patience)
  const setup = readSetup({ url, auth: 'bearer', version: '1.1', pageSize, ...pick(settings) })
  const asker = new Asker(url, access, patience, {}, () => outside.now())
  return await readServer({ asker, patience, setup, version: '1.1' }, outside)
}

/** What of a OneRoster connection's settings holds here too. */
function pick({ metadata, merge, counts, pageSize }: Settings): Settings {
  return Object.fromEntries(Object.entries({ metadata, merge, counts, pageSize }).filter(([, value]) => value !== undefined)) // prettier-ignore
}

async function findApplication({ proxy, settings, outside }: Place, patience: Patience): Promise<Application> {
  const all = await listApplications(proxy, outside, patience)
  const { applicationId, tenantId } = settings
  // Both must fit where both are said: an application of another district would bring its roster here.
  const ours = all.filter(one => (applicationId ? one.applicationId === applicationId : true) && one.tenantId === tenantId?.trim())
  const found = ours.find(({ closed }) => closed === null) ?? ours[0]
  if (found === undefined) throw notShared(settings, 'it is not among the districts that share with us')
  if (found.closed !== null) throw notShared(settings, found.closed)
  return found
} // prettier-ignore

function reachProxy(place: Place, application: Application, patience: Patience): { url: string; access: Access } {
  let { bearer } = application
  if (bearer === null) throw notShared(place.settings, 'it has given no access to its roster yet')
  return {
    // As it came, escapes and all: escaped once more it would be another id.
    url: `${place.proxy}/${application.applicationId}${place.prefix}`,
    access: {
      headers: () => Promise.resolve({ authorization: `Bearer ${bearer ?? ''}` }),
      async renew() {
        const now = await findApplication(place, patience)
        // The same bearer, and refused: that is no matter of keys.
        if (now.bearer === null || now.bearer === bearer)
          throw notShared(place.settings, 'ClassLink refuses the access it gave, so the district does not share any more')
        bearer = now.bearer
        return true
      },
    },
  }
} // prettier-ignore

/** The district's own server, signed for by OAuth 1.0a with credentials that the partner API hands out. */
async function reachDirect({ proxy, prefix, settings, outside }: Place, { applicationId }: Application, patience: Patience): Promise<{ url: string; access: Access }> {
  const asker = new Asker(proxy, openBearers(await partnerKeys(outside)), patience, {}, () => outside.now())
  const page = await asker.page(`applications/${applicationId}/server`, ['server'], {}).catch(refusedAs(settings))
  const server = page.records.find(isRecord)
  if (server === undefined) throw notShared(settings, 'ClassLink names no server of it')
  const root = readText(server.endpoint_url).replace(/\/+$/, '')
  const url = /\/v1p\d$/.test(root) ? root : root + prefix
  const signer = { clientId: readText(server.client_id), auth: 'oauth1-sha256' } as const
  return { url, access: openSigned(signer, [readText(server.client_secret)], outside) }
} // prettier-ignore

/** A refusal of what only this district's server is asked for is the district's. */
function refusedAs(settings: Settings) {
  return (error: unknown): never => {
    throw error instanceof Refused
      ? notShared(settings, `ClassLink names no server of it: ${error.message}`)
      : error
  }
}

function notShared({ applicationId, tenantId }: Settings, why: string): RollbookError {
  const which = applicationId ? `application ${applicationId}` : `tenant ${tenantId ?? '?'}`
  const remedy = 'Have an administrator of the district open Roster Server, Apps, add the app or switch it on, and give it permissions'
  return new UnreadableDrop('SOURCE_NOT_SHARED', `Cannot read ClassLink ${which}: ${why}. ${remedy}`)
} // prettier-ignore
