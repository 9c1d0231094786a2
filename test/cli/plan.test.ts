import { afterAll, beforeAll, expect, test } from 'vitest'
import { accident, openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(`${terminal.folder}/monday`, {}, '2026-09-14T07:00:00Z')
  await writeLincoln(`${terminal.folder}/tuesday`, accident, '2026-09-15T07:00:00Z')
})
afterAll(() => terminal.close())

const keys = [
  'run', 'plan', 'district', 'basis', 'digest', 'status', 'counts', 'promotions', 'hazards', 'issues', 'complete',
] // prettier-ignore
const ops = ['create', 'update', 'remove', 'restore', 'unchanged']

/** Tests of this file are the days of one district, in order. */
test('a district is added, listed and connected', async () => {
  const added = await terminal.ask('district add lincoln-usd --name Lincoln --zone America/Chicago')
  expect(added).toMatchObject({ code: 0, document: { district: 'lincoln-usd', rosterVersion: 0 } })
  const connected = await terminal.ask('connect lincoln-usd oneroster-csv --path @monday')
  expect(connected.document).toEqual({
    district: 'lincoln-usd',
    source: 'oneroster-csv',
    path: `${terminal.folder}/monday`,
  })
  expect((await terminal.run('district list')).stdout).toMatch(/lincoln-usd +Lincoln +America\/Chicago +oneroster-csv +0/)
}) // prettier-ignore

test('the same key twice, a source nobody knows and a district nobody added are usage errors', async () => {
  for (const [line, words] of [
    ['district add lincoln-usd --name Lincoln --zone America/Chicago', 'there is one of this key'],
    ['district add roosevelt --name Roosevelt --zone Chicago', 'is no IANA time zone'],
    ['district add roosevelt --name Roosevelt', '--zone is missing'],
    ['connect lincoln-usd oneroster-cvs', 'Did you mean oneroster-csv?'],
    ['plan roosevelt', 'Known: lincoln-usd'],
    ['apply lincoln-usd 0000000000', 'there is none'],
    ['run lincoln-usd 99', 'See rollbook runs lincoln-usd'],
    ['run lincoln-usd last', 'runs have numbers'],
    ['runs lincoln-usd --limit 0', '--limit must be at least 1'],
  ] as const) {
    const { code, stderr } = await terminal.run(line)
    expect([line, code, stderr]).toEqual([line, 2, expect.stringContaining(words)])
  }
})

test('a plan of a first drop is cleared, and changes nothing', async () => {
  const { code, document } = await terminal.ask('plan lincoln-usd')
  expect(code).toBe(0)
  expect(Object.keys(document)).toEqual(expect.arrayContaining(keys))
  expect(document).toMatchObject({ run: 1, status: 'cleared', hazards: [], basis: { rosterVersion: 0 } })
  expect(document).toMatchObject({ counts: { users: { create: 44, unchanged: 0 }, enrollments: { create: 105 } } })
  const users = (document.counts as Record<string, object>).users ?? {} // as the line above says
  expect(Object.keys(users)).toEqual(expect.arrayContaining(ops))
}) // prettier-ignore

test('apply carries out exactly the plan that was stored', async () => {
  const runs = (await terminal.ask('runs lincoln-usd')).document.runs as { plan: string }[] // printed by us
  const plan = runs[0]?.plan ?? ''
  const { code, document } = await terminal.ask(`apply lincoln-usd ${plan}`)
  expect({ code, ...document }).toMatchObject({ code: 0, run: 1, plan, status: 'applied' })
  expect(await terminal.run(`apply lincoln-usd ${plan}`)).toMatchObject({
    code: 1,
    stderr: `Cannot apply plan ${plan}: it is applied already. Run rollbook plan lincoln-usd again\n`,
  })
})

test('the same files again are empty, by their bytes and by their rows', async () => {
  const again = await terminal.ask('sync lincoln-usd')
  expect(again).toMatchObject({ code: 0, document: { status: 'empty', plan: null } })
  expect(again.document).toMatchObject({ counts: { users: { create: 0, unchanged: 44 } } })
})

test('a night that goes wrong is held, with exit 3, and says what to run', async () => {
  const { code, stdout } = await terminal.run('sync lincoln-usd --from @tuesday')
  expect(code).toBe(3)
  expect(stdout).toMatch(/HELD +MASS_REMOVE_SCHOOL +\d+ % of enrollments at school "s-roosevelt-middle"/)
  expect(stdout).toMatch(/\n +LOGIN_MOVED +The e-mail address of user "u-isaac-brown" would pass to user "u-omar-mansour"/)
  expect(stdout).toMatch(/rollbook apply lincoln-usd \w{10} --allow MASS_REMOVE_SCHOOL,LOGIN_MOVED/)
}) // prettier-ignore

test('a hazard carries its code, school and numbers', async () => {
  const { code, document } = await terminal.ask('plan lincoln-usd --from @tuesday')
  expect([code, document.status]).toEqual([3, 'held'])
  const [mass] = document.hazards as object[] // as the contract says
  expect(Object.keys(mass ?? {}).sort()).toEqual(['code', 'count', 'kind', 'limit', 'message', 'of', 'school'])
  expect(mass).toMatchObject({ code: 'MASS_REMOVE_SCHOOL', kind: 'enrollments', school: 's-roosevelt-middle', of: 56, limit: 11 })
}) // prettier-ignore

