import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Missing, MyClasses, MyRoom } from '../../src/http/contract/my.ts'
import { openSession } from '../../src/login/sessions.ts'
import { sampleRostered } from '../../src/store/rostered.ts'
import { refreshSearch } from '../../src/store/search/refresh.ts'
import { Lincoln } from '../events/district.ts'
import { joins } from '../support/console.ts'
import { Browser, openOffice } from './office.ts'

/* Lincoln USD on a school day: the fall semester runs from Aug 17 to Jan 10, and its endDate is Jan 11. */
const schoolDay = new Date('2026-10-05T15:00:00Z')
const clock = { now: schoolDay }
let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  await refreshSearch(lincoln.store.pool, (await lincoln.district()).districtId)
  office = await openOffice(lincoln.store, clock)
})
afterAll(async () => {
  await office.close()
  await lincoln.close()
})

const edit = (query: string, ...values: unknown[]) => lincoln.store.pool.query(query, values)
async function idOf(table: 'users' | 'classes', sourcedId: string): Promise<string> {
  const found = await lincoln.store.pool.query<{ id: string }>(`select id from ${table} where sourced_id = $1`, [sourcedId])
  return found.rows[0]?.id ?? ''
} // prettier-ignore

async function enters(sourcedId: string): Promise<Browser> {
  const { districtId } = await lincoln.district()
  const of = { districtId, userId: await idOf('users', sourcedId) }
  const page = new Browser(office.app)
  page.cookie = (await openSession(lincoln.store, of, clock.now)).token
  return page
}

/** What the address answers, in the shape of its route's own schema. */
async function sees<Answer>(page: Browser, path = ''): Promise<Answer> {
  const answer = await page.ask('GET', `/api/my/classes${path}`)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.body as Answer
}

async function misses(page: Browser, room: string, asked: string): Promise<Missing> {
  const answer = await page.ask('POST', `/api/my/classes/${await idOf('classes', room)}/missing`, { asked })
  expect([asked, answer.status]).toEqual([asked, 200])
  return answer.body as Missing // the route's own schema
}

/** As if the day were another one: nobody may meet a clock that the next test did not set. */
async function on<Result>(instant: string, work: () => Promise<Result>): Promise<Result> {
  clock.now = new Date(instant)
  try {
    return await work()
  } finally {
    clock.now = schoolDay
  }
}

test('a teacher sees the classes of today, each with how many are in it', async () => {
  const mine = await sees<MyClasses>(await enters('u-maria-castillo'))
  expect(mine).toMatchObject({ name: 'María Castillo', role: 'teacher', district: 'Lincoln USD', none: null, updates: 'night' })
  expect(mine.classes).toContainEqual(
    expect.objectContaining({ title: 'Grade 3, Ms. Castillo', school: 'Lincoln Elementary', teachers: ['María Castillo'] }),
  )
  const lines = await lincoln.store.pool.query(`select from enrollments where class_sourced_id = 'c-homeroom-3' and role = 'student'`)
  expect(mine.classes.find(({ title }) => title.startsWith('Grade 3'))?.students).toBe(lines.rowCount)
}) // prettier-ignore

test('a teacher opens a class of theirs and reads who is in it, and nobody more of another', async () => {
  const page = await enters('u-maria-castillo')
  const room = await sees<MyRoom>(page, `/${await idOf('classes', 'c-homeroom-3')}`)
  expect(room.managed).toBe(true)
  expect(room.students?.length).toBe(room.class.students)
  for (const other of ['c-homeroom-kg', 'c-algebra-p3']) {
    const id = await idOf('classes', other)
    expect((await page.ask('GET', `/api/my/classes/${id}`)).status).toBe(404)
    expect((await page.ask('POST', `/api/my/classes/${id}/missing`, { asked: 'u-ada-park' })).status).toBe(
      404,
    )
  }
})

