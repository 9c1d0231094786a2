import { randomBytes } from 'node:crypto'
import { generateSecret, generateURI, verifySync } from 'otplib'
import { RollbookError } from '../roster/errors.ts'
import { adoptTotp, dropTotp, findConsoleUser, setPendingTotp, spendRecovery, spendStep, type ConsoleUser } from '../store/console-users.ts' // prettier-ignore
import type { Store } from '../store/open.ts'
import { transact } from '../store/transact.ts'
import { requireProof } from './proof.ts'
import type { Reader } from './reader.ts'
import { keyedHash, seal, unseal } from './secrets.ts'

const stepSeconds = 30
const codes = 10

/** The vendor's people see every district: outside the demo nobody of them looks in by a password alone. */
export function factorDue({ kind, factor }: Pick<Reader, 'kind' | 'factor'>, { demo }: { demo: boolean }): boolean {
  return kind === 'vendor' && !factor && !demo
} // prettier-ignore

/**
 * Begins with a second factor: the secret for an authenticator, as text and as the URI that a QR code shows. It
 * counts once a code of it was given. Throws PROOF_NEEDED.
 */
export async function beginFactor(
  { pool, data }: Store,
  reader: Reader,
  now: Date,
): Promise<{ secret: string; uri: string }> {
  requireProof(reader, now)
  const secret = generateSecret()
  await setPendingTotp(pool, reader.id, await seal(data, placeOf(reader.id), secret))
  return { secret, uri: generateURI({ issuer: 'Rollbook', label: reader.email ?? reader.id, secret }) }
}

/**
 * Takes the pending factor into use. Resolves to the recovery codes, which are shown this once.
 * Throws PROOF_NEEDED, CODE_REFUSED.
 */
export async function confirmFactor(store: Store, reader: Reader, code: string, now: Date): Promise<string[]> {
  requireProof(reader, now)
  const pending = (await findConsoleUser(store.pool, reader.id))?.totpPending ?? null
  if (pending === null) throw codeRefused()
  const secret = await unseal(store.data, placeOf(reader.id), pending)
  const step = matchingStep(secret, code, now)
  if (step === null) throw codeRefused()
  const plain = Array.from({ length: codes }, recoveryCode)
  const recovery = await Promise.all(plain.map(one => recoveryHash(store.data, one)))
  const adopted = await transact(store.pool, client =>
    adoptTotp(client, reader.id, { pending, secret: pending, step, recovery }),
  )
  if (!adopted) throw codeRefused()
  return plain
} // prettier-ignore

/** Does without a second factor from now on. Throws PROOF_NEEDED. */
export async function dropFactor({ pool }: Store, reader: Reader, now: Date): Promise<void> {
  requireProof(reader, now)
  await transact(pool, client => dropTotp(client, reader.id))
}

/** Whether a code of the authenticator, or a recovery code, is right; it is spent with that. */
export async function spendCode(store: Store, user: ConsoleUser, code: string, now: Date): Promise<boolean> {
  const { pool, data } = store
  const tight = code.replace(/[\s-]/g, '')
  if (user.totpSecret === null) return false
  if (!/^\d{6}$/.test(tight))
    return await spendRecovery(pool, user.consoleUserId, await recoveryHash(data, tight))
  const secret = await unseal(data, placeOf(user.consoleUserId), user.totpSecret)
  const step = matchingStep(secret, tight, now)
  return step !== null && (await spendStep(pool, user.consoleUserId, step))
}

export function codeRefused(): RollbookError {
  return new RollbookError('CODE_REFUSED', 'Cannot take this code: it is not the one shown now, or was used already. Wait for the next one, and check the clock of your phone') // prettier-ignore
}

/** The step whose code it is: this one, the one before or the one after, for clocks that differ. */
function matchingStep(secret: string, code: string, now: Date): number | null {
  const tight = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(tight)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const found = verifySync({ secret, token: tight, epoch, epochTolerance: stepSeconds })
  return found.valid ? Math.floor(epoch / stepSeconds) + found.delta : null
}

/** 80 bits in groups that can be read out. */
function recoveryCode(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  const text = [...randomBytes(16)].map(byte => letters[byte % 32]).join('')
  return text.match(/.{4}/g)?.join('-') ?? text
}

async function recoveryHash(data: string, code: string): Promise<string> {
  const tight = code.toLowerCase().replace(/[\s-]/g, '')
  return (await keyedHash(data, 'recovery codes', tight)).toString('hex')
}

// Pending and in use share the column's name here: confirming moves the bytes as they are.
function placeOf(row: string) {
  return { table: 'console_users', column: 'totp_secret', row }
}
