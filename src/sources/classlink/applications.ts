import { UnreadableDrop } from '../../roster/errors.ts'
import { Asker, unlisted } from '../oneroster-rest/asker.ts'
import { openBearers } from '../oneroster-rest/access.ts'
import { isRecord, readText } from '../oneroster-rest/columns.ts'
import type { Patience } from '../oneroster-rest/patience.ts'
import type { Outside } from '../outside.ts'

/** A district that shares its roster with us through ClassLink (GET /applications of the partner API). */
export type Application = {
  /** Comes percent-escaped (`MoYPlyQWmG0%3D`) and goes into paths as it came. */
  readonly applicationId: string
  readonly tenantId: string
  readonly tenantName: string
  /** Of the district's roster, on the proxy; null where it has given none. */
  readonly bearer: string | null
  /** Why nothing may be read now; null when it may. */
  readonly closed: string | null
}

const pageSize = 100
const mostPages = 200

/** All districts that share with the owner of a partner key. Throws SECRET_MISSING, SOURCE_REFUSED, SOURCE_SILENT. */
export async function listApplications(proxy: string, outside: Outside, patience: Patience): Promise<Application[]> {
  const asker = new Asker(proxy, openBearers(await partnerKeys(outside)), patience, {}, () => outside.now())
  const found = new Map<string, Application>()
  // It counts nothing, so an end is a page that brings nothing new.
  for (let page = 0, offset = 0; page < mostPages; page++) {
    const { records } = await asker.page('applications', ['applications'], { limit: pageSize, offset }).catch(error => unlisted('ClassLink', error))
    const before = found.size
    for (const record of records) {
      const application = readApplication(record)
      if (application !== null) found.set(application.applicationId, application)
    }
    offset += records.length
    if (found.size === before) break
  }
  return [...found.values()]
} // prettier-ignore

export async function partnerKeys(outside: Outside): Promise<readonly string[]> {
  const keys = await outside.secrets('partnerKey')
  if (keys.length > 0) return keys
  throw new UnreadableDrop('SECRET_MISSING', 'Cannot ask ClassLink which districts share with us: no partner key is kept. Make one in the Partner Portal, and give it with rollbook provider classlink') // prettier-ignore
}

function readApplication(record: unknown): Application | null {
  if (!isRecord(record)) return null
  const applicationId = readText(record.oneroster_application_id)
  if (applicationId === '') return null
  const status = readText(record.tenant_status)
  const off = /^(false|0|no)$/i.test(readText(record.enabled))
  const idle = status !== '' && !/^active$/i.test(status)
  return {
    applicationId,
    tenantId: readText(record.tenant_id),
    tenantName: readText(record.tenant_name),
    bearer: readText(record.bearer) || null,
    closed: off ? 'the district has switched the app off' : idle ? `the district is ${status} there` : null,
  }
}
