import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verbs } from '../../src/cli/verbs.ts'
import { root } from '../support/tree.ts'
import { openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(join(terminal.folder, 'lincoln'), {}, '2026-09-14T07:00:00Z')
})
afterAll(() => terminal.close())

test('migrate says what it applied, and then that nothing is left', async () => {
  const { document } = await terminal.ask('migrate')
  expect(document).toMatchObject({ schema: expect.any(Number), applied: expect.arrayContaining(['0001_roster.sql']) })
  expect((await terminal.ask('migrate')).document).toEqual({ schema: document.schema, applied: [] })
}) // prettier-ignore

test('doctor looks at each thing a run depends on', async () => {
  const { code, document } = await terminal.ask('doctor')
  const checks = document.checks as { check: string; ok: boolean }[] // printed by us
  expect(checks.map(({ check }) => check)).toEqual(
    expect.arrayContaining(['node', 'disk', 'database', 'schema', 'clock']),
  )
  expect(code).toBe(document.ok === true ? 0 : 1)
})

test('a backup brings the districts back as they were', async () => {
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @lincoln')
  await terminal.run('sync lincoln-usd')
  const made = await terminal.ask('backup @kept.backup')
  expect(made).toMatchObject({ code: 0, document: { ok: true, rows: { users: 44, enrollments: 105 } } })
  await terminal.run('undo lincoln-usd 1')
  const back = await terminal.ask('restore @kept.backup')
  expect(back).toMatchObject({ code: 0, document: { ok: true, rows: { users: 44 } } })
  expect((await terminal.ask('sync lincoln-usd')).document).toMatchObject({ status: 'empty' })
})

test('a file that is no backup is refused, and nothing is lost', async () => {
  await writeFile(join(terminal.folder, 'letter.txt'), 'Dear Rollbook')
  const { code, stderr } = await terminal.run('restore @letter.txt')
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^Cannot [^\n]+\n$/)])
  expect((await terminal.ask('sync lincoln-usd')).document).toMatchObject({ status: 'empty' })
})

test('every verb has a page of help, and is what it is called', async () => {
  for (const [name, load] of Object.entries(verbs)) {
    const { command } = await load()
    expect(command.verb).toBe(name)
    expect(command.usage.every(form => form.startsWith(name))).toBe(true)
    const { code, stdout } = await terminal.run(`${name} --help`)
    expect([code, stdout]).toEqual([0, expect.stringContaining(command.summary)])
  }
})

test('the program itself ends with the exit code of its verb', async () => {
  const program = promisify(execFile)(process.execPath, [join(root, 'bin/rollbook.js'), 'plna', '--json'])
  await expect(program).rejects.toMatchObject({
    code: 2,
    stdout: expect.stringContaining('Did you mean rollbook plan?'),
  })
})
