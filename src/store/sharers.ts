import { RollbookError } from '../roster/errors.ts'
import { row, run, sql, type Runner } from './sql.ts'

/** Two districts never read one tenant: whoever comes second most likely mistyped. Throws TENANT_TAKEN. */
export async function refuseTaken(db: Runner, districtId: string, source: string, tenantId: string): Promise<void> {
  const other = await row(
    db,
    sql`select 1 from connections where district_id <> ${districtId} and source = ${source} and trim(settings ->> 'tenantId') = ${tenantId.trim()} limit 1`,
  )
  if (other === null) return
  throw new RollbookError('TENANT_TAKEN', 'Cannot connect this tenant: another district reads from it. Check the tenant ID, or ask Product Support')
} // prettier-ignore

/** The same, in the transaction that then connects: of two who come at once with one tenant, one waits and is refused. */
export async function holdSharer(db: Runner, districtId: string, source: string, tenantId: string): Promise<void> {
  await run(db, sql`select pg_advisory_xact_lock(hashtextextended(${`tenant ${source} ${tenantId.trim()}`}, 0))`)
  await refuseTaken(db, districtId, source, tenantId)
} // prettier-ignore
