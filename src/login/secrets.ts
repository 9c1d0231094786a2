import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import { secretKey } from '../store/key.ts'

/** A secret nobody guesses: 256 bits, fit for cookies and fragments of links. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. Its 256 bits need no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Hash under a key of the data folder: who holds only the database cannot try out addresses or codes. */
export async function keyedHash(data: string, purpose: string, text: string): Promise<Buffer> {
  return createHmac('sha256', await keyFor(data, purpose))
    .update(text)
    .digest()
}

/** The column and row a secret belongs to; sealed for one, it opens in no other. */
export type Place = { readonly table: string; readonly column: string; readonly row: string }

const version = 'v1'

/** AES-256-GCM with a fresh IV, as text: `v1.<iv>.<tag>.<bytes>`. */
export async function seal(data: string, place: Place, text: string): Promise<string> {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await keyFor(data, 'sealed columns'), iv)
  cipher.setAAD(placeBytes(place))
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [version, ...[iv, cipher.getAuthTag(), bytes].map(part => part.toString('base64url'))].join('.')
}

/** Throws SECRET_DAMAGED for what was changed, moved from another row, or sealed with another key. */
export async function unseal(data: string, place: Place, sealed: string): Promise<string> {
  const [found, ...rest] = sealed.split('.')
  const [iv, tag, bytes] = rest.map(part => Buffer.from(part, 'base64url'))
  try {
    if (found !== version || iv === undefined || tag?.length !== 16 || bytes === undefined)
      throw new Error('not sealed by this release')
    const decipher = createDecipheriv('aes-256-gcm', await keyFor(data, 'sealed columns'), iv)
    decipher.setAAD(placeBytes(place))
    decipher.setAuthTag(tag)
    return Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new RollbookError(
      'SECRET_DAMAGED',
      `Cannot read ${place.table}.${place.column} of ${place.row}: it was changed, or secret.key is another. Restore secret.key from a backup`,
      1,
      { cause },
    )
  }
}

async function keyFor(data: string, purpose: string): Promise<Buffer> {
  return Buffer.from(hkdfSync('sha256', await secretKey(data), '', `rollbook ${purpose}`, 32))
}

function placeBytes({ table, column, row }: Place): Buffer {
  return Buffer.from(JSON.stringify([table, column, row]))
}
