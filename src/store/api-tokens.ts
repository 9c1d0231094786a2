import { row, rows, run, sql, type Runner } from './sql.ts'

/** A program's way into one district, without the token itself. */
export type ApiToken = {
  readonly tokenId: string
  readonly name: string
  readonly rights: readonly string[]
  readonly madeBy: string
  readonly madeAt: Date
  readonly expiresAt: Date
  /** To the hour; null while nobody used it. */
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
}

const columns = sql`t.token_id as "tokenId", t.name, t.rights, t.made_by as "madeBy", t.made_at as "madeAt",
  t.expires_at as "expiresAt", t.used_at as "usedAt", t.revoked_at as "revokedAt"`

export async function writeToken(
  db: Runner,
  districtId: string,
  hash: Buffer,
  token: Omit<ApiToken, 'usedAt' | 'revokedAt'>,
): Promise<void> {
  const { tokenId, name, rights, madeBy, madeAt, expiresAt } = token
  await run(
    db,
    sql`insert into api_tokens (district_id, token_id, hash, name, rights, made_by, made_at, expires_at)
      values (${districtId}, ${tokenId}, ${hash}, ${name}, ${[...rights]}, ${madeBy}, ${madeAt}, ${expiresAt})`,
  )
}

/** The newest first; those that are over stay, so that Activity can say what they were. */
export async function listTokens(db: Runner, districtId: string): Promise<ApiToken[]> {
  return await rows<ApiToken>(
    db,
    sql`select ${columns} from api_tokens t where t.district_id = ${districtId} order by t.made_at desc, t.token_id limit 200`,
  )
}

/** The token of a hash and its district, while it opens something; else null. */
export async function findToken(
  db: Runner,
  districtId: string,
  hash: Buffer,
  now: Date,
): Promise<(ApiToken & { key: string; district: string; zone: string }) | null> {
  return await row(
    db,
    sql`select ${columns}, d.key, d.name as district, d.zone from api_tokens t join districts d on d.district_id = t.district_id
      where t.district_id = ${districtId} and t.hash = ${hash} and t.revoked_at is null and t.expires_at > ${now}`,
  )
}

export async function readTokenNames(
  db: Runner,
  districtId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(
    db,
    sql`select token_id as id, name from api_tokens where district_id = ${districtId} and token_id = any(${ids}::uuid[])`,
  )
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** Its last use was this hour. */
export async function touchToken(db: Runner, districtId: string, tokenId: string, now: Date): Promise<void> {
  await run(
    db,
    sql`update api_tokens set used_at = ${now} where district_id = ${districtId} and token_id = ${tokenId}`,
  )
}

/** Ends a token; false when there is none, or it had ended. */
export async function endToken(db: Runner, districtId: string, tokenId: string, now: Date): Promise<boolean> {
  const ended = await run(
    db,
    sql`update api_tokens set revoked_at = ${now}
      where district_id = ${districtId} and token_id = ${tokenId} and revoked_at is null`,
  )
  return ended > 0
}
