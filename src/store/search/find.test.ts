import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStore } from '../../../test/support/database.ts'
import { addRows, makeRoster, note, type Made } from '../../../test/support/search-district.ts'
import { readDistrict } from '../district-role.ts'
import { searchRoster, type Search, type SearchPage } from './find.ts'
import { fold, foldId, nameWords, wordsOf } from './fold.ts'
import { refreshSearch } from './refresh.ts'

/** A second search over the same rows, as plain as can be: every word of every name, and the textbook's distance. */
const store = await freshStore()
afterAll(() => store.close())

const schools = ['s-lincoln-elementary', 's-roosevelt-middle', 's-lincoln-high']
const hostile = [
  '<script>alert(1)</script>', '\u202eadA kraP', '🦊 Fox', 'Zoe\u0308', 'Zoë', "O'Brien", 'O’Brien', 'X', 'Ng', 'D"quote\\slash',
  'tab\there', '王小明', 'محمد', 'عبد الله', 'Nguyễn', 'Müller', 'Straße', '{brace,comma}', '%', '_', 'null', 'é', '한솔', 'a'.repeat(90),
] // prettier-ignore
const starts = ['mar', 'jo', 'gar', 'gon', 'lin', 'wil', 'an', 'sh', 'kri', 'ade']
const ends = ['ia', 'son', 'cia', 'zalez', 'd', 'liams', 'na', 'annon', 'stof', 'yemi', 'sons', 'dez']
const chance = seeded(20_260_901)
const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T // no list here is empty
const randomName = () => (chance() < 0.05 ? pick(hostile) : capital(pick(starts) + pick(ends)))
const roles = ['student', 'student', 'student', 'student', 'teacher', 'principal', 'guardian', '']
const people: Made[] = Array.from({ length: 2_500 }, (_, at) => {
  const [given, family] = [randomName(), randomName()]
  const email = chance() < 0.7 ? `${fold(given).replace(/[^a-z]/g, '')}.${at}@lincoln.example` : null
  return person(`u-${10_000 + at}`, given, family, { email, role: pick(roles) })
})
const classes: Made[] = Array.from({ length: 60 }, (_, at) => ({
  ...person(`c-${at}`, `${pick(['Algebra', 'Biology', 'Art', 'World History'])}, period ${1 + (at % 7)}`, ''),
  kind: 'classes' as const,
}))
const orgs: Made[] = ['Lincoln Elementary', 'Roosevelt Middle', 'Lincoln High'].map((name, at) => ({
  ...person(schools[at] ?? '', name, '', { school: schools[at] ?? '' }),
  kind: 'orgs' as const,
}))
const all = [...people, ...classes, ...orgs]
let district = ''
beforeAll(async () => {
  district = await makeRoster(store.pool, 'lincoln-usd', all)
  expect(await refreshSearch(store.pool, district)).toEqual({ entries: all.length, rebuilt: true })
})

test('finds exactly what a plain look through all rows finds, for whatever is typed', async () => {
  const typed = [...hostile, ...Array.from({ length: 120 }, randomTyped)]
  for (const words of typed) {
    const expected = all.filter(one => matches(one, words))
    const page = await ask({ typed: words })
    expect(page.counts, words).toEqual(countPlainly(expected))
    expect(new Set((await askAll({ typed: words, limit: 5_000 })).map(hit => hit.id)), words).toEqual(
      new Set(expected.map(one => one.id)),
    )
  }
})

test('of ids that begin with one digit the first thousand are looked at, and the page says so', async () => {
  expect((await ask({ typed: 'u-1' })).capped).toBe(true)
  expect((await ask({ typed: 'u-100' })).capped).toBe(false)
})

