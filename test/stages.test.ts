import { existsSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { read, root, sources } from './support/tree.ts'

/** The order of the sentence is in the types: a stage takes only what the stage before it makes. */
const imports = `
import type { ClearedPlan, PlanSummary } from '../src/plan/plan.ts'
import type { Snapshot } from '../src/snapshot/snapshot.ts'
type Plain<T> = { [K in keyof T as K extends string ? K : never]: T[K] }
`

test('what a stage made can be handed on', () => {
  expect(complaints(`declare const plan: ClearedPlan; export const next: ClearedPlan = plan`)).toEqual([])
  expect(complaints(`declare const taken: Snapshot; export const next: Snapshot = taken`)).toEqual([])
})

test('a plan that guard did not clear is no cleared plan', () => {
  const made = `export const plan: ClearedPlan = { summary, allow: [], only: 'all', schools: null }`
  expect(complaints(`declare const summary: PlanSummary; ${made}`)).toEqual([
    expect.stringContaining('[cleared]'),
  ])
  expect(
    complaints(`declare const summary: PlanSummary; export const plan: ClearedPlan = summary`),
  ).toHaveLength(1)
})

test('records that were not checked are no snapshot', () => {
  const made = `declare const all: Plain<Snapshot>; export const snapshot: Snapshot = { ...all }`
  expect(complaints(made)).toEqual([expect.stringContaining('[taken]')])
})

test.runIf(existsSync(join(root, 'src/apply')))('apply takes a cleared plan and no other', () => {
  const takes = `
    import * as apply from '../src/apply/apply.ts'
    type Whole<T> = T | (T extends object ? T[keyof T] : never)
    type Takes<F> = F extends (...args: infer A) => unknown ? Whole<A[number]> : never
    type Taken = Takes<(typeof apply)[keyof typeof apply]>
    export const cleared: ClearedPlan extends Taken ? true : false = true
    export const plain: PlanSummary extends Taken ? true : false = false`
  expect(complaints(takes)).toEqual([])
})

test('guard alone clears a plan, and snapshot alone makes one', () => {
  const claims = sources().flatMap(({ path, text }) =>
    [...text.matchAll(/\bas (ClearedPlan|Snapshot)\b/g)].map(([, type]) => `${path} makes a ${type}`),
  )
  expect(claims.sort()).toEqual([
    'src/guard/guard.ts makes a ClearedPlan',
    'src/snapshot/snapshot.ts makes a Snapshot',
  ])
})

/** What the compiler says of a file in test/ with this text. */
function complaints(text: string): string[] {
  const path = join(root, 'test', 'snippet.ts')
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  const snippet = ts.createSourceFile(path, imports + text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS)
  snippet.impliedNodeFormat = ts.ModuleKind.ESNext
  host.fileExists = name => name === path || fileExists(name)
  host.getSourceFile = (name, ...rest) => (name === path ? snippet : getSourceFile(name, ...rest))
  const program = ts.createProgram([path], options, host)
  return program
    .getSemanticDiagnostics(snippet)
    .map(one => ts.flattenDiagnosticMessageText(one.messageText, '\n'))
}

const options = projectOptions()

function projectOptions(): ts.CompilerOptions {
  const { config } = ts.parseConfigFileTextToJson('tsconfig.json', read('tsconfig.json').text) as {
    config: object
  }
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root)
  return { ...parsed.options, noUnusedLocals: false }
}
