import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'

/* Scripts in kB, gzipped. A page over a school's line on a phone is what these numbers are for. */
const firstPage = 220
const everything = 320
const oneGuide = 4
const oneLanguage = 34

type Chunk = { readonly file: string; readonly imports?: readonly string[] }
let folder = ''
let chunks: Readonly<Record<string, Chunk>> = {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollbook-web-'))
  const root = fileURLToPath(new URL('.', import.meta.url))
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')))
  // In a process of its own: under the test runner's NODE_ENV, React would be built with its warnings.
  const env = { ...process.env, NODE_ENV: 'production' }
  const asked = ['build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error']
  await promisify(execFile)(process.execPath, [vite, ...asked], { cwd: root, env })
  chunks = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as typeof chunks // Written by vite.
})
afterAll(() => rm(folder, { recursive: true }))

test('no page loads more scripts than the first may', async () => {
  const begin = closure('index.html')
  const pages = Object.keys(chunks).filter(name => name.startsWith('src/screens/'))
  for (const page of pages) {
    const size = await sizeOf(new Set([...begin, ...closure(page)]))
    expect([page, size, size <= firstPage]).toEqual([page, size, true])
  }
})

test('all scripts together stay in their budget', async () => {
  const files = new Set(scriptsBut(name => isGuide(name) || isLanguage(name)).map(chunk => chunk.file))
  expect(await sizeOf(files)).toBeLessThanOrEqual(everything)
})

// Nobody reads them all: each is text that is fetched when somebody opens it.
test('a guide is a small file of its own', async () => {
  for (const [name, chunk] of Object.entries(chunks).filter(([name]) => isGuide(name)))
    expect([name, (await sizeOf(new Set([chunk.file]))) <= oneGuide]).toEqual([name, true])
})

// English is in the first page; whoever reads another language fetches its text besides.
test('a language is a file of its own', async () => {
  const languages = Object.entries(chunks).filter(([name]) => isLanguage(name))
  expect(languages).not.toEqual([])
  for (const [name, chunk] of languages)
    expect([name, (await sizeOf(new Set([chunk.file]))) <= oneLanguage]).toEqual([name, true])
})

function isLanguage(name: string): boolean {
  return /^src\/words\/\w\w-US\.ts$/.test(name)
}

function isGuide(name: string): boolean {
  return /^src\/guides\/[\w-]+\.\w\w-US\.ts$/.test(name)
}

function scriptsBut(left: (name: string) => boolean): Chunk[] {
  return Object.entries(chunks).flatMap(([name, chunk]) => (left(name) ? [] : [chunk]))
}

function closure(name: string, seen = new Set<string>()): Set<string> {
  const chunk = chunks[name]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const one of chunk.imports ?? []) closure(one, seen)
  return seen
}

async function sizeOf(files: ReadonlySet<string>): Promise<number> {
  const scripts = [...files].filter(file => file.endsWith('.js'))
  const sizes = await Promise.all(
    scripts.map(async file => gzipSync(await readFile(join(folder, file))).length),
  )
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024)
}
