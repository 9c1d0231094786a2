import type { Reader } from '../login/reader.ts'
import { noteHourly } from '../store/audit.ts'
import { writeDistrict } from '../store/district-role.ts'
import type { District } from '../store/districts.ts'
import type { Office } from './office.ts'

/**
 * Writes down that one of the vendor's people reads in a district, where its own people see it: once an hour and
 * screen, which is the word behind the district's key.
 */
export async function looked(
  { store, now }: Office,
  { id, kind }: Reader,
  { districtId }: District,
  screen: string,
): Promise<void> {
  if (kind !== 'vendor') return
  await writeDistrict(store.pool, districtId, client =>
    noteHourly(client, {
      districtId,
      at: now(),
      actor: `console:${id}`,
      actorKind: kind,
      action: 'support.looked',
      target: screen,
      detail: {},
    }),
  )
}