test('a new plan of the same drop takes the place of the one before', async () => {
  const runs = (await terminal.ask('runs lincoln-usd')).document.runs as { plan: string }[] // printed by us
  const { code, stderr } = await terminal.run(`apply lincoln-usd ${runs[1]?.plan ?? ''} --allow LOGIN_MOVED`)
  expect([code, stderr]).toEqual([1, expect.stringContaining('a newer run took its place')])
})

const lastPlan = async () => {
  const runs = (await terminal.ask('runs lincoln-usd --limit 1')).document.runs as { plan: string }[] // printed by us
  return runs[0]?.plan ?? ''
}

test('apply says what still holds a plan when not every hazard is allowed', async () => {
  const { code, document } = await terminal.ask(`apply lincoln-usd ${await lastPlan()} --allow LOGIN_MOVED`)
  expect([code, document.status]).toEqual([3, 'held'])
  expect(document.hazards).toMatchObject([{ code: 'MASS_REMOVE_SCHOOL' }])
})

test('a code that is none is a usage error which lists them', async () => {
  const { code, stderr } = await terminal.run(`apply lincoln-usd ${await lastPlan()} --allow EVERYTHING`)
  expect(code).toBe(2)
  expect(stderr).toContain('Hazards are EMPTY_KIND, INCOMPLETE, MASS_REMOVE')
})

test('--only takes additions and nothing else', async () => {
  const { code, stderr } = await terminal.run(`apply lincoln-usd ${await lastPlan()} --only removals`)
  expect([code, stderr]).toEqual([2, 'Cannot apply only "removals": --only takes additions\n'])
})

test('a school that the plan does not touch is named, with those that it does', async () => {
  const { code, stderr } = await terminal.run(
    `apply lincoln-usd ${await lastPlan()} --school s-lincoln-elementary`,
  )
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /it changes nothing there\. Schools it changes: .*s-lincoln-high, s-roosevelt-middle/,
  )
})

test('one school of a held plan is applied alone, and the rest waits for the next plan', async () => {
  const { code, document } = await terminal.ask(`apply lincoln-usd ${await lastPlan()} --school s-lincoln-high`)
  expect([code, document.status]).toEqual([0, 'applied'])
  expect(document.counts).toEqual({ users: expect.objectContaining({ update: 1, remove: 0 }) })
  const again = await terminal.ask('plan lincoln-usd --from @tuesday')
  expect(again.document).toMatchObject({ status: 'held', counts: { users: { update: 1, remove: 1 } } })
}) // prettier-ignore

test('a held plan runs whole once each of its hazards is allowed', async () => {
  const plan = await lastPlan()
  const { code, stdout } = await terminal.run(
    `apply lincoln-usd ${plan} --allow MASS_REMOVE_SCHOOL,LOGIN_MOVED`,
  )
  expect(code).toBe(0)
  expect(stdout).toContain(`Applied plan ${plan} as run`)
  const after = await terminal.ask('sync lincoln-usd --from @tuesday')
  expect(after).toMatchObject({ code: 0, document: { status: 'empty' } })
})

test('the history tells each run, what it was allowed and by whom', async () => {
  const { document } = await terminal.ask('runs lincoln-usd')
  const runs = document.runs as { run: number; result: string; plan: string | null }[] // printed by us
  expect(runs.map(({ result }) => result)).toEqual(['empty', 'applied', 'applied', 'held', 'empty', 'applied'])
  const allowed = await terminal.ask(`run lincoln-usd ${runs[1]?.run ?? 0}`)
  expect(allowed.document).toMatchObject({
    result: 'applied',
    decision: { allow: ['MASS_REMOVE_SCHOOL', 'LOGIN_MOVED'], only: 'all', schools: null },
    perSchool: { 's-roosevelt-middle': expect.anything() },
    complete: expect.arrayContaining(['users', 'enrollments']),
  })
  expect((allowed.document.files as { digest: string }[])[0]?.digest).toMatch(/^[0-9a-f]{64}$/)
  const page = (await terminal.run(`run lincoln-usd ${runs[1]?.run ?? 0}`)).stdout
  expect(page).toMatch(/Phases +reading .* checking .* planning /)
  expect(page).toContain('allowing MASS_REMOVE_SCHOOL, LOGIN_MOVED')
}) // prettier-ignore

test('an undo is previewed, carried out and told in the history', async () => {
  const runs = (await terminal.ask('runs lincoln-usd')).document.runs as { run: number }[] // printed by us
  const number = runs[1]?.run ?? 0
  const preview = await terminal.ask(`undo lincoln-usd ${number} --dry-run`)
  expect(preview).toMatchObject({ code: 0, document: { status: 'preview', undoes: number, run: null } })
  const undone = await terminal.ask(`undo lincoln-usd ${number}`)
  expect(undone).toMatchObject({ code: 0, document: { status: 'undone', conflicts: [] } })
  expect((await terminal.run('runs lincoln-usd')).stdout).toMatch(new RegExp(`undid ${number}`))
})

test('an undo is refused with exit 1 when later runs touched the same rows', async () => {
  await terminal.ask('sync lincoln-usd --from @monday')
  const refused = await terminal.ask('undo lincoln-usd 1')
  expect([refused.code, refused.document.status]).toEqual([1, 'refused'])
  expect((await terminal.run('undo lincoln-usd 1')).stdout).toContain('Undo what came later first:')
})
