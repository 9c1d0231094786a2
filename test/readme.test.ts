import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verbs } from '../src/cli/verbs.ts'
import { accident, openTerminal, writeLincoln, type Terminal } from './cli/rollbook.ts'
import { read, root } from './support/tree.ts'

const readme = read('README.md').text

let terminal: Terminal
beforeAll(async () => {
  terminal = await openTerminal()
  await writeLincoln(join(terminal.folder, 'monday'), {}, '2026-09-14T07:00:00Z')
  await writeLincoln(join(terminal.folder, 'tuesday'), accident, '2026-09-15T07:00:00Z')
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  await terminal.run('connect lincoln-usd oneroster-csv --path @monday')
  await terminal.run('sync lincoln-usd')
  await terminal.run('connect lincoln-usd oneroster-csv --path @tuesday')
})
afterAll(() => terminal.close())

test('the transcript of the README is what Rollbook says', async () => {
  const transcript = /^```\n\$ rollbook (plan .*)\n([^`]*)```$/m.exec(readme)
  const { code, stdout } = await terminal.run(transcript?.[1] ?? '')
  expect(code).toBe(3)
  expect(fixed(transcript?.[2] ?? '')).toBe(fixed(stdout))
})

/** The name of a plan is another each time. */
function fixed(text: string): string {
  return text.replace(/\b[0-9a-f]{10}\b/g, '##########')
}

test('the README lists every verb', () => {
  const listed = [...readme.matchAll(/^\| `rollbook ([^`]*)` \|/gm)].map(([, usage = '']) => usage)
  const missing = Object.keys(verbs).filter(verb => !listed.some(usage => usage === verb || usage.startsWith(`${verb} `)))
  expect(missing).toEqual([])
}) // prettier-ignore

test('what the README points to is there', () => {
  const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target)
  expect(targets.filter(target => !existsSync(join(root, target)))).toEqual([])
})

test('the README is short', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(150)
})