test('an exact id or e-mail comes first, then names as typed, then those with errors', async () => {
  const fresh = [
    person('u-maria', 'Someone', 'Else', { email: 'maria@lincoln.example' }),
    person('maria', 'Another', 'Else'),
  ]
  await addRows(store.pool, district, fresh)
  await refreshSearch(store.pool, district)
  const hits = await askAll({ typed: 'maria' })
  expect(hits[0]?.sourcedId).toBe('maria')
  const starts = hits.map(({ name }) => wordsOf(name).some(word => word.startsWith('maria'))).slice(1)
  expect(starts).toEqual([...starts].sort((a, b) => Number(b) - Number(a)))
  expect(starts).toContain(false)
  expect((await ask({ typed: 'MARIA@lincoln.example' })).hits.map(hit => hit.sourcedId)).toEqual(['u-maria'])
})

test('equally near hits come in the order of their names', async () => {
  const hits = (await askAll({ typed: 'garson', facet: 'students' })).filter(({ name }) => /^\w+ Garson$/.test(name))
  const names = hits.map(({ name }) => name.toLowerCase())
  expect(names.length).toBeGreaterThan(3)
  expect(names).toEqual([...names].sort())
}) // prettier-ignore

test('pages join without a gap or a repeat, under each facet', async () => {
  for (const facet of ['people', 'students', 'staff', 'classes', 'schools', 'others'] as const)
    for (const typed of ['', 'l', 'mar']) {
      const hits = await askAll({ typed, facet })
      expect(new Set(hits.map(hit => hit.id)).size).toBe(hits.length)
      expect(hits.length).toBe((await ask({ typed })).counts[facet])
    }
})

test('a school narrows the search, and a reader of some schools finds nobody elsewhere', async () => {
  const [here = '', there = ''] = schools
  const inside = all.filter(one => one.school === here && belongs(one) && matches(one, 'mar'))
  expect(new Set((await askAll({ typed: 'mar', school: here })).map(hit => hit.id))).toEqual(new Set(inside.map(one => one.id)))
  expect((await askAll({ typed: 'mar', within: [here] })).length).toBe(inside.length)
  expect((await askAll({ typed: 'mar', school: there, within: [here] })).length).toBe(0)
  expect((await askAll({ typed: '', within: [here] })).every(hit => hit.schools.some(school => school.sourcedId === here))).toBe(true)
  expect((await ask({ typed: '', within: [] })).hits).toEqual([])
}) // prettier-ignore

test('a change is found after the next refresh, under its new name and not under the old', async () => {
  const one = person('u-moves', 'Quillon', 'Vandersloot')
  await addRows(store.pool, district, [one])
  expect(await refreshSearch(store.pool, district)).toEqual({ entries: 1, rebuilt: false })
  expect(await refreshSearch(store.pool, district)).toEqual({ entries: 0, rebuilt: false })
  expect((await ask({ typed: 'vandersloot' })).hits.length).toBe(1)
  await store.pool.query(`update users set family_name = 'Okonkwo-Baptiste' where id = $1`, [one.id])
  await note(store.pool, district, [one])
  await refreshSearch(store.pool, district)
  expect((await ask({ typed: 'vandersloot' })).hits).toEqual([])
  expect((await ask({ typed: 'okonkwo quillon' })).hits.map(hit => hit.id)).toEqual([one.id])
})

