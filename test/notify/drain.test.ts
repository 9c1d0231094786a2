import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCatcher, type Catcher } from '../../src/notify/catcher.ts'
import { drain, type Post } from '../../src/notify/drain.ts'
import { openMailer, type Mailer } from '../../src/notify/mailer.ts'
import { queueMail, queueNotice } from '../../src/notify/queue.ts'
import type { Letter } from '../../src/notify/letter.ts'
import type { District } from '../../src/store/districts.ts'
import { dropMember } from '../../src/store/members.ts'
import type { Store } from '../../src/store/open.ts'
import { listUndelivered, noDistrict } from '../../src/store/outbox.ts'
import { freshStore } from '../support/database.ts'
import { addLincoln, addPerson, later, monday } from './district.ts'

let store: Store
let district: District
let catcher: Catcher
let mailers: Mailer[]
let clock: Date
let lines: object[]

beforeEach(async () => {
  store = await freshStore()
  district = await addLincoln(store)
  catcher = await startCatcher({ folder: null, now: () => clock })
  mailers = []
  lines = []
  clock = monday
})
afterEach(async () => {
  for (const mailer of mailers) mailer.close()
  await catcher.close()
  await store.close()
})

function post(url = catcher.url): Post {
  const mailer = openMailer(url, 'Rollbook <rollbook@vendor.example>')
  mailers.push(mailer)
  return { store, mailer, base: 'https://rollbook.example', now: () => clock, log: line => void lines.push(line) }
} // prettier-ignore

const success: Letter = { template: 'first_success', run: 1, people: 2_118, classes: 142 }
const tell = (key = 'first_success') =>
  queueNotice(store.pool, district.districtId, 'first_success', key, success, clock)

async function statuses(): Promise<string[]> {
  const { rows } = await store.pool.query('select status from outbox order by district_id, key')
  return rows.map(({ status }) => status)
}

test('sends what is queued once, in the language of its reader', async () => {
  await addPerson(store, district, 'owner')
  await addPerson(store, district, 'manager', { locale: 'es-US' })
  expect(await tell()).toBe(2)
  expect(await tell()).toBe(0)
  expect(await drain(post())).toBe(2)
  expect(await drain(post())).toBe(0)
  const seen = catcher.mails().map(({ to, subject }) => `${to.join()}: ${subject}`)
  expect(seen.sort()).toEqual([
    'manager@lincoln.example: Las listas están al día: Lincoln USD',
    'owner@lincoln.example: Rostering is up to date: Lincoln USD',
  ])
  expect(catcher.mails().find(({ to }) => to[0] === 'owner@lincoln.example')?.text).toContain(
    '2,118 people and 142 classrooms',
  )
})

test('four drains at once send each mail once', async () => {
  await addPerson(store, district, 'owner')
  for (let at = 0; at < 25; at++) await tell(`first_success:${at}`)
  const sent = await Promise.all([post(), post(), post(), post()].map(drain))
  expect(sent.reduce((sum, one) => sum + one, 0)).toBe(25)
  const ids = catcher.mails().map(({ id }) => id)
  expect(ids).toHaveLength(25)
  expect(new Set(ids).size).toBe(25)
})

test('a receiver that is away for a day gets its mail once it is back', async () => {
  const { port, url } = catcher
  await addPerson(store, district, 'owner')
  await addPerson(store, district, 'manager')
  await tell()
  await catcher.close()
  const away = post(url)
  for (let minutes = 0; minutes < 24 * 60; minutes += 10) {
    clock = later(monday, { minutes })
    expect(await drain(away)).toBe(0)
  }
  expect(await statuses()).toEqual(['queued', 'queued'])
  catcher = await startCatcher({ folder: null, now: () => clock, port })
  for (let minutes = 24 * 60; minutes <= 31 * 60; minutes += 10) {
    clock = later(monday, { minutes })
    await drain(away)
  }
  expect(catcher.mails().flatMap(({ to }) => to).sort()).toEqual(['manager@lincoln.example', 'owner@lincoln.example']) // prettier-ignore
  expect(await statuses()).toEqual(['sent', 'sent'])
})

test('one look asks a receiver that is away once, and once it is back what waited follows at once', async () => {
  const { port, url } = catcher
  const other = await addLincoln(store, 'harbor-point')
  await addPerson(store, district, 'owner')
  await addPerson(store, other, 'owner', { email: 'harbor@harbor.example' })
  await tell('first_success:1')
  await tell('first_success:2')
  await queueNotice(store.pool, other.districtId, 'first_success', 'first_success', success, clock)
  await catcher.close()
  const away = post(url)
  await drain(away)
  expect(lines).toHaveLength(1)
  // Each look tries what is due; after an hour the next try of some is far away.
  for (let minutes = 1; minutes <= 60; minutes++) {
    clock = later(monday, { minutes })
    await drain(away)
  }
  catcher = await startCatcher({ folder: null, now: () => clock, port })
  const sent: number[] = []
  for (let minutes = 61; minutes <= 130; minutes++) {
    clock = later(monday, { minutes })
    sent.push(await drain(away))
  }
  // Of Lincoln's two, the second goes in the same look as the first, whenever its own turn would have been.
  expect(sent.filter(count => count > 0).sort()).toEqual([1, 2])
})

