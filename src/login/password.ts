import { randomUUID } from 'node:crypto'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { RollbookError } from '../roster/errors.ts'

// OWASP's smallest for argon2id: 19 MiB, two passes, one lane. Its default algorithm is argon2id.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const least = 12
const most = 256

/**
 * The most common passwords of twelve letters or more, as leaks have them; shorter ones are refused anyway.
 * Compared in small letters and without what is not a letter or digit.
 */
const common = new Set([
  '123456789012', '1234567890123', '12345678901234', '123456789123', '111111111111', '000000000000',
  'passwordpassword', 'password1234', 'password12345', 'password123456', 'passw0rd1234', 'mypassword123',
  'administrator', 'adminadmin123', 'administrator1', 'qwertyuiop12', 'qwertyuiop123', 'qwertyuiopasdf',
  'qwerty123456', 'qwertyqwerty', '1q2w3e4r5t6y', '1qaz2wsx3edc', 'q1w2e3r4t5y6', 'abcdefghijkl', 'abcdefghijklm',
  'abcd12345678', 'abc123abc123', 'iloveyou1234', 'iloveyouiloveyou', 'letmeinletmein', 'letmein12345',
  'welcome12345', 'welcome123456', 'welcomewelcome', 'changemechangeme', 'changeme1234', 'trustno1trustno1',
  'schoolschool', 'school123456', 'teacher12345', 'student12345', 'rosterroster', 'rollbookrollbook',
  'rollbook1234', 'sunshine1234', 'princess1234', 'football1234', 'baseball1234', 'monkeymonkey', 'superman1234',
  'correcthorsebatterystaple', 'asdfghjkl123', 'zxcvbnm12345', 'unknown12345', 'passwordpassword1', 'p4ssw0rdp4ssw0rd',
]) // prettier-ignore

/** Throws PASSWORD_WEAK. Length is what helps; rules about kinds of letters are not among them (NIST SP 800-63B). */
export function checkPassword(password: string, email: string): void {
  const letters = [...password].length
  const plain = plainOf(password)
  const reason =
    letters < least
      ? `it has ${letters} letters, and needs ${least}`
      : letters > most
        ? `it has more than ${most} letters`
        : plain === plainOf(email) || plain === plainOf(email.split('@')[0] ?? '')
          ? 'it is the e-mail address'
          : common.has(plain) || /^(.{1,4}?)\1+$/u.test(password)
            ? 'it is one that everybody tries'
            : null
  if (reason === null) return
  throw new RollbookError('PASSWORD_WEAK', `Cannot take this password: ${reason}. Choose a few words nobody would guess`) // prettier-ignore
}

export async function hashPassword(password: string): Promise<string> {
  return await hash(normal(password), cost)
}

// Of a password nobody has: an unknown address costs as much time as a known one.
let decoy: Promise<string> | null = null

/** Whether it is the one; with no hash to compare it takes as long, and is no. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomUUID())
  const right = await verify(stored ?? (await decoy), normal(password))
  return right && stored !== null
}

/** True when the hash was made at another cost than today's. */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored)
  return memoryCost !== cost.memoryCost || timeCost !== cost.timeCost || parallelism !== cost.parallelism
}

// The same letters typed on another keyboard are the same password.
function normal(password: string): string {
  return password.normalize('NFKC')
}

function plainOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
