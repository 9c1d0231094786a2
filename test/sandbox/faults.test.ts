import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { faults, valuesOf, type FaultName } from '../../src/sandbox/faults.ts'
import { askSandbox, openSandbox, type Answer, type OpenSandbox } from './sandbox.ts'

let sandbox: OpenSandbox
let control: string
beforeAll(async () => {
  sandbox = await openSandbox({ schools: 2, students: 60 })
  control = `${sandbox.description.control}/districts/lincoln/faults`
})
afterAll(() => sandbox.close())
afterEach(() => sandbox.seat.switches.on.clear())

async function switchOn(body: object): Promise<Answer> {
  const reply = await fetch(control, { method: 'POST', body: JSON.stringify(body) })
  return { status: reply.status, headers: reply.headers, body: await reply.json() }
}

type Record_ = Readonly<Record<string, unknown>>
const listOf = ({ body }: Answer) => Object.values(body as object).find(Array.isArray) as Record_[]
const ids = (answer: Answer) => listOf(answer).map(({ sourcedId }) => sourcedId)
const total = ({ headers }: Answer) => headers.get('x-total-count')

describe('what is switched on shows', () => {
  const rows: readonly [fault: FaultName, value: unknown, shows: (version: '1.1' | '1.2') => Promise<unknown>, expected: unknown][] = [
    ['pageClamp', 7, async v => ids(await on(v)('/users?limit=500')).length, 7],
    ['countLies', 'zero', async v => total(await on(v)('/orgs')), '0'],
    ['countLies', 'absent', async v => total(await on(v)('/orgs')), null],
    ['countLies', 'high', async v => Number(total(await on(v)('/users'))) > people(), true],
    ['countLies', 'low', async v => Number(total(await on(v)('/users'))) < people(), true],
    ['countLies', 'unfiltered', async v => Number(total(await on(v)("/users?filter=sourcedId='nobody'"))), () => people()],
    ['halfThenEmpty', true, async v => ids(await on(v)(`/users?offset=${Math.ceil(people() / 2)}`)).length, 0],
    ['duplicatePages', true, async v => ids(await on(v)('/users?limit=5&offset=5')), async () => firstIds(5)],
    ['reorderedPages', true, async v => new Set([...(await pages(v))]).size < people(), true],
    ['shiftDuringRead', 1, async v => await moved(v), -1],
    ['shiftDuringRead', 'insert', async v => (await moved(v)) > 0, true],
    ['ignoreOffset', true, async v => ids(await on(v)('/users?limit=5&offset=5')), async () => firstIds(5)],
    ['ignoreLimit', true, async v => ids(await on(v)('/users?limit=5')).length, () => people()],
    ['status429', { every: 1, retryAfter: 7 }, async v => { const { status, headers } = await on(v)('/orgs'); return [status, headers.get('retry-after')] }, [429, '7']],
    ['status429', { every: 1, retryAfter: 'date' }, async v => Date.parse((await on(v)('/orgs')).headers.get('retry-after') ?? '') > 0, true],
    ['status429', { every: 1, retryAfter: null }, async v => (await on(v)('/orgs')).headers.get('retry-after'), null],
    ['status500', true, async v => (await on(v)('/orgs')).status, 500],
    ['status503', 1, async v => [(await on(v)('/orgs')).status, (await on(v)('/orgs')).status], [503, 200]],
    ['htmlWith200', true, async v => (await on(v)('/orgs')).headers.get('content-type'), 'text/html; charset=utf-8'],
    ['emptyBody', true, async v => (await on(v)('/orgs')).body, ''],
    ['errorEnvelopeWith200', true, async v => { const { status, body } = await on(v)('/orgs'); return [status, Object.keys(body as object)[0]] }, [200, 'imsx_codeMajor']],
    ['invalidJson', true, async v => typeof (await on(v)('/orgs')).body, 'string'],
    ['resetMidBody', true, async v => await on(v)('/orgs').then(() => 'whole', () => 'cut'), 'cut'],
    ['stall', 'forever', async v => await on(v, AbortSignal.timeout(300))('/orgs').then(() => 'whole', () => 'waits'), 'waits'],
    ['stall', 60_000, async v => await on(v, AbortSignal.timeout(300))('/orgs').then(() => 'whole', () => 'waits'), 'waits'],
    ['slowBytes', 50, async v => await on(v, AbortSignal.timeout(300))('/orgs').then(() => 'whole', () => 'waits'), 'waits'],
    ['tokenLife', 0, async v => (await fresh(v)('/orgs')).status, 401],
    ['tokenRequests', 1, async v => { const ask = fresh(v); return [(await ask('/orgs')).status, (await ask('/orgs')).status] }, [200, 401]],
    ['tokenRefused', true, async v => (await fresh(v)('/orgs')).status, 401],
    ['reduceScope', 'users,classes', async v => [(await on(v)('/users')).status, (await on(v)('/orgs')).status], [403, 200]],
    ['missingEndpoints', 'courses', async v => [(await on(v)('/courses')).status, (await on(v)('/orgs')).status], [404, 200]],
    ['filterRefused', true, async v => (await on(v)("/users?filter=status='active'")).status, 400],
    ['filterIgnored', true, async v => Number(total(await on(v)("/users?filter=sourcedId='nobody'"))), () => people()],
    ['sortRefused', true, async v => (await on(v)('/users?sort=sourcedId')).status, 400],
    ['envelopeKey', 'roles', async v => Object.keys((await on(v)('/students')).body as object), ['students']],
    ['envelopeKey', 'array', async v => Array.isArray((await on(v)('/students')).body), true],
    ['envelopeKey', 'random', async v => 'orgs' in ((await on(v)('/orgs')).body as object), false],
    ['booleansAs', 'string', async v => (await first(v, '/users'))['enabledUser'], 'true'],
    ['booleansAs', 'TRUE', async v => (await first(v, '/users'))['enabledUser'], 'TRUE'],
    ['booleansAs', '1', async v => (await first(v, '/users'))['enabledUser'], 1],
    ['booleansAs', 'yes', async v => (await first(v, '/users'))['enabledUser'], 'yes'],
    ['statusWords', 'missing', async v => 'status' in (await first(v, '/users')), false],
    ['statusWords', 'to be deleted', async v => { sandbox.seat.district.remove([sandbox.seat.district.shelves.courses.rows[0] ?? gone()], true); return (await first(v, '/courses'))['status'] }, 'to be deleted'],
    ['rolesCase', true, async v => JSON.stringify(await first(v, '/students')).includes('"role":"Student"'), true],
    ['gradesAs', 'string', async v => typeof (await first(v, '/students'))['grades'], 'string'],
    ['gradesAs', 'plain', async v => listOf(await on(v)('/students?limit=500')).some(({ grades }) => /^0/.test(String(grades))), false],
    ['gradesAs', 'K', async v => listOf(await on(v)('/students?limit=500')).some(({ grades }) => String(grades) === 'KG'), false],
    ['datesAs', 'time', async v => String((await first(v, '/terms'))['startDate']), () => expect.stringMatching(/^\d{4}-\d\d-\d\d 00:00:00$/)],
    ['datesAs', 'slash', async v => String((await first(v, '/terms'))['startDate']), () => expect.stringMatching(/^\d+\/\d\d\/\d{4}$/)],
    ['datesAs', 'noMs', async v => String((await first(v, '/terms'))['dateLastModified']), () => expect.stringMatching(/:\d\dZ$/)],
    ['nullsAs', 'null', async v => (await first(v, '/classes?filter=classType=\'homeroom\''))['identifier'], null],
    ['nullsAs', 'empty', async v => (await first(v, '/classes?filter=classType=\'homeroom\''))['identifier'], ''],
    ['oddIds', true, async v => String((await first(v, '/users'))['sourcedId']), () => expect.stringMatching(/^\{.+\} 50%\+ñ$/)],
    ['duplicateIds', true, async v => { const all = ids(await on(v)('/orgs')); return all.length - new Set(all).size }, 1],
    ['orphans', true, async v => JSON.stringify((await on(v)('/enrollments?limit=500')).body).includes('"sourcedId":"nobody-'), true],
    ['namelessUsers', true, async v => listOf(await on(v)('/users?limit=500')).some(user => !('familyName' in user)), true],
    ['birthdateKey', true, async v => 'birthdate' in (await first(v, '/demographics')), true],
    ['foreignNext', true, async v => (await on(v)('/users?limit=1')).headers.get('link')?.includes('http://elsewhere.example.org'), true],
    ['redirect', 'http://10.0.0.1/', async v => (await on(v)('/orgs')).headers.get('location'), 'http://10.0.0.1/'],
  ] // prettier-ignore

  test.each(rows)(`%s %j`, async (fault, value, shows, expected) => {
    expect((await switchOn({ [fault]: value })).status).toBe(200)
    const shown = await shows(fault.length % 2 === 0 ? '1.1' : '1.2')
    sandbox.seat.switches.on.clear()
    expect(shown).toEqual(typeof expected === 'function' ? await expected() : expected)
  })

  test('each fault of OneRoster has a row', () => {
    const elsewhere = ['gzipBomb', 'noBearer', 'permRevMoves', 'sparseClasses', 'periodsAs', 'infiniteCampus', 'tenantAsText', 'sourceIdSpelling', 'noSourcedId', 'noIdToken'] // prettier-ignore
    const shown = new Set<string>([...rows.map(([name]) => name), ...elsewhere])
    const ours = Object.entries(faults).filter(([, about]) => !about.includes('Clever'))
    expect(ours.map(([name]) => name).filter(name => !shown.has(name))).toEqual([])
  })
})

