import { roleKey } from '../roster/entity.ts'
import type { Stream } from '../sources/source.ts'

/** Keys of the roles a row stands for, before it is checked: one in 1.2, one per school of the person in 1.1. */
export function roleKeys(stream: Stream, sourcedId: string, cells: readonly string[]): string[] {
  const { orgsCell, roleCell, cells: at } = stream
  const cell = (number: number) => (cells[number] ?? '').trim()
  if (orgsCell >= 0) {
    const orgs = cell(orgsCell).split(',')
    return orgs.flatMap(org => (org.trim() === '' ? [] : [roleKey(sourcedId, org.trim(), cell(roleCell))]))
  }
  const [user, org, role] = [cell(at[0] ?? -1), cell(at[5] ?? -1), cell(at[2] ?? -1)]
  // A tombstone may name its role by sourcedId alone.
  return user === '' || org === '' ? [] : [roleKey(user, org, role)]
}
