import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  const { folder } = terminal
  await writeLincoln(join(folder, 'lincoln'), {}, '2026-09-14T07:00:00Z')
  await writeFile(join(folder, 'letter.pdf'), '%PDF-1.7\n%âãÏÓ\n')
  // The record that ends a zip, and nothing before it.
  await writeFile(join(folder, 'empty.zip'), Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]))
  await mkdir(join(folder, 'photos'))
  await writeFile(join(folder, 'photos', 'class.jpg'), 'not a roster')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @lincoln')
  await terminal.run('sync lincoln-usd')
})
afterAll(() => terminal.close())

const noRosters = [
  ['a PDF', '@letter.pdf', 'it is a PDF'],
  ['an empty zip', '@empty.zip', 'it is empty'],
  ['a folder without CSV files', '@photos', 'it holds no rostering file'],
  ['a path where nothing is', '@nowhere', 'there is no such file or folder'],
] as const

test.each(noRosters)('validate ends with exit 4 and one sentence for %s', async (_, path, words) => {
  const { code, stdout, stderr } = await terminal.run(`validate ${path}`)
  expect([code, stdout]).toEqual([4, ''])
  expect(stderr).toMatch(/^Cannot read [^\n]*\n$/)
  expect(stderr).toContain(words)
})

test.each(noRosters)('sync ends with exit 4 for %s: the roster stays, the run is told', async (_, path, words) => {
  const before = (await terminal.ask('district list')).document.districts as { rosterVersion: number }[] // printed by us
  const { code, document } = await terminal.ask(`sync lincoln-usd --from ${path}`)
  expect(code).toBe(4)
  expect(document).toEqual({ error: { code: expect.any(String), message: expect.stringContaining(words) } })
  const after = (await terminal.ask('district list')).document.districts as { rosterVersion: number }[] // printed by us
  expect(after[0]?.rosterVersion).toBe(before[0]?.rosterVersion)
  const [last] = (await terminal.ask('runs lincoln-usd')).document.runs as { result: string; message: string }[] // printed by us
  expect(last).toMatchObject({ result: 'failed', message: expect.stringContaining(words) })
}) // prettier-ignore

test('a connection without a path says where to give one', async () => {
  await terminal.run('district add roosevelt --name Roosevelt --zone America/Denver')
  expect(await terminal.run('plan roosevelt')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('rollbook connect roosevelt oneroster-csv'),
  })
  await terminal.run('connect roosevelt oneroster-csv')
  expect(await terminal.run('plan roosevelt')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Give one with --from'),
  })
})

test('a tenant of ClassLink is read by one district, also when two come at once', async () => {
  const keys = ['harbor', 'franklin']
  for (const key of keys) await terminal.run(`district add ${key} --name ${key} --zone America/Denver`)
  const both = await Promise.all(keys.map(key => terminal.run(`connect ${key} classlink --tenant \t2000`)))
  const won = keys.find((_, at) => both[at]?.code === 0) ?? ''
  expect(both.map(({ stderr }) => stderr.slice(0, 40)).sort()).toEqual(['', 'Cannot connect this tenant: another dist'])
  const again = await terminal.ask(`connect ${won} classlink --tenant 2000`)
  expect([again.code, again.document.settings]).toEqual([0, { tenantId: '2000' }])
}) // prettier-ignore

test('validate tells what a drop holds, as the contract has it', async () => {
  const { code, document } = await terminal.ask('validate @lincoln')
  expect(code).toBe(0)
  expect(document).toMatchObject({
    ok: true,
    version: '1.2',
    mode: { users: 'bulk', enrollments: 'bulk', demographics: 'absent' },
    counts: { orgs: 4, academicSessions: 3, courses: 10, classes: 10, users: 44, enrollments: 105 },
    complete: expect.arrayContaining(['users', 'enrollments']),
    issues: [],
    issueCounts: {},
  })
})

test('validate ends with exit 1 when a record is skipped, and names file, row, field and remedy', async () => {
  await writeLincoln(
    join(terminal.folder, 'torn'),
    { 'users.csv': line => (line.includes('u-ada-park') ? null : line) },
    '2026-09-15T07:00:00Z',
  )
  const { code, document } = await terminal.ask('validate @torn')
  expect([code, document.ok]).toEqual([1, false])
  const [issue] = document.issues as object[] // as the contract says
  expect(Object.keys(issue ?? {})).toEqual(
    expect.arrayContaining(['severity', 'rule', 'file', 'row', 'field', 'sourcedId', 'message', 'fix']),
  )
  expect(document.issueCounts).toMatchObject({ missing_target_record: expect.any(Number) })
  const page = (await terminal.run('validate @torn')).stdout
  expect(page).toMatch(/error missing_target_record +\d+\n/)
  expect(page).toMatch(/Fix: /)
  expect(page).not.toMatch(/Ada|Park,/)
})

test('validate takes what a delta only refers to for delivered earlier, and says so', async () => {
  const delta = join(terminal.folder, 'delta')
  const now = '2026-09-15T06:00:00.000Z'
  await writeLincoln(delta, { 'manifest.csv': line => line.replace(/^(file\.\w+),bulk/, '$1,absent').replace('file.enrollments,absent', 'file.enrollments,delta') }, now) // prettier-ignore
  for (const name of ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles'])
    await rm(join(delta, `${name}.csv`))
  const header = 'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate' // prettier-ignore
  const row = `e-new,active,${now},c-band-p6,s-roosevelt-middle,u-ada-park,student,false,2026-08-17,2027-06-12`
  await writeFile(join(delta, 'enrollments.csv'), `${header}\n${row}\n`)
  const { code, document } = await terminal.ask('validate @delta')
  expect(code).toBe(0)
  expect(document).toMatchObject({ ok: true, mode: { enrollments: 'delta' }, counts: { enrollments: 1 } })
  const issues = document.issues as { severity: string; message: string }[] // as the contract says
  expect(issues.map(({ message }) => message)).toContain(
    'users: 1 that this delta refers to is not in it and may be in an earlier delivery',
  )
  expect(issues.every(({ severity }) => severity === 'warning')).toBe(true)
})