test('a role elsewhere moves a person, and a removed person is found among the removed alone', async () => {
  const one = person('u-leaves', 'Wenceslas', 'Tuttlebee', { school: schools[0] ?? '' })
  await addRows(store.pool, district, [one])
  await refreshSearch(store.pool, district)
  await store.pool.query(`update roles set org_sourced_id = $1, role = 'teacher' where user_sourced_id = $2`, [schools[1], one.sourcedId])
  const role = await store.pool.query<{ id: string }>('select id from roles where user_sourced_id = $1', [one.sourcedId])
  const changed = [{ kind: 'roles' as 'users', id: role.rows[0]?.id ?? '', sourcedId: 'r' }] // the feed has more kinds than we make
  await note(store.pool, district, changed)
  await refreshSearch(store.pool, district)
  expect((await ask({ typed: 'tuttlebee', school: schools[0] ?? '' })).hits).toEqual([])
  expect((await ask({ typed: 'tuttlebee', school: schools[1] ?? '', facet: 'staff' })).hits.length).toBe(1)
  await store.pool.query(`update users set removed_at = now(), removed_run = 2 where id = $1`, [one.id])
  await note(store.pool, district, [one])
  await refreshSearch(store.pool, district)
  expect((await ask({ typed: 'tuttlebee' })).hits).toEqual([])
  expect((await ask({ typed: 'tuttlebee', removed: true, facet: 'staff' })).hits[0]?.state).toBe('suspended')
  await store.pool.query(`update users set removed_at = now() - interval '15 days' where id = $1`, [one.id])
  expect((await ask({ typed: 'tuttlebee', removed: true })).hits[0]?.state).toBe('archived')
}) // prettier-ignore

test('an erased record is found no more', async () => {
  const one = person('u-erased', 'Bartholomew', 'Quackenbush')
  await addRows(store.pool, district, [one])
  await refreshSearch(store.pool, district)
  await store.pool.query('delete from users where id = $1', [one.id])
  await note(store.pool, district, [one])
  await refreshSearch(store.pool, district)
  expect((await ask({ typed: 'quackenbush' })).counts.students).toBe(0)
  expect((await ask({ typed: 'u-erased' })).hits).toEqual([])
})

test('after many changes mended lists are those a rebuild makes', async () => {
  for (let round = 0; round < 3; round++) {
    const touched = people.filter(() => chance() < 0.05)
    for (const one of touched)
      await store.pool.query('update users set given_name = $1 where id = $2', [randomName(), one.id])
    await note(store.pool, district, touched)
    expect((await refreshSearch(store.pool, district)).rebuilt).toBe(false)
  }
  const mended = await lists()
  await store.pool.query('delete from search_states where district_id = $1', [district])
  expect((await refreshSearch(store.pool, district)).rebuilt).toBe(true)
  expect(mended).toEqual(await lists())
})

test('two who refresh at once do it once', async () => {
  await note(store.pool, district, people.slice(0, 10))
  const both = await Promise.all([refreshSearch(store.pool, district), refreshSearch(store.pool, district)])
  expect(both.map(one => one.entries).sort((a, b) => a - b)).toEqual([0, 10])
})

test('another district neither finds nor is found, and one without an index says so', async () => {
  const other = await makeRoster(store.pool, 'roosevelt-usd', [person('u-1', 'Xiomara', 'Elsewhere')])
  expect((await ask({ typed: 'xiomara' }, other)).ready).toBe(false)
  await refreshSearch(store.pool, other)
  expect((await ask({ typed: 'xiomara' }, other)).hits.length).toBe(1)
  expect((await ask({ typed: 'xiomara' })).hits).toEqual([])
})

test('too long a question, and a page of an index that is gone, are refused in words', async () => {
  await expect(ask({ typed: 'x'.repeat(201) })).rejects.toMatchObject({ code: 'QUERY_TOO_LONG' })
  await expect(ask({ typed: 'a b c d e f g' })).rejects.toMatchObject({ code: 'QUERY_TOO_LONG' })
  await expect(ask({ typed: 'mar', cursor: '0.a' })).rejects.toMatchObject({ code: 'CURSOR_STALE' })
  await expect(ask({ typed: 'mar', cursor: 'nonsense' })).rejects.toMatchObject({ code: 'CURSOR_STALE' })
})

function person(sourcedId: string, given: string, family: string, more: Partial<Made> = {}): Made {
  const made = {
    kind: 'users' as const,
    id: randomUUID(),
    sourcedId,
    given,
    family,
    email: null,
    role: 'student',
  }
  return { ...made, school: pick(schools), ...more }
}

function ask(search: Partial<Search>, of = district): Promise<SearchPage> {
  const whole: Search = {
    typed: '', facet: null, removed: false, school: null, within: null, cursor: null, limit: 50, ...search,
  } // prettier-ignore
  return readDistrict(store.pool, of, client => searchRoster(client, of, whole))
}

