import { generate } from 'otplib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { after, freshDistrict, joins, morning, password } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import type { District } from '../store/districts.ts'
import { row, run, sql } from '../store/sql.ts'
import { findReader, prove } from './sessions.ts'
import { finishSignIn, signIn } from './sign-in.ts'
import { beginFactor, confirmFactor, dropFactor } from './second-factor.ts'

const store = await freshStore()
afterAll(() => store.close())

let lincoln: District
beforeAll(async () => {
  lincoln = await freshDistrict(store)
})

const codeAt = (secret: string, now: Date) => generate({ secret, epoch: Math.floor(now.getTime() / 1000) })
const wrong = async (email: string, now: Date) =>
  await signIn(store, { email, password: 'seven loud otters' }, now).catch((error: unknown) => error)

/** An owner with a second factor, confirmed this morning. */
async function guarded() {
  const person = await joins(store, lincoln, 'owner')
  const { secret } = await beginFactor(store, person.reader, morning)
  const recovery = await confirmFactor(store, person.reader, await codeAt(secret, morning), morning)
  return { ...person, secret, recovery }
}

test('the address may be typed in capitals and with blanks around it', async () => {
  const { email, id } = await joins(store, lincoln, 'owner')
  const signed = await signIn(store, { email: ` ${email.toUpperCase()} `, password }, morning)
  expect(signed).toMatchObject({ kind: 'signed_in', reader: { id } })
})

test('a wrong password and an address nobody has are refused in the same words', async () => {
  const { email } = await joins(store, lincoln, 'owner')
  const [known, unknown] = [await wrong(email, morning), await wrong('nobody@lincoln.example', morning)]
  expect(known).toMatchObject({ code: 'SIGN_IN_REFUSED' })
  expect(String(known)).toBe(String(unknown))
})

test('ten wrong tries lock an address, whether anybody has it or not, and say until when', async () => {
  const { email } = await joins(store, lincoln, 'owner')
  for (const address of [email, 'locked@lincoln.example']) {
    for (let count = 0; count < 10; count++)
      expect(await wrong(address, morning)).toMatchObject({ code: 'SIGN_IN_REFUSED' })
    const locked = await wrong(address, morning)
    expect(locked).toMatchObject({ code: 'SIGN_IN_LOCKED' })
    expect(String(locked)).toContain('2026-09-01 14:01 UTC')
  }
  await expect(signIn(store, { email, password }, morning)).rejects.toMatchObject({ code: 'SIGN_IN_LOCKED' })
  expect(await signIn(store, { email, password }, after(1))).toMatchObject({ kind: 'signed_in' })
})

test('each try behind the tenth locks for twice as long', async () => {
  const { email } = await joins(store, lincoln, 'owner')
  for (let count = 0; count < 10; count++) await wrong(email, morning)
  expect(await wrong(email, after(1))).toMatchObject({ code: 'SIGN_IN_REFUSED' })
  expect(String(await wrong(email, after(2.9)))).toContain('2026-09-01 14:03 UTC')
  expect(await wrong(email, after(3))).toMatchObject({ code: 'SIGN_IN_REFUSED' })
  expect(String(await wrong(email, after(6)))).toContain('2026-09-01 14:07 UTC')
})

test('thirty tries at once are thirty tries', async () => {
  const { email } = await joins(store, lincoln, 'owner')
  const tries = await Promise.all(Array.from({ length: 30 }, () => wrong(email, morning)))
  const looked = tries.filter(error => String(error).includes('do not belong together'))
  expect(looked).toHaveLength(10)
})

test('the right password forgets the wrong ones', async () => {
  const { email } = await joins(store, lincoln, 'owner')
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 9; count++) await wrong(email, morning)
    expect(await signIn(store, { email, password }, morning)).toMatchObject({ kind: 'signed_in' })
  }
})

test('a hash of another cost is made anew at sign-in', async () => {
  const { email, id } = await joins(store, lincoln, 'owner')
  const { hash } = await import('@node-rs/argon2')
  const weak = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
  await run(store.pool, sql`update console_users set password_hash = ${weak} where console_user_id = ${id}`)
  await signIn(store, { email, password }, morning)
  const found = await row<{ hash: string }>(
    store.pool,
    sql`select password_hash as hash from console_users where console_user_id = ${id}`,
  )
  expect(found?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await signIn(store, { email, password }, morning)).toMatchObject({ kind: 'signed_in' })
})

