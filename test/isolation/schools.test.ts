import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hold } from '../../src/http/contract/holds.ts'
import type { Overview } from '../../src/http/contract/overview.ts'
import type { RunDetail, UndoPreview } from '../../src/http/contract/runs.ts'
import type { Declaration } from '../../src/http/route.ts'
import { routes } from '../../src/http/routes.ts'
import { rightsOfRole } from '../../src/login/rights.ts'
import { refreshSearch } from '../../src/store/search/refresh.ts'
import { rows, sql, type Query } from '../../src/store/sql.ts'
import { Lincoln, lincolnFiles, schoolDay } from '../events/district.ts'
import { Browser, openOffice } from '../http/office.ts'
import { joins, keptTo } from '../support/console.ts'
import { urlOf } from './sample.ts'

/** Whoever is kept to Roosevelt Middle asks every address that reads, for all there is of the other schools. */
const here = 's-roosevelt-middle'
const there = 's-lincoln-high'
const clock = { now: new Date(`${schoolDay}T15:00:00Z`) }
const base = '/api/districts/lincoln-usd'

let lincoln: Lincoln
let office: Awaited<ReturnType<typeof openOffice>>
let owner: Browser
let viewer: Browser
let plan: string
let everybody: readonly Person[]

/** Somebody of the files: the words that give them away, and whether they have a role at Roosevelt. */
type Person = { readonly slug: string; readonly here: boolean; readonly words: readonly string[] }

/** A load; grades nobody knows, and a name; the name again, so that the run before cannot go back; a hold. */
beforeAll(async () => {
  lincoln = await Lincoln.open()
  await lincoln.settle()
  await rewrite('u-ada-park', ',07,', ',Z9,')
  await rewrite('u-penelope-young', ',09,', ',Z9,')
  await rewrite('u-tessa-hill', ',Tessa,', ',Theresa,')
  await lincoln.settle()
  await rewrite('u-tessa-hill', ',Theresa,', ',Tess,')
  await lincoln.settle()
  await rewrite('u-uma-iyer', ',uma.iyer,', ',uma.iyer.old,')
  await rewrite('u-violet-ross', ',violet.ross,', ',uma.iyer,')
  for (const file of ['users', 'roles', 'enrollments']) await lincoln.drop(file, ...leavers)
  const held = await lincoln.sync()
  expect(held.hazards.map(({ code }) => code)).toEqual(expect.arrayContaining(['LOGIN_MOVED', 'MASS_REMOVE_SCHOOL'])) // prettier-ignore
  plan = held.plan ?? ''
  const district = await lincoln.district()
  await refreshSearch(lincoln.store.pool, district.districtId)
  await lincoln.store.pool.query(
    `insert into sign_ins (district_id, sign_in_id, at, provider, outcome, user_id, sourced_id, reference)
     select district_id, gen_random_uuid(), now(), 'classlink', 'signed_in', id, sourced_id, 'ACDEFH' from users where district_id = $1`,
    [district.districtId],
  )
  office = await openOffice(lincoln.store, clock)
  owner = browse((await joins(lincoln.store, district, 'owner', clock.now)).token)
  viewer = browse(await keptTo(lincoln.store, district, here, clock.now))
  everybody = await readPeople()
})
afterAll(async () => {
  await office.close()
  await lincoln.close()
})
const leavers = ['u-ruby-owusu', 'u-samuel-wojcik', 'u-wyatt-begay', 'u-quinn-garcia-lopez', 'u-omar-mansour']

test('whoever is kept to one school reads of nobody at another, at any address', async () => {
  const strangers = everybody.filter(person => !person.here)
  expect(strangers.length).toBeGreaterThan(20)
  expect(await tellOf(viewer, strangers)).toEqual([])
})

test('the same addresses tell an owner of them, and the viewer of their own', async () => {
  const strangers = everybody.filter(person => !person.here)
  const own = everybody.filter(person => person.here)
  const telling = ['changes', 'history', 'holds/:plan', 'issues.csv', 'issues/:rule', 'people/:id', 'runs/:run/issues', 'search', 'source', 'why'] // prettier-ignore
  for (const [browser, about] of [[owner, strangers], [viewer, own]] as const) {
    const told = await tellOf(browser, about)
    expect(telling.filter(end => !told.some(line => line.includes(`${end} `)))).toEqual([])
  } // prettier-ignore
})

test('a viewer of one school sees its row of the overview, and why the district waits without anybody’s id', async () => {
  const { schools, holds } = (await viewer.ask('GET', `${base}/overview`)).body as Overview // checked by the route on its way out
  expect(schools.map(({ sourcedId }) => sourcedId)).toEqual([here])
  const { hazards, schools: planned } = (await viewer.ask('GET', `${base}/holds/${plan}`)).body as Hold // as above
  expect(planned.map(({ sourcedId }) => sourcedId)).toEqual([here])
  const { hazards: ran } = (await viewer.ask('GET', `${base}/runs/4`)).body as RunDetail // as above
  for (const told of [holds, hazards, ran]) {
    expect(told.map(({ code }) => code)).toEqual(expect.arrayContaining(['LOGIN_MOVED', 'MASS_REMOVE_SCHOOL']))
    expect(told.find(({ code }) => code === 'LOGIN_MOVED')?.message).toBe('Whom this is about is told to those who look after every school')
  }
}) // prettier-ignore

