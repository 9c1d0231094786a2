import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { faults, type FaultName } from '../../src/sandbox/faults.ts'
import type { Seat } from '../../src/sandbox/seat.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import { openDistrict } from '../../src/sources/clever/open.ts'
import type { Drop } from '../../src/sources/source.ts'
import { conform } from './conform.ts'
import { readAll } from './drops.ts'
import { outsideOf } from './rest-server.ts'

/*
 * A district of the sandbox's Clever, read as it is and with each thing that can be wrong there: what is read in the
 * end is what is there, or it proves nobody gone and says why, or there are words instead.
 */

let sandbox: Sandbox
let seat: Seat
/** A token is good for so many requests a minute: each test has one of its own, and whoever waits is there at once. */
let ahead = 0
const now = () => new Date(Date.now() + ahead)
const pause = (millis: number) => Promise.resolve(void (ahead += millis))
beforeAll(async () => {
  const plan = { key: 'lincoln', schools: 2, students: 30, seed: 'lincoln', guardians: true }
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: [plan], now })
  const found = sandbox.seats.get(plan.key)
  if (found === undefined) throw new Error('the sandbox has one district')
  seat = found
})
afterAll(() => sandbox.close())
beforeEach(() => {
  ahead += 60_000
  seat.switches.on.clear()
})

async function open(more: Record<string, string> = {}): Promise<Drop> {
  const { api, login, clientId, clientSecret } = sandbox.description.clever
  const outside = await outsideOf({ cleverSecret: [clientSecret] }, { now, pause })
  const settings = { api, login, clientId, tenantId: seat.clever.ledger.ids.district, pageSize: '25', ...more }
  const drop = await openDistrict(settings, outside)
  onTestFinished(() => drop.close().catch(() => undefined))
  return drop
} // prettier-ignore

conform('Clever v3.1, as the sandbox serves it,', open)
conform('Clever v3.0, with contacts,', () => open({ version: 'v3.0', contacts: 'yes' }))

/** Rows of each kind as they are written, and why a kind is not whole. */
async function read(drop: Drop): Promise<{ rows: Record<string, unknown>; doubts: Record<string, string> }> {
  const rows: Record<string, unknown> = {}
  const doubts: Record<string, string> = {}
  for (const stream of drop.streams) {
    rows[stream.kind] = (await readAll(stream)).map(({ cells }) => cells)
    const { why } = stream.ending()
    if (why !== null) doubts[stream.kind] = why
  }
  return { rows, doubts }
}

test('v3.0 says the same of a district as v3.1, but for what it does not know', async () => {
  const [newer, older] = [await read(await open()), await read(await open({ version: 'v3.0' }))]
  for (const kind of ['orgs', 'academicSessions', 'courses', 'classes', 'enrollments', 'roles'])
    expect(older.rows[kind]).toEqual(newer.rows[kind])
})

test('of a role in which somebody is twice, and of parents nobody asked for, no more is read than there is', async () => {
  const users = seat.clever.view().users.rows.filter(({ roles }) => Object.keys(roles).join() !== 'contact')
  const { rows } = await read(await open())
  expect((rows['users'] as string[][]).map(([id]) => id).toSorted()).toEqual(
    users.map(({ id }) => id).toSorted(),
  )
})

/** Read whole and the same, read whole and with other words, in part, or refused in words. */
type End = 'same' | 'whole' | RegExp | { readonly doubts: Readonly<Record<string, RegExp>> }

const everywhere = (why: RegExp) => ({ doubts: { orgs: why, users: why, roles: why, classes: why, enrollments: why, courses: why, academicSessions: why } }) // prettier-ignore

const ends: readonly (readonly [FaultName, unknown, End])[] = [
  ['status429', 3, 'same'],
  ['status500', 3, 'same'],
  ['status502', 3, 'same'],
  ['status503', 2, 'same'],
  ['htmlWith200', 3, 'same'],
  ['emptyBody', 3, 'same'],
  ['invalidJson', 3, 'same'],
  ['resetMidBody', 3, 'same'],
  ['stall', 5, 'same'],
  ['htmlWith200', true, /a web page instead of records/],
  ['status500', true, /it answers 500/],
  ['status502', true, /^Cannot read Clever district [^:]*: it answers 502/],
  ['gzipBomb', true, /^Cannot read Clever district [^:]*: .*more than 96 MB/],
  ['redirect', 'http://169.254.169.254/', /redirects to another host/],
  ['pageClamp', 7, 'same'],
  ['mostLimit', 20, 'same'],
  ['trailingPage', true, 'same'],
  ['nextWithoutLimit', true, 'same'],
  ['countKey', 'paging', 'same'],
  ['noUri', true, 'same'],
  ['errorKey', true, 'same'],
  ['stampedDates', true, 'same'],
  ['schoolsUnsorted', true, 'same'],
  ['fieldOrder', true, 'same'],
  ['studentAs2023', true, 'same'],
  ['nullsAs', 'null', 'same'],
  ['nullsAs', 'empty', 'same'],
  ['oddEmails', true, 'whole'],
  ['bareClasses', 2, 'whole'],
  ['missingEndpoints', 'courses', { doubts: { courses: /^courses: it answers 404/ } }],
  ['missingEndpoints', 'users', { doubts: { users: /^users: /, roles: /^users: /, enrollments: /^users: / } }],
  ['missingEndpoints', 'schools', /Secure Sync/],
  ['cleverRate', 8, 'same'],
  ['shiftDuringRead', 1, 'whole'],
  ['shiftDuringRead', 'remove', everywhere(/while it was read/)],
] // prettier-ignore

describe('a district is read to the end that is right', () => {
  test.each(ends)('%s %j', async (fault, value, end) => {
    const usual = await read(await open())
    seat.switches.on.set(fault, value)
    if (end instanceof RegExp) return await expect(open()).rejects.toMatchObject({ message: expect.stringMatching(end) as string })
    const came = await read(await open())
    if (typeof end === 'object') expect(came.doubts).toEqual(Object.fromEntries(Object.entries(end.doubts).map(([kind, why]) => [kind, expect.stringMatching(why)])))
    else expect(came.doubts).toEqual({})
    if (end === 'same') expect(came.rows).toEqual(usual.rows)
  })
}) // prettier-ignore

test('each fault of Clever that touches what is read has a row', () => {
  const ofOthers = ['cleverOidc', 'libraryTokens', 'meRole', 'eventCursor', 'noLastEvent', 'previousAs'] // of signing in and of events
  const shown = new Set<string>([...ends.map(([name]) => name), ...ofOthers])
  const missing = Object.entries(faults).filter(
    ([name, about]) => about.includes('Clever') && !shown.has(name),
  )
  expect(missing).toEqual([])
})