async function askAll(search: Partial<Search>): Promise<SearchPage['hits']> {
  const hits = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: SearchPage = await ask({ ...search, cursor: cursor ?? null })
    hits.push(...page.hits)
    cursor = page.cursor
  }
  return hits
}

async function lists(): Promise<unknown[]> {
  const found = await store.pool.query(
    `select l.field, l.word, l.facets, array(select e.id from search_entries e where e.district_id = l.district_id and e.number = any(l.entries) order by 1) as ids
      from search_lists l where l.district_id = $1 and l.entries <> '{}' order by 1, 2, 3`,
    [district],
  )
  return found.rows
}

function matches(one: Made, typed: string): boolean {
  const names = one.kind === 'users' ? nameWords(one.given, one.family, []) : wordsOf(one.given)
  const ids = [one.sourcedId, one.email ?? ''].filter(Boolean).map(foldId)
  return typed.split(/\s+/u).every(piece => {
    const [id, words] = [foldId(piece), piece.includes('@') ? [] : wordsOf(piece)]
    if (id === '') return true
    if (ids.some(own => own === id || (/[\d@]/.test(id) && own.startsWith(id)))) return true
    return (
      words.length > 0 && words.every(word => names.some(name => name.startsWith(word) || near(name, word)))
    )
  })
}

function near(name: string, word: string): boolean {
  const most = word.length < 4 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2
  return most > 0 && distance(name, word) <= most
}

const known = new Map<string, number>()
function distance(left: string, right: string): number {
  const pair = `${left}\n${right}`
  const found = known.get(pair) ?? matrix(left, right)
  known.set(pair, found)
  return found
}

function matrix(left: string, right: string): number {
  const d: number[][] = Array.from({ length: left.length + 1 }, (_, i) => [i])
  const at = (i: number, j: number) => (i === 0 ? j : (d[i]?.[j] ?? 0))
  for (let i = 1; i <= left.length; i++)
    for (let j = 1; j <= right.length; j++) {
      const swap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      const change = at(i - 1, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1)
      const line = d[i] ?? []
      line[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, change, swap ? at(i - 2, j - 2) + 1 : Infinity)
    }
  return at(left.length, right.length)
}

/** A guardian and who has no role are neither students nor staff; who has no role is at no school. */
function countPlainly(found: readonly Made[]) {
  const counts = { people: 0, students: 0, staff: 0, classes: 0, schools: 0, others: 0 }
  const facet = ({ kind, role }: Made) =>
    kind === 'classes' ? 'classes' : kind === 'orgs' ? 'schools' : role === 'student' ? 'students' : ['guardian', ''].includes(role) ? 'others' : 'staff'
  for (const one of found) {
    counts[facet(one)]++
    if (one.kind === 'users') counts.people++
  }
  return counts
} // prettier-ignore

function belongs(one: Made): boolean {
  return one.kind !== 'users' || one.role !== ''
}

function randomTyped(): string {
  const one = pick(all)
  const words = [one.given, one.family, `${one.given} ${one.family}`, `${one.family} ${one.given}`]
  const ways = [
    () => pick(words),
    () => pick(words).slice(0, 1 + Math.floor(chance() * 5)),
    () => spoil(pick(words)),
    () => spoil(spoil(pick(words))),
    () => one.sourcedId.slice(0, 5 + Math.floor(chance() * 6)).toUpperCase(),
    () => one.email ?? one.sourcedId,
    () => `${one.given.slice(0, 2)} ${one.sourcedId}`,
  ]
  return pick(ways)()
}

function spoil(text: string): string {
  const at = Math.floor(chance() * text.length)
  const swapped = text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2)
  return pick([text.slice(0, at) + text.slice(at + 1), `${text.slice(0, at)}e${text.slice(at)}`, swapped])
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