test('a student sees classes and teachers, and no other student', async () => {
  const page = await enters('u-ada-park')
  const mine = await sees<MyClasses>(page)
  expect([mine.role, mine.givenName, mine.classes.length]).toEqual(['student', 'Ada', 3])
  expect(mine.coming).toEqual([{ title: expect.stringContaining('Band'), from: '2027-01-11' }])
  const id = await idOf('classes', 'c-algebra-p3')
  const answer = await page.ask('GET', `/api/my/classes/${id}`)
  expect(answer.body.students).toBeNull()
  const others = await lincoln.store.pool.query<{ name: string }>(
    `select family_name as name from users u where exists (select from roles r where r.user_sourced_id = u.sourced_id and r.role = 'student')
      and family_name <> 'Park'`,
  )
  for (const { name } of others.rows) expect(answer.text).not.toContain(name)
  expect((await page.ask('POST', `/api/my/classes/${id}/missing`, { asked: 'u-ada-park' })).status).toBe(404)
})

test('a student whom the source calls a teacher of one class still lists nobody', async () => {
  await edit(`update enrollments set role = 'teacher' where sourced_id = 'e-ada-park-algebra-p3'`)
  const page = await enters('u-ada-park')
  const room = await sees<MyRoom>(page, `/${await idOf('classes', 'c-algebra-p3')}`)
  expect(room.students).toBeNull()
  await edit(`update enrollments set role = 'student' where sourced_id = 'e-ada-park-algebra-p3'`)
})

test('a class is there from its first day to its last, by the clock on the district’s wall', async () => {
  const classesOn = (instant: string) =>
    on(instant, async () => (await sees<MyClasses>(await enters('u-tom-becker'))).classes.length)
  // Chicago: five hours behind in August, five in June.
  expect(await classesOn('2026-08-17T04:59:00Z')).toBe(0)
  expect(await classesOn('2026-08-17T05:01:00Z')).toBeGreaterThan(0)
  expect(await classesOn('2027-06-12T04:59:00Z')).toBeGreaterThan(0)
  expect(await classesOn('2027-06-12T05:01:00Z')).toBe(0)
})

test('who has no class is told from when, until when, or why', async () => {
  const none = async () => (await sees<MyClasses>(await enters('u-tom-becker'))).none
  expect(await on('2026-08-01T15:00:00Z', none)).toEqual({ reason: 'starts', code: 'C2', on: '2026-08-17' })
  expect(await on('2027-07-01T15:00:00Z', none)).toEqual({ reason: 'over', code: 'C5', on: '2027-06-11' })
  expect((await sees<MyClasses>(await enters('u-nora-whitfield'))).none).toEqual({ reason: 'not_shared', code: 'C1', on: null })
}) // prettier-ignore

test('who was taken out of every class is told so', async () => {
  await edit(
    `update enrollments set removed_at = now(), removed_run = 1 where user_sourced_id = 'u-tom-becker'`,
  )
  expect((await sees<MyClasses>(await enters('u-tom-becker'))).none).toMatchObject({
    reason: 'removed',
    code: 'C4',
  })
  await edit(`update enrollments set removed_at = null, removed_run = null where user_sourced_id = 'u-tom-becker'`) // prettier-ignore
})

test('while the district pauses, that is what keeps a new teacher without classes', async () => {
  const { districtId } = await lincoln.district()
  const pause = { time: '02:00', repeat: 'daily', days: [], zone: 'America/Chicago', enabled: true, pausedByHand: null, addOnly: [], pauses: [{ from: '2026-10-01', until: '2026-10-09', note: '' }] } // prettier-ignore
  await edit(
    `insert into schedules (district_id, connection_id, schedule, version) select district_id, connection_id, $2, 1 from connections where district_id = $1`,
    districtId, JSON.stringify(pause),
  ) // prettier-ignore
  const mine = await sees<MyClasses>(await enters('u-nora-whitfield'))
  expect([mine.updates, mine.none]).toEqual(['paused', { reason: 'paused', code: 'C3', on: '2026-10-09' }])
  await edit('delete from schedules where district_id = $1', districtId)
})

