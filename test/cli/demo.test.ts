import { spawn } from 'node:child_process'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../support/tree.ts'

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'rollbook demo '))))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** As `npm start` does it: another process, with a database of its own. */
async function demo(cwd: string) {
  // A database that is named must be left alone: nothing listens here, so touching it would fail.
  const env = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  const child = spawn(process.execPath, [join(root, 'bin/rollbook.js'), 'demo'], { cwd, env })
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, stdout, stderr }
}

test('the demo rosters a district, holds its next night and says what to run, each time anew', async () => {
  for (let times = 0; times < 2; times++) {
    const { code, stdout, stderr } = await demo(folder)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Applied as run 1')
    expect(stdout).toMatch(/HELD +MASS_REMOVE /)
    expect(stdout).toMatch(/apply harbor-point \w{10} --allow MASS_REMOVE,MASS_REMOVE_SCHOOL,LOGIN_MOVED --data/)
  }
}) // prettier-ignore

test('the demo clears away nothing that it did not make', async () => {
  const theirs = join(folder, 'theirs')
  await mkdir(join(theirs, '.rollbook-demo'), { recursive: true })
  await writeFile(join(theirs, '.rollbook-demo', 'thesis.txt'), 'years of work')
  const { code, stderr } = await demo(theirs)
  expect([code, stderr]).toEqual([2, expect.stringContaining('holds something else')])
})
