import { truncate, writeFile, utimes } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTerminal, writeLincoln, type Edit, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(`${terminal.folder}/monday`, {}, '2026-09-14T07:00:00Z')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv')
  await terminal.run('sync lincoln-usd --from @monday')
})
afterAll(() => terminal.close())

/** Lincoln as of an hour of Tuesday, with one file left as these bytes, or cut off after so many. */
async function lay(
  hour: number,
  file: string,
  left: string | number,
  edits: Record<string, Edit> = {},
): Promise<string> {
  const folder = `${terminal.folder}/at-${hour}`
  const at = `2026-09-15T${String(hour).padStart(2, '0')}:00:00Z`
  await writeLincoln(folder, edits, at)
  if (typeof left === 'number') await truncate(`${folder}/${file}`, left)
  else await writeFile(`${folder}/${file}`, left)
  await utimes(`${folder}/${file}`, new Date(at), new Date(at))
  return `@at-${hour}`
}

const middle: Edit = line => line.replace(',Roosevelt Middle,', ',Roosevelt Middle School,')
const rename: Edit = line => line.replace(',Ruby,Owusu,', ',Ruby,Owusu-Hill,')

/** Tests of this file are the hours of one day, in order. */
test('a file that was cut off is named by sync and by run, and so is the same file again', async () => {
  const cut = await lay(7, 'users.csv', 2950)
  for (const run of [2, 3]) {
    const { code, stdout } = await terminal.run(`sync lincoln-usd --from ${cut}`)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/not complete: users\n[^]*nothing to do[^]*INCOMPLETE/)])
    expect((await terminal.run(`run lincoln-usd ${run}`)).stdout).toMatch(/INCOMPLETE: users did not arrive whole/)
  }
}) // prettier-ignore

test('a drop that did not arrive whole and changed nothing makes no other one old', async () => {
  await writeLincoln(`${terminal.folder}/earlier`, { 'users.csv': rename }, '2026-09-15T02:00:00Z')
  const { code, document } = await terminal.ask('sync lincoln-usd --from @earlier')
  expect([code, document.status, document.hazards]).toEqual([0, 'applied', []])
})

test('a cut file that brings a change is told again by the same bytes', async () => {
  const cut = await lay(8, 'users.csv', 2950, { 'orgs.csv': middle })
  expect(await terminal.ask(`sync lincoln-usd --from ${cut}`)).toMatchObject({
    code: 0,
    document: { status: 'applied', hazards: [{ code: 'INCOMPLETE' }] },
  })
  expect((await terminal.run(`sync lincoln-usd --from ${cut}`)).stdout).toMatch(/INCOMPLETE/)
})

test('an older drop that changes nothing does not let a drop older than the last applied in', async () => {
  await writeLincoln(
    `${terminal.folder}/same`,
    { 'orgs.csv': middle, 'users.csv': rename },
    '2026-09-12T07:00:00Z',
  )
  expect((await terminal.ask('sync lincoln-usd --from @same')).document.status).toBe('empty')
  const again: Edit = line => line.replace(',Ruby,Owusu,', ',Ruby,Adeyemi,')
  await writeLincoln(`${terminal.folder}/old`, { 'users.csv': again }, '2026-09-13T07:00:00Z')
  expect((await terminal.ask('plan lincoln-usd --from @old')).document).toMatchObject({
    status: 'held',
    hazards: [{ code: 'STALE_SOURCE' }],
  })
})

test('a file without a row is named, and holds', async () => {
  const { code, stdout } = await terminal.run(`sync lincoln-usd --from ${await lay(9, 'users.csv', '')}`)
  expect(code).toBe(3)
  expect(stdout).toMatch(/not complete: users\n/)
  expect(stdout).toMatch(/HELD +EMPTY_KIND +users came without a single row that can be used \(the file is empty\), and the roster has 44;/)
}) // prettier-ignore

test('a drop without one row that can be used ends with exit 4, a failed run, and the reason of each file', async () => {
  const headers = Object.fromEntries(
    ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments'].map(name => [`${name}.csv`, () => null]),
  )
  await writeLincoln(`${terminal.folder}/headers`, headers, '2026-09-15T07:00:00Z')
  await terminal.run('district add roosevelt --name Roosevelt --zone America/Chicago')
  await terminal.run('connect roosevelt oneroster-csv')
  const { code, stderr } = await terminal.run('sync roosevelt --from @headers')
  expect([code, stderr]).toEqual([4, expect.stringMatching(/not one row can be used \(.*users\.csv.*: only a header\)/)])
  expect((await terminal.ask('runs roosevelt')).document.runs).toMatchObject([{ result: 'failed' }])
  const validated = await terminal.run('validate @headers')
  expect([validated.code, validated.stdout]).toEqual([1, expect.stringContaining('Not one row can be used')])
}) // prettier-ignore