test('whoever is removed while signed in is signed out with the next page', async () => {
  const page = await enters('u-oliver-brandt')
  expect((await page.ask('GET', '/api/my/classes')).status).toBe(200)
  await edit(`update users set removed_at = now(), removed_run = 1 where sourced_id = 'u-oliver-brandt'`)
  expect((await page.ask('GET', '/api/my/classes')).status).toBe(401)
  await edit(`update users set removed_at = null, removed_run = null where sourced_id = 'u-oliver-brandt'`)
})

test('a missing student is found by id or e-mail anywhere, and by whole name at the own school only', async () => {
  const page = await enters('u-maria-castillo')
  const ask = async (asked: string) => (await misses(page, 'c-homeroom-3', asked)).outcome
  // Roosevelt Middle: another school.
  expect(await ask('u-ada-park')).toBe('not_in_class')
  expect(await ask('Ada Park')).toBe('nobody')
  // Lincoln Elementary: her own.
  expect(await ask('Oliver Brandt')).toBe('not_in_class')
  expect(await ask('BRANDT, Oliver')).toBe('not_in_class')
  expect(await ask('Oliver')).toBe('nobody')
  expect(await ask('Brandt')).toBe('nobody')
  expect(await ask('u-999')).toBe('never_sent')
})

test('what a teacher is told holds nothing of the student but what was typed', async () => {
  const page = await enters('u-maria-castillo')
  const answer = await misses(page, 'c-homeroom-3', 'u-ada-park')
  expect(Object.keys(answer).toSorted()).toEqual(['code', 'lastRead', 'nextSync', 'on', 'outcome', 'who'])
  const asked = await lincoln.store.pool.query(`select detail, actor_kind from audit where action = 'people.asked' order by seq desc limit 1`)
  expect(asked.rows).toEqual([{ detail: { code: 'M5' }, actor_kind: 'user' }])
  expect(JSON.stringify(office.lines)).not.toContain('u-ada-park')
}) // prettier-ignore

test('a seat that begins later is said with its day, and one that ended with who can mend it', async () => {
  const page = await enters('u-maria-castillo')
  const seat = `where class_sourced_id = 'c-homeroom-3' and user_sourced_id = (select min(user_sourced_id) from enrollments where class_sourced_id = 'c-homeroom-3' and role = 'student')`
  const { rows } = await lincoln.store.pool.query<{ id: string }>(
    `select user_sourced_id as id from enrollments ${seat}`,
  )
  const asked = rows[0]?.id ?? ''
  expect(await misses(page, 'c-homeroom-3', asked)).toMatchObject({ outcome: 'here', who: 'nobody' })
  await edit(`update enrollments set begin_date = '2026-11-02' ${seat}`)
  expect(await misses(page, 'c-homeroom-3', asked)).toMatchObject({ outcome: 'starts', on: '2026-11-02' })
  await edit(`update enrollments set begin_date = '2026-08-17', end_date = '2026-10-01' ${seat}`)
  expect(await misses(page, 'c-homeroom-3', asked)).toMatchObject({ outcome: 'ended', who: 'office' })
  await edit(`update enrollments set end_date = '2027-06-12' ${seat}`)
})

test('the demo signs in as a teacher and a student who have classes today', async () => {
  const { districtId } = await lincoln.district()
  const people = await sampleRostered(lincoln.store.pool, districtId, '2026-10-05')
  expect(people.map(({ role }) => role)).toEqual(['teacher', 'student'])
  for (const { userId } of people) {
    const page = new Browser(office.app)
    page.cookie = (await openSession(lincoln.store, { districtId, userId }, clock.now)).token
    expect((await sees<MyClasses>(page)).classes.length).toBeGreaterThan(1)
  }
})

test('the pages of teachers and students are not for people of the console', async () => {
  const page = new Browser(office.app)
  page.cookie = (await joins(lincoln.store, await lincoln.district(), 'owner', clock.now)).token
  expect((await page.ask('GET', '/api/my/classes')).status).toBe(403)
})