test('tries again after 1, 2, 4 … minutes and then every six hours, for three days', async () => {
  await addPerson(store, district, 'owner')
  await tell()
  await catcher.close()
  const away = post()
  const tries: number[] = []
  for (let minutes = 0; minutes <= 73 * 60; minutes++) {
    clock = later(monday, { minutes })
    const before = lines.length
    await drain(away)
    if (lines.length > before) tries.push(minutes)
  }
  const doubled = [0, 1, 3, 7, 15, 31, 63, 127, 255, 511]
  const sixHourly = Array.from({ length: 10 }, (_, at) => 511 + 360 * (at + 1))
  // The last line says that it was given up.
  expect(tries).toEqual([...doubled, ...sixHourly, 72 * 60])
  const [lost] = await listUndelivered(store.pool, district.districtId, 10)
  expect(lost).toMatchObject({ template: 'first_success', code: 'ESOCKET' })
  expect(await statuses()).toEqual(['gave_up'])
}) // prettier-ignore

test('a drain that died between sending and noting it leaves its mail alone until its claim is over', async () => {
  await addPerson(store, district, 'owner')
  await tell()
  const dying = post()
  const sent = new Promise<void>(resolve => {
    const send: Mailer['send'] = async envelope => {
      await dying.mailer?.send(envelope)
      resolve()
      return await new Promise(() => {})
    }
    void drain({ ...dying, mailer: { send, close: () => {} } })
  })
  await sent
  expect(catcher.mails()).toHaveLength(1)
  clock = later(monday, { minutes: 4 })
  expect(await drain(post())).toBe(0)
  clock = later(monday, { minutes: 6 })
  expect(await drain(post())).toBe(1)
  const [first, second] = catcher.mails().map(({ raw }) => stable(raw))
  expect(second).toBe(first)
  expect(first).toMatch(/^Message-ID: </m)
  expect(await statuses()).toEqual(['sent'])
})

/** Boundaries of MIME parts are random; nobody reads them. */
const stable = (raw: string) => raw.replace(/--_NmP-[0-9a-f]+-Part_\d+/g, '--part')

test('an address that is refused is given up at once, and shown; one told to wait is tried again', async () => {
  const owner = await addPerson(store, district, 'owner')
  await addPerson(store, district, 'manager')
  await tell()
  const answers: Readonly<Record<string, number>> = { 'owner@lincoln.example': 550, 'manager@lincoln.example': 451 }
  const strict = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 100,
    onRcptTo: ({ address }, _, done) => done(Object.assign(new Error('no'), { responseCode: answers[address] })),
  })
  await new Promise<void>(resolve => strict.listen(0, '127.0.0.1', resolve))
  const { port } = strict.server.address() as AddressInfo
  await drain(post(`smtp://127.0.0.1:${port}`))
  await new Promise<void>(resolve => strict.close(resolve))
  expect((await statuses()).sort()).toEqual(['gave_up', 'queued'])
  const undelivered = await listUndelivered(store.pool, district.districtId, 10)
  expect(undelivered).toMatchObject([{ consoleUserId: owner, template: 'first_success', code: 'SMTP 550' }])
  clock = later(monday, { minutes: 1 })
  expect(await drain(post())).toBe(1)
  expect(catcher.mails().map(({ to }) => to)).toEqual([['manager@lincoln.example']])
}) // prettier-ignore

test('who left the team before the mail went is told nothing', async () => {
  const owner = await addPerson(store, district, 'owner')
  await tell()
  await dropMember(store.pool, district.districtId, owner)
  expect(await drain(post())).toBe(0)
  expect(catcher.mails()).toEqual([])
  expect(await statuses()).toEqual(['void'])
})

test('the token of a link stands nowhere in the database, and goes with the mail', async () => {
  const owner = await addPerson(store, district, 'owner')
  const mail = { districtId: null, consoleUserId: owner, letter: { template: 'reset' }, token: 'cGFzc3dvcmQ' } as const
  expect(await queueMail(store.pool, store, mail, clock)).toBe(true)
  expect(await queueMail(store.pool, store, mail, clock)).toBe(false)
  const before = await store.pool.query('select outbox::text from outbox')
  expect(before.rows[0].outbox).not.toContain('cGFzc3dvcmQ')
  expect(before.rows[0].outbox).toContain(noDistrict)
  expect(await drain(post())).toBe(1)
  expect(catcher.mails()[0]?.text).toContain('https://rollbook.example/reset#cGFzc3dvcmQ')
  const after = await store.pool.query('select sealed from outbox')
  expect(after.rows).toEqual([{ sealed: null }])
}) // prettier-ignore

test('without a receiver mail waits, and is given up once it is too late', async () => {
  await addPerson(store, district, 'owner')
  await tell()
  const off: Post = { ...post(), mailer: null }
  expect(await drain(off)).toBe(0)
  expect(await statuses()).toEqual(['queued'])
  clock = later(monday, { days: 3 })
  await drain(off)
  expect(await statuses()).toEqual(['gave_up'])
})

test('neither rows nor log lines hold an address or a name', async () => {
  await addPerson(store, district, 'owner')
  await tell()
  await catcher.close()
  await drain(post())
  const { rows } = await store.pool.query('select outbox::text from outbox')
  expect(JSON.stringify([rows, lines])).not.toMatch(/lincoln\.example|Ada|Park/)
  expect(lines).toHaveLength(1)
})

test('keeps caught mail as files that mail programs open', async () => {
  const folder = await mkdtemp(join(store.data, 'mail-'))
  const keeping = await startCatcher({ folder, now: () => clock })
  await addPerson(store, district, 'owner', { locale: 'es-US' })
  await tell()
  await drain(post(keeping.url))
  await keeping.close()
  const [name = ''] = await readdir(folder)
  expect(name).toBe('2026-09-14T140000-0001.eml')
  const raw = await readFile(join(folder, name), 'utf8')
  expect(raw).toMatch(/^Message-ID: <[0-9a-f]{32}@vendor\.example>\r$/m)
  expect(raw).toMatch(/^Date: Mon, 14 Sep 2026 14:00:00 \+0000\r$/m)
})
