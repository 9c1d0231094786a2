import type { District } from './districts.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'

/** A link to the setup of a district, without what opens it. */
export type SetupLink = {
  readonly districtId: string
  readonly linkId: string
  readonly consoleUserId: string
  readonly email: string
  /** `console:<id>` of whoever made it. */
  readonly who: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly openedAt: Date | null
  readonly seenAt: Date | null
  readonly finishedAt: Date | null
  readonly revokedAt: Date | null
}
type Named = Pick<District, 'key' | 'name'>
export type KeptLink = SetupLink & Named & { readonly browserHash: Buffer | null }
/** `step` is where the setup is; null when it is done or not begun. */
export type FleetLink = SetupLink & Named & { readonly step: string | null }

const columns = sql`l.district_id as "districtId", l.link_id as "linkId", l.console_user_id as "consoleUserId", u.email, l.who,
  l.created_at as "createdAt", l.expires_at as "expiresAt", l.opened_at as "openedAt", l.seen_at as "seenAt",
  l.finished_at as "finishedAt", l.revoked_at as "revokedAt"`

export async function writeLink(
  db: Runner,
  link: Pick<SetupLink, 'districtId' | 'linkId' | 'consoleUserId' | 'who' | 'createdAt' | 'expiresAt'> & { readonly tokenHash: Buffer },
): Promise<void> {
  const { districtId, linkId, consoleUserId, who, createdAt, expiresAt, tokenHash } = link
  await run(
    db,
    sql`insert into setup_links (district_id, link_id, token_hash, console_user_id, who, created_at, expires_at)
      values (${districtId}, ${linkId}, ${tokenHash}, ${consoleUserId}, ${who}, ${createdAt}, ${expiresAt})`,
  )
} // prettier-ignore

/** The link a token is of, whatever has become of it. */
export async function findLink(db: Runner, tokenHash: Buffer): Promise<KeptLink | null> {
  return await row<KeptLink>(
    db,
    sql`select ${columns}, l.browser_hash as "browserHash", d.key, d.name
      from setup_links l join console_users u using (console_user_id) join districts d on d.district_id = l.district_id
      where l.district_id is not null and l.token_hash = ${tokenHash}`,
  )
}

/** The link that a browser opened, while it is good and somebody was there after `since`; it notes that they are. */
export async function visitLink(
  db: Runner,
  browserHash: Buffer,
  since: Date,
  now: Date,
): Promise<(SetupLink & Pick<District, 'key' | 'name' | 'zone'>) | null> {
  return await row<SetupLink & Pick<District, 'key' | 'name' | 'zone'>>(
    db,
    sql`with seen as (
        update setup_links set seen_at = ${now} where district_id is not null and browser_hash = ${browserHash}
          and seen_at > ${since} and expires_at > ${now} and finished_at is null and revoked_at is null returning *)
      select ${columns}, d.key, d.name, d.zone from seen l join console_users u using (console_user_id)
        join districts d on d.district_id = l.district_id`,
  )
}

/** Sets the code that opens it, in place of any before. */
export async function writeCode(
  db: Runner,
  { districtId, linkId }: Pick<SetupLink, 'districtId' | 'linkId'>,
  codeHash: Buffer,
  until: Date,
): Promise<void> {
  await run(
    db,
    sql`update setup_links set code_hash = ${codeHash}, code_until = ${until}, code_tries = 0
      where district_id = ${districtId} and link_id = ${linkId}`,
  )
}

/** Counts a try before it is judged. The hash of the code to compare with; null when there were enough, or none is due. */
export async function tryCode(
  db: Runner,
  { districtId, linkId }: Pick<SetupLink, 'districtId' | 'linkId'>,
  most: number,
  now: Date,
): Promise<Buffer | null> {
  const found = await row<{ hash: Buffer }>(
    db,
    sql`update setup_links set code_tries = code_tries + 1
      where district_id = ${districtId} and link_id = ${linkId} and code_tries < ${most} and code_until > ${now}
      returning code_hash as hash`,
  )
  return found?.hash ?? null
}

/**
 * Ties a link to a browser and spends its code. The one statement decides: of two browsers at once, the second finds
 * it tied. `before` is the browser it was tied to, which may be tied anew.
 */
export async function bindLink(
  db: Runner,
  { districtId, linkId }: Pick<SetupLink, 'districtId' | 'linkId'>,
  { hash, before, now }: { readonly hash: Buffer; readonly before: Buffer | null; readonly now: Date },
): Promise<boolean> {
  const bound = await run(
    db,
    sql`update setup_links set browser_hash = ${hash}, opened_at = coalesce(opened_at, ${now}), seen_at = ${now},
        code_hash = null, code_until = null
      where district_id = ${districtId} and link_id = ${linkId} and code_hash is not null
        and browser_hash is not distinct from ${before} and expires_at > ${now} and finished_at is null and revoked_at is null`,
  )
  return bound === 1
}

/** Ends links that still work: those of a finished setup, or one that is called back. Resolves to how many. */
export async function endLinks(
  db: Runner,
  districtId: string,
  how: 'finished' | 'revoked',
  now: Date,
  linkId: string | null = null,
): Promise<number> {
  const [finished, revoked] = how === 'finished' ? [now, null] : [null, now]
  return await run(
    db,
    sql`update setup_links set finished_at = ${finished}, revoked_at = ${revoked}
      where district_id = ${districtId} and finished_at is null and revoked_at is null
        and (${linkId}::uuid is null or link_id = ${linkId})`,
  )
}

/** The newest first. */
export async function listLinks(db: Runner, districtId: string, most: number): Promise<SetupLink[]> {
  return await rows<SetupLink>(
    db,
    sql`select ${columns} from setup_links l join console_users u using (console_user_id)
      where l.district_id = ${districtId} order by l.created_at desc limit ${most}`,
  )
}

/** Those of all districts, the newest first. */
export async function listFleetLinks(db: Runner, most: number): Promise<FleetLink[]> {
  return await rows<FleetLink>(
    db,
    sql`select ${columns}, d.key, d.name, s.step from setup_links l join console_users u using (console_user_id)
        join districts d on d.district_id = l.district_id left join setups s on s.district_id = l.district_id
      order by l.created_at desc limit ${most}`,
  )
}
