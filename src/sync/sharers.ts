import { defaultRules } from '../roster/rules.ts'
import { listApplications } from '../sources/classlink/applications.ts'
import { listSharing } from '../sources/clever/districts.ts'
import { Patience } from '../sources/oneroster-rest/patience.ts'
import type { Outside } from '../sources/outside.ts'
import type { Store } from '../store/open.ts'
import { readAgreed, type ProviderName } from '../store/providers.ts'
import { vendorScope } from '../store/secrets.ts'
import { fitDistricts, type Known } from './fit.ts'
import { openOutside } from './outside.ts'

/** A district that shares with the vendor through a provider. What the provider does not tell is ''. */
export type Sharing = Known & {
  readonly tenantId: string
  /** YYYY-MM-DD: before it people do not see the app in their portal. */
  readonly launchDate: string
  /** Why nothing may be read now; null when it may. */
  readonly closed: string | null
  /** Of a connection that reads it; what the vendor agreed for all districts is not among them. */
  readonly settings: Readonly<Record<string, string>>
}

/** The districts that share with the vendor through a provider. Throws SECRET_MISSING, SOURCE_REFUSED, SOURCE_SILENT. */
export async function listSharers(store: Store, provider: ProviderName): Promise<Sharing[]> {
  const outside = openOutside({ store, districtId: vendorScope, rules: defaultRules, since: null, progress: () => {} }) // prettier-ignore
  try {
    return await lists[provider](store, outside, new Patience(outside))
  } finally {
    outside.close()
  }
}

type List = (store: Store, outside: Outside, patience: Patience) => Promise<Sharing[]>

const lists: Readonly<Record<ProviderName, List>> = {
  async classlink({ pool }, outside, patience) {
    const { proxy } = await readAgreed(pool, 'classlink')
    const found = await listApplications(proxy, outside, patience)
    return found.map(({ tenantId, tenantName: name, applicationId, closed }) => ({
      tenantId, name, ncesId: '', state: '', launchDate: '', closed, settings: { tenantId, applicationId },
    })) // prettier-ignore
  },
  async clever({ pool }, outside, patience) {
    const found = await listSharing(await readAgreed(pool, 'clever'), outside, patience)
    return found.map(({ districtId: tenantId, ...one }) => ({ tenantId, ...one, settings: { tenantId } }))
  },
}

/** The one that is meant: by the provider's id of it, by its whole name, or as the district is known outside. */
export function findSharer(all: readonly Sharing[], asked: string, ours: Known): Sharing | 'several' | null {
  const text = asked.trim().toLowerCase()
  const told = all.filter(one => one.tenantId.toLowerCase() === text)
  if (told.length > 0) return open(told)
  const fits = all.filter(one => one.name.trim().toLowerCase() === text || fitDistricts(one, [ours]).length > 0)
  const sure = fits.filter(one => ours.ncesId !== '' && one.ncesId === ours.ncesId)
  const left = sure.length > 0 ? sure : fits.filter(one => ours.ncesId === '' || one.ncesId === '')
  return new Set(left.map(({ tenantId }) => tenantId)).size > 1 ? 'several' : open(left)
} // prettier-ignore

/** A tenant may have given several apps, of which one is on. */
function open(all: readonly Sharing[]): Sharing | null {
  return all.find(({ closed }) => closed === null) ?? all[0] ?? null
}
