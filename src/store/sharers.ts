import { row, sql, type Runner } from './sql.ts'

/** The district that reads from a tenant of a provider; null while none does. */
export async function findHolder(db: Runner, source: string, tenantId: string): Promise<string | null> {
  const found = await row<{ districtId: string }>(
    db,
    sql`select district_id as "districtId" from connections
      where district_id is not null and source = ${source} and settings ->> 'tenantId' = ${tenantId}`,
  )
  return found?.districtId ?? null
}
