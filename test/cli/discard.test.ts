import { afterAll, beforeAll, expect, test } from 'vitest'
import { accident, openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
let plan: string
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(`${terminal.folder}/monday`, {}, '2026-09-14T07:00:00Z')
  await writeLincoln(`${terminal.folder}/tuesday`, accident, '2026-09-15T07:00:00Z')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @monday')
  await terminal.run('sync lincoln-usd')
  const held = await terminal.ask('sync lincoln-usd --from @tuesday')
  expect(held.code).toBe(3)
  plan = String(held.document.plan)
})
afterAll(() => terminal.close())

/** Tests of this file are the days of one plan, in order. */
test('a plan that is discarded says so, with who and why, and changes nothing', async () => {
  const said = await terminal.ask(`discard lincoln-usd ${plan} --comment half-a-file`)
  expect(said).toEqual({
    code: 0,
    document: { run: 2, plan, district: 'lincoln-usd', status: 'discarded', comment: 'half-a-file' },
  })
  const { stdout } = await terminal.run('run lincoln-usd 2')
  expect(stdout).toMatch(/Decision.*discarded the plan: half-a-file/)
  expect((await terminal.ask('run lincoln-usd 2')).document).toMatchObject({
    result: 'held',
    status: 'discarded',
  })
})

test('it can be neither applied nor discarded again, and the same files are held again', async () => {
  for (const verb of ['apply', 'discard']) {
    const { code, stderr } = await terminal.run(`${verb} lincoln-usd ${plan}`)
    expect([code, stderr]).toEqual([1, expect.stringContaining('it is discarded already')])
  }
  expect((await terminal.ask('sync lincoln-usd --from @tuesday')).document).toMatchObject({
    status: 'held',
    run: 3,
  })
})