test('periods are of the form of the other version', async () => {
  const periods = async (version: '1.1' | '1.2') => (await first(version, "/classes?filter=classType='scheduled'"))['periods'] // prettier-ignore
  await switchOn({ periodsAs: 'array' })
  expect(await periods('1.1')).toBeInstanceOf(Array)
  await switchOn({ periodsAs: 'text' })
  expect(typeof (await periods('1.2'))).toBe('string')
})

test('a teacher who also learns is two users in 1.1, and one with an older id in 1.2', async () => {
  await switchOn({ infiniteCampus: true })
  const teachers = ids(await on('1.1')('/teachers?limit=500')).map(String)
  const two = teachers.find(id => teachers.includes(id.replace(/^s/, 't')) && id.startsWith('su-')) ?? ''
  expect(two).not.toBe('')
  const one = (await on('1.2')(`/users/${two.slice(1)}`)).body
  expect(one).toMatchObject({ user: { metadata: { ic: { legacySourceId: two.replace(/^s/, 't') } } } })
  const classes = await on('1.1')(`/teachers/${two.replace(/^s/, 't')}/classes`)
  expect(ids(classes).length).toBeGreaterThan(0)
})

test('an odd id, escaped, finds its user and the classes of it', async () => {
  await switchOn({ oddIds: true })
  const [id] = ids(await on('1.1')('/students?limit=1'))
  const path = `/students/${encodeURIComponent(String(id))}`
  expect((await on('1.1')(path)).body).toMatchObject({ user: { sourcedId: id } })
  expect(ids(await on('1.1')(`${path}/classes`)).length).toBeGreaterThan(0)
})

