import { randomUUID } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import { findToken, touchToken, writeToken } from '../store/api-tokens.ts'
import type { Store } from '../store/open.ts'
import type { Runner } from '../store/sql.ts'
import type { Reader } from './reader.ts'
import type { Right } from './rights.ts'
import { hashToken, newToken } from './secrets.ts'

/** What a program may be given: to read, and to ask for a sync. Deciding and changing settings stay with people. */
export const tokenRights = ['see', 'people', 'export', 'audit', 'run'] as const satisfies readonly Right[]
export type TokenRight = (typeof tokenRights)[number]

const mark = 'rbk_'
const dayMillis = 86_400_000
const hourMillis = 3_600_000

export type TokenOrder = {
  readonly districtId: string
  readonly name: string
  readonly rights: readonly TokenRight[]
  /** Days until it ends by itself. */
  readonly days: number
  /** Id of the console user who makes it. */
  readonly madeBy: string
}

/** A token that is told once: `rbk_`, the district it opens, and 256 bits. What is kept is a hash. */
export async function makeToken(
  db: Runner,
  order: TokenOrder,
  now: Date,
): Promise<{ tokenId: string; token: string; expiresAt: Date }> {
  const { districtId, days, ...rest } = order
  const token = `${mark}${districtId.replaceAll('-', '')}_${newToken()}`
  const tokenId = randomUUID()
  const expiresAt = new Date(now.getTime() + days * dayMillis)
  await writeToken(db, districtId, hashToken(token), { ...rest, tokenId, madeAt: now, expiresAt })
  return { tokenId, token, expiresAt }
}

/** The program that sends a token. Throws TOKEN_INVALID for one that opens nothing, or nothing any more. */
export async function findProgram({ pool }: Store, token: string, now: Date): Promise<Reader> {
  const districtId = districtOf(token)
  const found = districtId === null ? null : await findToken(pool, districtId, hashToken(token), now)
  if (districtId === null || found === null) throw tokenInvalid()
  const { tokenId, name, rights, key, district, zone, usedAt, expiresAt } = found
  if (usedAt === null || now.getTime() - usedAt.getTime() > hourMillis)
    await touchToken(pool, districtId, tokenId, now)
  return {
    kind: 'token',
    id: tokenId,
    name,
    email: null,
    locale: 'en-US',
    vendorRole: null,
    seats: [{ districtId, key, name: district, zone, role: 'viewer', schools: null }],
    rights: tokenRights.filter(right => rights.includes(right)),
    home: null,
    factor: false,
    provenAt: now,
    until: expiresAt,
    demo: false,
  }
}

/** The district in a token, as a UUID; null for what was never one of ours. */
function districtOf(token: string): string | null {
  const [, hex] = /^rbk_([0-9a-f]{32})_[\w-]{43}$/.exec(token) ?? []
  return hex === undefined ? null : hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function tokenInvalid(): RollbookError {
  return new RollbookError('TOKEN_INVALID', 'Cannot answer: this API token is unknown, too old or was revoked. Have an owner make another under Team') // prettier-ignore
}
