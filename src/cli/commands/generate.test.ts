import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { main } from '../main.ts'
import { command, readShare } from './generate.ts'

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'generate-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs `rollbook generate`; words that begin with @ are paths in a folder of the test's own. */
async function generate(line: string) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const words = line.split(' ').map(word => (word.startsWith('@') ? join(folder, word.slice(1)) : word))
  const verbs = { generate: async () => ({ command }) }
  const signal = new AbortController().signal
  const code = await main(['generate', ...words], { stdout, stderr, env: {}, verbs, signal })
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
}
const manifest = (name: string) => readFile(join(folder, name, 'manifest.csv'), 'utf8')

test('writes a district, its next day and its next school year', async () => {
  const first = await generate('@district --schools 3 --students 60 --seed ada --json')
  expect(JSON.parse(first.stdout)).toMatchObject({ ok: true, counts: { orgs: 5, academicSessions: 7 } })
  expect((await generate('@day --after @district --churn 5%')).code).toBe(0)
  expect((await generate('@year --after @day --new-year')).code).toBe(0)
  expect(await manifest('year')).toMatch(/source\.systemCode,drop-3\./)
})

test('tells people the files and their rows', async () => {
  const { code, stdout } = await generate('@told --schools 1 --students 20 --version 1.1')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Wrote .*told: \d+ rows\n/)
  expect(stdout).toMatch(/users +\d+/)
  expect(stdout).not.toMatch(/roles/)
})

test('a zip is <dir> itself when it ends in .zip, else a file of that name in it', async () => {
  const size = '--schools 1 --students 20'
  expect(JSON.parse((await generate(`@lincoln.zip ${size} --json`)).stdout).path).toBe(
    join(folder, 'lincoln.zip'),
  )
  expect(JSON.parse((await generate(`@drops ${size} --zip --json`)).stdout).path).toBe(
    join(folder, 'drops/drops.zip'),
  )
  expect((await generate('@drops --after @drops --churn 0.1 --zip')).code).toBe(0)
})

test('refuses a folder with somebody else’s files', async () => {
  await mkdir(join(folder, 'theirs'))
  await writeFile(join(folder, 'theirs', 'notes.txt'), 'mine')
  for (const zip of ['', ' --zip']) {
    const { code, stdout } = await generate(`@theirs --schools 1 --students 20 --json${zip}`)
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'NOT_EMPTY'])
  }
})

test.each([
  ['@x', '--schools N is missing'],
  ['@x --schools 1', '--students N is missing'],
  ['@x --schools 0 --students 5', '--schools must be at least 1'],
  ['@x --schools 1 --students 5 --version 1.3', '--version takes 1.1 or 1.2'],
  ['@x --schools 1 --students 5 --school-year 27', '--school-year takes 1900 to 2200'],
  ['@x --schools 1 --students 5 --churn 1%', 'need --after'],
  ['@x --after @nowhere', 'either --churn P or --new-year'],
  ['@x --after @nowhere --churn 1% --new-year', 'either --churn P or --new-year'],
  ['@x --after @nowhere --churn 1% --schools 3', 'Cannot use --schools with --after'],
  ['@x --after @nowhere --churn 1%', 'there is no such folder or zip'],
  ['@x --after @nowhere --churn 101%', 'give a share from 0 to 1'],
])('%s is a usage error: %s', async (line, words) => {
  const { code, stderr } = await generate(line)
  expect(stderr).toContain(words)
  expect(code).toBe(2)
})

test('0.01 and 1% are the same share', () => {
  expect([readShare('0.01'), readShare('1%'), readShare('.5'), readShare('100%')]).toEqual([
    0.01, 0.01, 0.5, 1,
  ])
})
