import { afterAll, beforeAll, expect, test } from 'vitest'
import { readClass } from '../../src/store/records/class.ts'
import { readPerson } from '../../src/store/records/person.ts'
import { readSchool } from '../../src/store/records/school.ts'
import { readDistrict } from '../../src/store/district-role.ts'
import { searchRoster, type Search } from '../../src/store/search/find.ts'
import { refreshSearch } from '../../src/store/search/refresh.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { Lincoln, schoolDay } from '../events/district.ts'

/** Lincoln USD as its files say (test/districts/lincoln-usd), read as the browser's side may. */
let lincoln: Lincoln
let district = ''
beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  district = (await lincoln.district()).districtId
  await refreshSearch(lincoln.store.pool, district)
})
afterAll(() => lincoln.close())

const middle = 's-roosevelt-middle'

async function find(typed: string, more: Partial<Search> = {}) {
  const search = { typed, facet: null, removed: false, school: null, within: null, cursor: null, limit: 50, ...more }
  return await readDistrict(lincoln.store.pool, district, client => searchRoster(client, district, search))
} // prettier-ignore

async function idOf(sourcedId: string): Promise<string> {
  return (await find(sourcedId)).hits.find(hit => hit.sourcedId === sourcedId)?.id ?? ''
}

test('a search counts what the files hold', async () => {
  expect((await find('')).counts).toEqual({
    people: 44,
    students: 36,
    staff: 8,
    classes: 10,
    schools: 3,
    others: 0,
  })
})

test('a student is found with a typing error, and the line says who it is', async () => {
  const [ada] = (await find('Ada Prak')).hits
  expect(ada).toMatchObject({
    kind: 'users', sourcedId: 'u-ada-park', name: 'Ada Park', roles: ['student'], grades: ['07'], state: 'live', byHand: false,
    schools: [{ sourcedId: middle, name: 'Roosevelt Middle' }], email: 'ada.park@students.lincoln.example',
  }) // prettier-ignore
})

test('a person is shown with fields, roles and classes, each with its terms and teachers', async () => {
  const person = await readDistrict(lincoln.store.pool, district, async client => readPerson(client, district, await idOf('u-ada-park'), null, 0)) // prettier-ignore
  expect(person.name).toBe('Ada Park')
  expect(person.record.fields).toMatchObject({
    givenName: 'Ada',
    familyName: 'Park',
    grades: ['07'],
    enabledUser: true,
  })
  expect(person.record.fields).not.toHaveProperty('middleName')
  expect(person.roles).toMatchObject([
    { role: 'student', primary: true, school: { name: 'Roosevelt Middle' }, removedAt: null },
  ])
  expect(person.classes.total).toBe(4)
  const algebra = person.classes.rows.find(seat => seat.class.sourcedId === 'c-algebra-p3')
  expect(algebra?.class.title).toBe('Algebra I, Period 3')
  expect(algebra?.terms).toHaveLength(2)
  expect(algebra?.teachers).toHaveLength(2)
})

test('a class is shown with its course and everybody in it, teachers first', async () => {
  const algebra = await readDistrict(lincoln.store.pool, district, async client => readClass(client, district, await idOf('c-algebra-p3'), null, 0)) // prettier-ignore
  expect(algebra).toMatchObject({ title: 'Algebra I, Period 3', school: { name: 'Roosevelt Middle' } })
  expect(algebra.course).toMatch(/^Algebra/)
  expect(algebra.terms).toHaveLength(2)
  expect(algebra.people.rows.slice(0, 2).map(seat => seat.person.sourcedId)).toEqual(['u-james-reyes', 'u-ngozi-okafor'])
  expect(algebra.people.rows.map(seat => seat.person.sourcedId)).toContain('u-ada-park')
  expect(algebra.people.total).toBe(algebra.people.rows.length)
}) // prettier-ignore

test('a school counts who studies, works and is taught there, and a search lists them', async () => {
  const school = await readDistrict(lincoln.store.pool, district, async client => readSchool(client, district, await idOf(middle), null)) // prettier-ignore
  expect(school.name).toBe('Roosevelt Middle')
  const listed = await find('', { school: middle })
  const { students, staff, classes } = listed.counts
  expect(school.counts).toEqual({ students, staff, classes })
  expect(listed.hits.map(hit => hit.sourcedId)).toContain('u-ada-park')
})

test('who looks after other schools is told that there is no such record', async () => {
  const ids = [await idOf('u-ada-park'), await idOf('c-algebra-p3'), await idOf(middle)] as const
  const within = ['s-lincoln-high']
  const refused = { code: 'RECORD_UNKNOWN' }
  const { pool } = lincoln.store
  await expect(readDistrict(pool, district, client => readPerson(client, district, ids[0], within, 0))).rejects.toMatchObject(refused)
  await expect(readDistrict(pool, district, client => readClass(client, district, ids[1], within, 0))).rejects.toMatchObject(refused)
  await expect(readDistrict(pool, district, client => readSchool(client, district, ids[2], within))).rejects.toMatchObject(refused)
}) // prettier-ignore

test('a run is found after its refresh, and its undo after the next', async () => {
  await lincoln.edit('users', text => text.replace(',Ada,Park,', ',Adaeze,Parkington,'))
  const { run } = await lincoln.settle()
  expect((await refreshSearch(lincoln.store.pool, district)).entries).toBe(1)
  expect((await find('parkington')).hits.map(hit => hit.sourcedId)).toEqual(['u-ada-park'])
  await undoRun({
    store: lincoln.store, district: 'lincoln-usd', who: 'ada', undoes: run, dryRun: false, today: () => schoolDay, progress: () => {},
  }) // prettier-ignore
  await refreshSearch(lincoln.store.pool, district)
  expect((await find('parkington')).hits).toEqual([])
  expect((await find('ada park')).hits.map(hit => hit.sourcedId)).toContain('u-ada-park')
})
