import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'otplib'
import { afterAll, expect, test } from 'vitest'
import { freshDistrict, joins, morning, password } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import { ourTables } from '../store/schema.ts'
import { invite } from './invites.ts'
import { checkPassword, hashPassword, verifyPassword } from './password.ts'
import { forgotPassword } from './reset.ts'
import { beginFactor, confirmFactor } from './second-factor.ts'
import { seal, unseal } from './secrets.ts'
import { signIn } from './sign-in.ts'

const store = await freshStore()
const data = await mkdtemp(join(tmpdir(), 'rollbook-secrets-'))
afterAll(async () => {
  await store.close()
  await rm(data, { recursive: true, force: true })
})

const place = { table: 'console_users', column: 'totp_secret', row: 'u-1' }
const damaged = { code: 'SECRET_DAMAGED' }

test('what is sealed opens in its place, and never looks the same twice', async () => {
  const [first, second] = [await seal(data, place, 'JBSWY3DP'), await seal(data, place, 'JBSWY3DP')]
  expect(first).not.toBe(second)
  expect(await unseal(data, place, first)).toBe('JBSWY3DP')
})

test('what is sealed opens in no other row, column or table, and under no other key', async () => {
  const sealed = await seal(data, place, 'JBSWY3DP')
  for (const other of [{ row: 'u-2' }, { column: 'locale' }, { table: 'members' }])
    await expect(unseal(data, { ...place, ...other }, sealed)).rejects.toMatchObject(damaged)
  await expect(unseal(store.data, place, sealed)).rejects.toMatchObject(damaged)
})

test('what is sealed opens only as it was', async () => {
  const sealed = await seal(data, place, 'JBSWY3DP')
  const parts = sealed.split('.')
  const flipped = parts.map((part, at) => {
    const bytes = Buffer.from(part, 'base64url')
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
    return parts.map((other, index) => (index === at ? bytes.toString('base64url') : other)).join('.')
  })
  const shortTag = parts.map((part, at) => (at === 2 ? part.slice(0, 8) : part)).join('.')
  for (const broken of [...flipped, shortTag, parts.slice(0, 3).join('.'), '', 'JBSWY3DP'])
    await expect(unseal(data, place, broken)).rejects.toMatchObject(damaged)
})

test('a password is the same however its letters are composed, and no other one is', async () => {
  const hash = await hashPassword('café des sept loutres')
  expect(await verifyPassword(hash, 'cafe\u0301 des sept loutres')).toBe(true)
  expect(await verifyPassword(hash, 'cafe des sept loutres')).toBe(false)
  expect(await verifyPassword(null, 'café des sept loutres')).toBe(false)
})

test.each([
  ['eleven chars', 'eleven char', false],
  ['twelve chars', 'twelve chars', true],
  ['twelve otters', '🦦🦫🦨🦡🦔🐿🦝🐇🐀🐁🐹🐰', true],
  ['small letters only', 'sevenquietotters', true],
  ['257 letters', 'ab'.repeat(128) + 'c', false],
  ['the address', 'Ada.Park@Lincoln.Example', false],
  ['the name in the address, longer', 'adaparkofroosevelt', false],
  ['a common one in disguise', 'Pass-word 1234', false],
  ['one piece again and again', 'ototototototot', false],
])('a password of %s: %s', (_, given, taken) => {
  const email =
    given === 'adaparkofroosevelt' ? 'ada.park.of.roosevelt@x.example' : 'ada.park@lincoln.example'
  const checking = () => checkPassword(given, email)
  if (taken) expect(checking).not.toThrow()
  else expect(checking).toThrow(expect.objectContaining({ code: 'PASSWORD_WEAK' }))
})

test('no table holds a password, a token, a code, a secret, or an address that only tried', async () => {
  const lincoln = await freshDistrict(store)
  const ada = await joins(store, lincoln, 'owner')
  const order = { email: 'lee@lincoln.example', name: 'Lee', role: 'viewer', schools: null } as const
  const { token: invitation } = await invite(store, { ...order, districtId: lincoln.districtId }, { actor: 'console:1', actorKind: 'member' }, morning) // prettier-ignore
  const pending = await beginFactor(store, ada.reader, morning)
  const code = await generate({ secret: pending.secret, epoch: morning.getTime() / 1000 })
  const recovery = await confirmFactor(store, ada.reader, code, morning)
  const next = await beginFactor(store, ada.reader, morning)
  const half = await signIn(store, { email: ada.email, password }, morning)
  const reset = await forgotPassword(store, ada.email, morning, async () => {})
  await signIn(store, { email: 'stranger@nowhere.example', password }, morning).catch(() => null)
  const secrets = [password, ada.token, invitation, pending.secret, next.secret, reset, half.kind === 'factor' ? half.ticket : '', 'stranger@nowhere.example', ...recovery, ...recovery.map(one => one.replaceAll('-', ''))] // prettier-ignore
  const dump = await dumpAll()
  expect(dump).toContain(ada.email)
  expect(dump).toContain('$argon2id$')
  for (const secret of secrets) {
    expect(secret).toMatch(/.{8}/)
    for (const spelled of spellings(secret ?? '')) expect(dump).not.toContain(spelled)
  }
})

/** Every row of every table as text, bytes in hex. */
async function dumpAll(): Promise<string> {
  const texts: string[] = []
  for (const table of await ourTables()) {
    const { rows } = await store.pool.query<{ text: string }>(`select t::text as text from ${table} t`)
    texts.push(...rows.map(({ text }) => text))
  }
  return texts.join('\n')
}

function spellings(secret: string): string[] {
  const bytes = [Buffer.from(secret), Buffer.from(secret, 'base64url')]
  return [secret, ...bytes.flatMap(one => [one.toString('hex'), one.toString('base64').replace(/=+$/, '')])]
}
