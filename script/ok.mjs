import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `everyday` before each commit, `all` before a release and in CI: the same steps for people and machines.
const suite = process.argv[2] ?? 'everyday'
if (!['everyday', 'all'].includes(suite)) {
  process.stderr.write(`Cannot run "${suite}": there are everyday and all\n`)
  process.exit(2)
}

const npmBin = name => join('node_modules', name)
const checks = [
  ['lint', npmBin('eslint/bin/eslint.js'), '.'],
  ['format', npmBin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  ['types', npmBin('typescript/bin/tsc'), '--noEmit'],
  ['types of the console', npmBin('typescript/bin/tsc'), '--noEmit', '-p', 'web/tsconfig.json'],
  ['schema', '--import', 'tsx', 'script/schema.ts', '--check'],
]
// The oldest PostgreSQL that is promised; what never touches a database, or only brings records to what does, need not
// run on it again.
const oldest = '/usr/lib/postgresql/15/bin/postgres'
const rules = ['completeness', 'decisions', 'delta', 'files', 'ideas', 'people', 'years']
const onOldest = [
  'src/store/',
  'src/apply/',
  'src/events/',
  'src/explain/',
  ...rules.map(name => `test/scenarios/${name}`),
]

const total = { passed: 0, failed: 0 }
const report = await mkdtemp(join(tmpdir(), 'rollbook-ok-'))
for (const [name, ...command] of checks) if ((await step(name, command)) !== 0) total.failed++
await tests('tests', [], {})
if (suite === 'all' && existsSync(oldest))
  await tests('tests on PostgreSQL 15', onOldest, { ROLLBOOK_TEST_PG: '15' })
else if (suite === 'all') say('tests on PostgreSQL 15', `left out: there is no ${oldest}`)
await rm(report, { recursive: true })

process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed === 0 ? 0 : 1

/** Runs one step and says how long it took. No step may outlive the patience of CI. */
async function step(name, command, env = {}) {
  const started = performance.now()
  const code = await new Promise(resolve => {
    const child = spawn(process.execPath, command, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ROLLBOOK_SUITE: suite, ...env },
      timeout: 40 * 60_000,
    })
    child.on('error', () => resolve(1))
    child.on('exit', code => resolve(code ?? 1))
  })
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
  say(name, code === 0 ? took : `failed after ${took}`)
  return code
}

function say(name, what) {
  process.stdout.write(`== ${name}: ${what}\n`)
}

/** Adds what vitest counted. An exit code without a failed test is a file that did not load, or a stray error. */
async function tests(name, filters, env) {
  const file = join(report, `${name.replaceAll(' ', '-')}.json`)
  const options = ['--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await step(name, [npmBin('vitest/vitest.mjs'), 'run', ...options, ...filters], env)
  const counted = await count(file)
  if (counted.skipped > 0) say(name, `${counted.skipped} skipped`)
  total.passed += counted.passed
  total.failed += counted.failed > 0 || code === 0 ? counted.failed : 1
}

async function count(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    await readFile(file, 'utf8'),
  )
  const broken = testResults.filter(one => one.status === 'failed' && one.assertionResults.every(passed))
  return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests }
}

function passed(assertion) {
  return assertion.status !== 'failed'
}
