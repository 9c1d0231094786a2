import { posix } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { folderOf, sources } from './support/tree.ts'

/** Who may import whom: ARCHITECTURE.md draws these arrows, this list keeps them. `node` and `npm` are packages. */
const pure = ['roster', 'snapshot', 'diff', 'plan', 'guard']
const stages = [...pure, 'wire', 'sources', 'store', 'apply', 'events', 'explain', 'sync']
const arrows: Readonly<Record<string, readonly string[]>> = {
  roster: [],
  wire: ['roster', 'node', 'npm'],
  sources: ['roster', 'wire', 'node', 'npm'],
  snapshot: ['roster', 'sources'],
  diff: ['roster', 'snapshot', 'sources'],
  plan: ['roster', 'snapshot', 'diff', 'guard'],
  guard: ['roster', 'snapshot', 'diff', 'plan'],
  store: [...pure, 'node', 'npm'],
  apply: [...pure, 'store', 'node', 'npm'],
  events: ['roster', 'diff', 'store', 'node', 'npm'],
  explain: [...pure, 'events', 'store', 'node', 'npm'],
  sync: [...stages, 'node', 'npm'],
  desk: [...stages, 'notify', 'node', 'npm'],
  login: ['roster', 'wire', 'store', 'node', 'npm'],
  notify: [...pure, 'login', 'store', 'node', 'npm'],
  sandbox: ['roster', 'node', 'npm'],
  http: [...stages, 'desk', 'login', 'notify', 'sandbox', 'node', 'npm'],
  cli: [...stages, 'desk', 'login', 'notify', 'sandbox', 'http', 'node', 'npm'],
}
const reasons: Readonly<Record<string, string>> = {
  roster: 'roster is the vocabulary and imports nothing',
  ...Object.fromEntries(pure.slice(1).map(folder => [folder, `${folder} is pure`])),
  wire: 'wire is the way out and knows nobody',
  sources: 'a source yields records and never sees the store',
  sandbox: 'the sandbox stands in for somebody else and knows the roster only',
  login: 'login reads the roster and never writes it',
}
const speakSql = ['store', 'apply', 'events', 'explain', 'sync']
const outside =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\bprocess\.|\bconsole\.|\bset(Timeout|Interval)\b/

const breaches = (found: string[]) =>
  found.map(breach => `${breach} (ARCHITECTURE.md, "Who may import whom")`)

test('every import follows an arrow', () => {
  const found = sources().flatMap(({ path, text }) =>
    imports(path, text)
      .filter(to => !allowed(folderOf(path), to))
      .map(to => `${path} imports ${to}: ${reasons[folderOf(path)] ?? 'no arrow leads there'}`),
  )
  expect(breaches(found)).toEqual([])
})

test('only the folders that write or tell the past speak SQL', () => {
  const found = sources().filter(
    ({ path, text }) => /\bsql`/.test(text) && !speakSql.includes(folderOf(path)),
  )
  expect(breaches(found.map(({ path }) => `${path} speaks SQL: only ${speakSql.join(', ')} do`))).toEqual([])
})

test('the core reads no clock, no chance and no environment', () => {
  const core = sources().filter(({ path }) => pure.includes(folderOf(path)))
  const found = core.flatMap(({ path, text }) =>
    (outside.exec(text) ?? []).slice(0, 1).map(word => `${path} uses ${word}`),
  )
  expect(breaches(found)).toEqual([])
})

test('every folder has its arrows', () => {
  const folders = new Set(sources().map(({ path }) => folderOf(path)))
  expect([...folders].filter(folder => arrows[folder] === undefined)).toEqual([])
})

/** What a file imports, types included: paths from the root, or names of packages. */
function imports(path: string, text: string): string[] {
  const names = ts.preProcessFile(text, true, true).importedFiles.map(file => file.fileName)
  return names.map(name => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name))
}

function allowed(from: string, to: string): boolean {
  const may = arrows[from] ?? []
  if (to.startsWith('src/')) return folderOf(to) === from || may.includes(folderOf(to))
  return may.includes(to) || may.includes(to.startsWith('node:') ? 'node' : 'npm')
}