test('with a second factor the password alone signs nobody in', async () => {
  const { email, secret, id } = await guarded()
  const half = await signIn(store, { email, password }, after(1))
  if (half.kind !== 'factor') throw new Error('signed in by half')
  expect(await findReader(store, half.ticket, after(1))).toBeNull()
  const whole = await finishSignIn(store, half.ticket, await codeAt(secret, after(1)), after(1))
  expect(await findReader(store, whole.token, after(1))).toMatchObject({ id, factor: true })
})

test('a code is good once, and no code from before is good after it', async () => {
  const { email, secret } = await guarded()
  const code = await codeAt(secret, after(2))
  const first = await signIn(store, { email, password }, after(2))
  const ticket = first.kind === 'factor' ? first.ticket : ''
  await finishSignIn(store, ticket, code, after(2))
  const again = await signIn(store, { email, password }, after(2))
  const second = again.kind === 'factor' ? again.ticket : ''
  for (const used of [code, await codeAt(secret, after(1.5))])
    await expect(finishSignIn(store, second, used, after(2))).rejects.toMatchObject({ code: 'CODE_REFUSED' })
})

test('a code of the step before and of the step after is taken, and of two steps away is not', async () => {
  for (const [drift, taken] of [[-1, false], [-0.5, true], [0.5, true], [1, false]] as const) {
    const { email, secret } = await guarded()
    const half = await signIn(store, { email, password }, after(10))
    const ticket = half.kind === 'factor' ? half.ticket : ''
    const finishing = finishSignIn(store, ticket, await codeAt(secret, after(10 + drift)), after(10))
    if (taken) await expect(finishing).resolves.toMatchObject({ kind: 'signed_in' })
    else await expect(finishing).rejects.toMatchObject({ code: 'CODE_REFUSED' })
  }
}) // prettier-ignore

test('one half of a sign-in finishes once, for five codes, and within five minutes', async () => {
  const { email, secret } = await guarded()
  const half = async () => {
    const found = await signIn(store, { email, password }, after(20))
    return found.kind === 'factor' ? found.ticket : ''
  }
  const late = await half()
  const lateCode = await codeAt(secret, after(25))
  await expect(finishSignIn(store, late, lateCode, after(25))).rejects.toMatchObject({ code: 'TICKET_INVALID' })
  const worn = await half()
  for (let count = 0; count < 5; count++)
    await expect(finishSignIn(store, worn, '000000', after(20))).rejects.toMatchObject({ code: 'CODE_REFUSED' })
  const code = await codeAt(secret, after(20))
  await expect(finishSignIn(store, worn, code, after(20))).rejects.toMatchObject({ code: 'TICKET_INVALID' })
  const twice = await half()
  const results = await Promise.allSettled([1, 2].map(() => finishSignIn(store, twice, code, after(20))))
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
}) // prettier-ignore

test('a recovery code stands in for the phone, once, however it is typed', async () => {
  const { email, recovery } = await guarded()
  expect(new Set(recovery).size).toBe(10)
  const [lost = ''] = recovery
  const half = async () => {
    const found = await signIn(store, { email, password }, after(30))
    return found.kind === 'factor' ? found.ticket : ''
  }
  const typed = lost.toUpperCase().replaceAll('-', ' ')
  expect(await finishSignIn(store, await half(), typed, after(30))).toMatchObject({ kind: 'signed_in' })
  await expect(finishSignIn(store, await half(), lost, after(30))).rejects.toMatchObject({
    code: 'CODE_REFUSED',
  })
})

test('a second factor counts once its first code was given, and goes only with a fresh proof', async () => {
  const { email, reader, token } = await joins(store, lincoln, 'owner')
  const { secret, uri } = await beginFactor(store, reader, morning)
  expect(uri).toContain(`secret=${secret}`)
  expect(await signIn(store, { email, password }, morning)).toMatchObject({ kind: 'signed_in' })
  await expect(confirmFactor(store, reader, '000000', morning)).rejects.toMatchObject({
    code: 'CODE_REFUSED',
  })
  await confirmFactor(store, reader, await codeAt(secret, morning), morning)
  expect(await signIn(store, { email, password }, morning)).toMatchObject({ kind: 'factor' })
  await expect(dropFactor(store, reader, after(16))).rejects.toMatchObject({ code: 'PROOF_NEEDED' })
  await findReader(store, token, after(15))
  await expect(prove(store, token, { password }, after(16))).rejects.toMatchObject({ code: 'PROOF_REFUSED' })
  const proven = await prove(store, token, { code: await codeAt(secret, after(16)) }, after(16))
  await dropFactor(store, proven.reader, after(16))
  expect(await signIn(store, { email, password }, after(16))).toMatchObject({ kind: 'signed_in' })
})
