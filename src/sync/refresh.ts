import { RollbookError } from '../roster/errors.ts'
import type { Connection, District } from '../store/districts.ts'

/** Throws REFRESH_UNSUPPORTED where a source gives no single record, or where nothing was read yet that it would change. */
export function assertRefreshable({ key }: Pick<District, 'key'>, { source, fullAt }: Pick<Connection, 'source' | 'fullAt'>): void {
  if (source === 'clever' && fullAt !== null) return
  const why = source === 'clever' ? 'nothing of it was read yet' : `its source is ${source}, which is read as a whole`
  throw new RollbookError('REFRESH_UNSUPPORTED', `Cannot refresh a record of district "${key}": ${why}. Use rollbook sync ${key}`)
} // prettier-ignore