test('a body unfolds to more than anybody asked for', async () => {
  await switchOn({ gzipBomb: true })
  const { url, bearer } = sandbox.district.oneroster11
  const reply = await fetch(`${url}/orgs`, { headers: { authorization: `Bearer ${bearer}` } })
  let bytes = 0
  for await (const part of reply.body ?? []) {
    bytes += (part as Uint8Array).length // a body is of bytes
    if (bytes > 2 ** 26) break
  }
  expect(bytes).toBeGreaterThan(2 ** 26)
})

describe('the control', () => {
  test('refuses a fault that there is not, and names those that there are', async () => {
    const { status, body } = await switchOn({ pageclamp: 7 })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('pageClamp, countLies')])
    expect(sandbox.seat.switches.on.size).toBe(0)
  })

  test.each([
    ['countLies', 'wrong', 'zero, high, low, absent, unfiltered'],
    ['pageClamp', 'few', 'number'],
    ['status429', { every: 'often' }, 'every'],
    ['oddIds', 'braces', 'true'],
  ])('refuses %s as %j, which would switch on nothing', async (fault, value, takes) => {
    const { status, body } = await switchOn({ [fault]: value })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(`takes ${takes}`)])
    expect(sandbox.seat.switches.on.size).toBe(0)
  })

  test('lists what is on, and switches off one or all', async () => {
    await switchOn({ pageClamp: 7, oddIds: true })
    expect((await switchOn({ oddIds: false })).body).toEqual({ pageClamp: 7 })
    expect(await (await fetch(control)).json()).toEqual({ pageClamp: 7 })
    expect(await (await fetch(control, { method: 'DELETE' })).json()).toEqual({})
  })

  test('keeps a log of requests without a secret', async () => {
    await on('1.2')('/orgs?limit=3')
    const { requests } = (await (await fetch(control.replace('/faults', '/log'))).json()) as {
      requests: Record_[]
    } // as the control has it
    expect(requests.at(-1)).toEqual({ method: 'GET', path: '/lincoln/ims/oneroster/rostering/v1p2/orgs?limit=3', status: 200 }) // prettier-ignore
    const { clientSecret, bearer } = sandbox.district.oneroster11
    expect([clientSecret, bearer].filter(secret => JSON.stringify(requests).includes(secret))).toEqual([])
  })
})

test('the guide lists each fault with its values and its sentence', () => {
  const guide = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8')
  const row = (name: FaultName) => `| \`${name}\` | ${valuesOf(name).map(one => `\`${one}\``).join(', ')} | ${faults[name]} |` // prettier-ignore
  const missing = (Object.keys(faults) as FaultName[]).filter(name => !guide.includes(row(name))) // its own keys
  expect(missing).toEqual([])
})

const askers = new Map<string, ReturnType<typeof askSandbox>>()

/** One token for each version, which no fault takes away; `fresh` asks for another. */
function on(version: '1.1' | '1.2', signal?: AbortSignal) {
  const ask = askers.get(version) ?? askSandbox(sandbox, version)
  askers.set(version, ask)
  return (target: string) => ask(target, undefined, signal)
}

function fresh(version: '1.1' | '1.2') {
  return askSandbox(sandbox, version)
}

const people = () => sandbox.seat.district.shelves.users.rows.length

function firstIds(count: number): string[] {
  return sandbox.seat.district.shelves.users.rows.slice(0, count).map(({ id }) => id)
}

async function pages(version: '1.1' | '1.2'): Promise<unknown[]> {
  const found: unknown[] = []
  for (let offset = 0; offset < people(); offset += 20) found.push(...ids(await on(version)(`/users?limit=20&offset=${offset}`))) // prettier-ignore
  return found
}

/** By how many users the district grew while somebody read them. */
async function moved(version: '1.1' | '1.2'): Promise<number> {
  const before = people()
  await pages(version)
  return people() - before
}

async function first(version: '1.1' | '1.2', target: string): Promise<Record_> {
  return listOf(await on(version)(target))[0] ?? gone()
}

function gone(): never {
  throw new Error('the district has such a record')
}
