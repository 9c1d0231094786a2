import { afterAll, beforeAll, expect, test } from 'vitest'
import { heeding } from '../../src/cli/order.ts'
import { openTerminal, writeLincoln, type Terminal } from './rollbook.ts'

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(`${terminal.folder}/monday`, {}, '2026-09-14T07:00:00Z')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @monday')
})
afterAll(() => terminal.close())

const runs = async () => (await terminal.ask('runs lincoln-usd')).document.runs

test('a sync that is interrupted ends its run in words, and leaves none that seems at work', async () => {
  const { code, stderr } = await terminal.run('sync lincoln-usd', AbortSignal.abort('SIGINT'))
  expect([code, stderr]).toEqual([130, expect.stringContaining('Stopped rollbook sync on SIGINT')])
  expect(await runs()).toMatchObject([
    { result: 'failed', message: expect.stringContaining('Stopped rollbook sync on SIGINT') },
  ])
  expect((await terminal.run('doctor')).stdout).toContain('none was cut off')
})

test('an undo that is interrupted leaves no run and the roster as it was', async () => {
  expect((await terminal.run('sync lincoln-usd')).code).toBe(0)
  const before = await runs()
  expect((await terminal.run('undo lincoln-usd 2', AbortSignal.abort('SIGTERM'))).code).toBe(143)
  expect(await runs()).toEqual(before)
})

test('the next word of progress after an interrupt ends the work', () => {
  const stop = new AbortController()
  const told: string[] = []
  const progress = heeding({ progress: phase => told.push(phase), signal: stop.signal })
  progress('Checking', 1, null)
  stop.abort(new Error('stopped'))
  expect(() => progress('Checking', 2, null)).toThrow('stopped')
  expect(told).toEqual(['Checking'])
})