test('a viewer of one school hears which runs stand in the way of a rollback, and of no row', async () => {
  const asked = async (browser: Browser) => (await browser.ask('GET', `${base}/runs/2/undo`)).body as UndoPreview // checked by the route on its way out
  const whole = await asked(owner)
  expect(whole.conflicts.map(({ sourcedId }) => sourcedId)).toContain('u-tessa-hill')
  expect(await asked(viewer)).toEqual({ ...whole, conflicts: [] })
  expect(whole).toMatchObject({ possible: false, refusal: expect.stringContaining('later runs touched what it changed') })
}) // prettier-ignore

/** Which addresses tell a reader of whom, as `address who`. */
async function tellOf(browser: Browser, about: readonly Person[]): Promise<string[]> {
  const told = new Set<string>()
  for (const { route, url, asked } of await addresses()) {
    const { status, text } = await browser.ask('GET', url)
    // A refusal may repeat what was asked for; nobody else.
    const silent = about.filter(({ slug }) => status < 400 || slug !== asked)
    for (const { slug, words } of silent) if (words.some(word => text.includes(word))) told.add(`${route.url} ${slug}`)
  }
  return [...told].sort()
} // prettier-ignore

type Given = Readonly<Record<string, string>>

/** Every address that a viewer may read, with all there is in each of its places, and sharper questions besides. */
async function addresses(): Promise<{ route: Declaration; url: string; asked: string | null }[]> {
  const rights: readonly string[] = rightsOfRole('viewer')
  const readable = routes.filter(({ method, url, may }) => method === 'GET' && url.startsWith('/api/districts/:district') && rights.includes(may)) // prettier-ignore
  const finite = readable.filter(({ url }) => !url.endsWith('/live')) // a stream has no end, and tells of numbers of runs
  const ids = { people: await idsOf(sql`users`), classes: await idsOf(sql`classes`), schools: await idsOf(sql`orgs`) }
  const runs = [1, 2, 3, 4].map(run => ({ run: String(run) }))
  return finite.flatMap(route => {
    const path = route.url.slice('/api/districts/:district/'.length)
    const kind = /^(people|classes|schools)\/:id/.exec(path)?.[1]
    const places: readonly Given[] =
      kind !== undefined ? ids[kind as keyof typeof ids] // the pattern names them
      : path.includes(':run') ? runs : [{ plan, rule: 'unknown_grade' }]
    return places.flatMap(given => questions(path).map(query => ({ route, url: withQuery(route, given, query), asked: query.asked?.slice(2) ?? given.slug ?? null })))
  })
} // prettier-ignore

function questions(path: string): readonly Given[] {
  if (path === 'why') return everybody.flatMap(({ slug }) => [{ asked: `u-${slug}` }, { asked: 'u-ada-park', class: 'c-geometry-p5' }])
  if (path === 'search') return [{}, { school: there }, { removed: 'true' }, { q: 'theresa' }, ...everybody.map(({ words: [, , name = ''] }) => ({ q: name }))]
  if (path.endsWith('/changes')) return [{}, { school: there }, { words: 'u-tessa-hill' }, { words: 'Tess' }]
  return path.includes('issues/:rule') ? [{}, { school: there }] : [{}]
} // prettier-ignore

function withQuery(route: Declaration, given: Given, query: Given): string {
  const url = urlOf(route, { ...given, district: 'lincoln-usd' })
  return `${url.replace(/\?.*$/, '')}?${new URLSearchParams(query).toString()}`
}

async function idsOf(table: Query): Promise<{ id: string; slug: string }[]> {
  const { districtId } = await lincoln.district()
  return await rows(lincoln.store.pool, sql`select id, substring(sourced_id from 3) as slug from ${table} where district_id = ${districtId}`) // prettier-ignore
}

function browse(token: string): Browser {
  const browser = new Browser(office.app)
  browser.cookie = token
  return browser
}

async function readPeople(): Promise<Person[]> {
  const lines = async (file: string) => (await readFile(join(lincolnFiles, `${file}.csv`), 'utf8')).trim().split('\n').slice(1).map(line => line.split(',')) // prettier-ignore
  const posted = new Set((await lines('roles')).filter(cells => cells[8] === here).map(cells => cells[3]))
  const ids = new Map((await idsOf(sql`users`)).map(({ id, slug }) => [slug, id]))
  return (await lines('users')).map(cells => {
    const [sourcedId = '', , , , username = '', , given = '', family = ''] = cells
    const slug = sourcedId.slice(2)
    return {
      slug,
      here: posted.has(sourcedId),
      words: [slug, username, `${given} ${family}`, ids.get(slug) ?? slug],
    }
  })
}

async function rewrite(who: string, from: string, to: string): Promise<void> {
  await lincoln.edit('users', text => text.replace(new RegExp(`^${who},.*$`, 'm'), line => line.replace(from, to))) // prettier-ignore
}
