import { defaultRules } from '../roster/rules.ts'
import { listApplications, type Application } from '../sources/classlink/applications.ts'
import { usualProxy } from '../sources/classlink/open.ts'
import { Patience } from '../sources/oneroster-rest/patience.ts'
import type { Store } from '../store/open.ts'
import { readProvider } from '../store/providers.ts'
import { vendorScope } from '../store/secrets.ts'
import { openOutside } from './outside.ts'

/** The districts that share with the vendor through ClassLink. Throws SECRET_MISSING, SOURCE_REFUSED, SOURCE_SILENT. */
export async function listSharers(store: Store): Promise<Application[]> {
  const provider = await readProvider(store.pool, 'classlink')
  const outside = openOutside({ store, districtId: vendorScope, rules: defaultRules, since: null, progress: () => {} }) // prettier-ignore
  try {
    return await listApplications(provider?.proxy ?? usualProxy, outside, new Patience(outside))
  } finally {
    outside.close()
  }
}

/** The district that is called so, by its tenant's id or by its whole name. */
export function findSharer(all: readonly Application[], asked: string): Application | null {
  const text = asked.trim().toLowerCase()
  const ours = all.filter(one => one.tenantId.toLowerCase() === text || one.tenantName.trim().toLowerCase() === text)
  return ours.find(({ closed }) => closed === null) ?? ours[0] ?? null
} // prettier-ignore
