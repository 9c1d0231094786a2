import { UnreadableDrop } from '../roster/errors.ts'
import { defaultRules } from '../roster/rules.ts'
import { askEvents } from '../sources/clever/open.ts'
import type { Settings } from '../sources/registry.ts'
import type { Store } from '../store/open.ts'
import { readAgreed } from '../store/providers.ts'
import { openOutside } from './outside.ts'

export type Asking = {
  readonly districtId: string
  readonly settings: Settings
  readonly from: string | null
}

/**
 * The last of the events behind one, null while there are none. One that the source does not know is news too: `refused`
 * says so. Throws what asking throws.
 */
export async function readNews(store: Store, { districtId, settings, from }: Asking): Promise<{ readonly last: string | null; readonly refused: boolean }> {
  const agreed = await readAgreed(store.pool, 'clever')
  const outside = openOutside({ store, districtId, rules: defaultRules, since: null, progress: () => undefined })
  try {
    return await askEvents({ ...agreed, ...settings }, { ...outside, pause: impatient }, from ?? '')
  } finally {
    outside.close()
  }
} // prettier-ignore

/** Who asks every minute waits for nobody: others are to be asked as well. */
function impatient(): Promise<never> {
  const words = 'Cannot ask for events: the source does not answer now. It is asked again by and by'
  return Promise.reject(new UnreadableDrop('SOURCE_SILENT', words))
}
