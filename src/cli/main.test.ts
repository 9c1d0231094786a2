import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { RollbookError, UnreadableDrop } from '../roster/errors.ts'
import type { Call, Command } from './command.ts'
import { main } from './main.ts'
import { list, text, whole } from './options.ts'
import { verbs as known } from './verbs.ts'

/** Two verbs that exist nowhere else; what `plan` does is up to each test. */
async function rollbook(
  line: string,
  run: Command['run'] = answer,
  env: NodeJS.ProcessEnv = {},
  signal = never(),
) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const plan: Command = { ...form, verb: 'plan', usage: ['plan <district> [--from <zip|dir>]'], run }
  const add: Command = { ...form, verb: 'district add', usage: ['district add <key>'], run }
  const verbs = { plan: async () => ({ command: plan }), 'district add': async () => ({ command: add }) }
  const code = await main(line.split(' ').filter(Boolean), { stdout, stderr, env, verbs, signal })
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
}
const form = {
  summary: 'Read, check, diff and weigh',
  options: { from: { type: 'string' }, allow: { type: 'string' }, depth: { type: 'string' } },
  args: [1, 1],
} as const
const answer = async (call: Call) => {
  call.out.result({ args: call.args, where: call.where }, () => call.out.line('Plan of ', call.args[0] ?? ''))
  return 0
}
const never = () => new AbortController().signal
const throws = (error: Error) => async (): Promise<number> => {
  throw error
}

test('runs the verb with its arguments', async () => {
  expect(await rollbook('plan lincoln-usd')).toEqual({ code: 0, stdout: 'Plan of lincoln-usd\n', stderr: '' })
})

test('finds a verb of two words, and global options before it', async () => {
  const { stdout } = await rollbook('--json --data drop district add lincoln-usd')
  expect(JSON.parse(stdout)).toEqual({ args: ['lincoln-usd'], where: { data: 'drop', url: null } })
})

test('the environment says where, and --data says it louder', async () => {
  const env = { ROLLBOOK_DATA: 'kept', DATABASE_URL: 'postgres://db/rollbook' }
  expect((await rollbook('plan x --json', answer, env)).stdout).toContain(
    '"where":{"data":"kept","url":"postgres://db/rollbook"}',
  )
  expect((await rollbook('plan x --json --data here', answer, env)).stdout).toContain('"data":"here"')
})

test.each([
  ['plna x', 'Cannot run rollbook plna: there is no such verb. Did you mean rollbook plan?'],
  ['district', 'Cannot run rollbook district: say what to do. Did you mean rollbook district add?'],
  ['constructor', 'Cannot run rollbook constructor: there is no such verb. See rollbook --help'],
  ['plan', 'Cannot run rollbook plan: it takes 1 argument, not 0. See rollbook plan --help'],
  ['plan a b', 'Cannot run rollbook plan: it takes 1 argument, not 2. See rollbook plan --help'],
  [
    'plan a --form b',
    'Cannot run rollbook plan: there is no option --form; --from is the nearest. See rollbook plan --help',
  ],
  ['plan a --from', 'Cannot run rollbook plan: --from needs a value. See rollbook plan --help'],
])('rollbook %s is not understood: exit 2', async (line, message) => {
  expect(await rollbook(line)).toEqual({ code: 2, stdout: '', stderr: `${message}\n` })
})

test('with --json an error is one document on stdout, and nothing else', async () => {
  const held = new RollbookError('PLAN_HELD', 'Held: 41 % of enrollments would end', 3)
  const { code, stdout, stderr } = await rollbook('plan x --json', throws(held))
  expect([code, stderr]).toEqual([3, ''])
  expect(JSON.parse(stdout)).toEqual({
    error: { code: 'PLAN_HELD', message: 'Held: 41 % of enrollments would end' },
  })
})

test('with --json text stays away from stdout', async () => {
  const chatty = async ({ out }: Call) => {
    out.line('Reading')
    out.table(['a'], [['b']])
    return 0
  }
  expect((await rollbook('plan x --json', chatty)).stdout).toBe('{"ok":true}\n')
})

test('an error after the answer writes no second document', async () => {
  const late = async (call: Call) => {
    await answer(call)
    throw new Error('the disk is full')
  }
  const { stdout, stderr } = await rollbook('plan x --json', late)
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain('the disk is full')
})

test('what is no roster exits with 4', async () => {
  const drop = new UnreadableDrop('NOT_A_ZIP', 'Cannot read drop.zip: it is no ZIP file')
  expect((await rollbook('plan x', throws(drop))).code).toBe(4)
})

test('an unexpected error says how to see where it comes from', async () => {
  const { code, stderr } = await rollbook('district add x', throws(new Error('boom.')))
  expect([code, stderr]).toEqual([
    1,
    'Cannot finish rollbook district add: boom. Run it again with ROLLBOOK_DEBUG=1 to see where\n',
  ])
  expect((await rollbook('plan x', throws(new Error('boom')), { ROLLBOOK_DEBUG: '1' })).stderr).toContain(
    'main.test.ts',
  )
})

test('an interrupt ends the verb with the exit code of its signal', async () => {
  const { code, stderr } = await rollbook(
    'plan x',
    () => new Promise(() => {}),
    {},
    AbortSignal.abort('SIGTERM'),
  )
  expect([code, stderr]).toEqual([
    143,
    'Stopped rollbook plan on SIGTERM: what was not committed is not done\n',
  ])
})

test('ROLLBOOK_TODAY rehearses another day, and must be one', async () => {
  const today = async (call: Call) => (call.out.line(call.today('America/Chicago')), 0)
  expect((await rollbook('plan x', today, { ROLLBOOK_TODAY: '2027-08-14' })).stdout).toBe('2027-08-14\n')
  expect((await rollbook('plan x', today, { ROLLBOOK_TODAY: '2027-02-30' })).code).toBe(2)
})

test('options are read as what they are', async () => {
  const options = async (call: Call) => {
    call.out.result([text(call, 'from'), list(call, 'allow'), whole(call, 'depth')], () => {})
    return 0
  }
  const { stdout } = await rollbook(
    'plan x --json --from drop --allow MASS_REMOVE,RE_KEYED --depth 12',
    options,
  )
  expect(JSON.parse(stdout)).toEqual(['drop', ['MASS_REMOVE', 'RE_KEYED'], 12])
  expect((await rollbook('plan x --depth 1.5', options)).stderr).toBe(
    'Cannot read --depth: "1.5" is not a whole number\n',
  )
})

test('help names every verb, and the exit code tells a question from a slip', async () => {
  const asked = await rollbook('--help')
  expect(asked.stdout).toContain('district add')
  expect([asked.code, (await rollbook('')).code]).toEqual([0, 2])
  expect((await rollbook('plan --help')).stdout).toContain('rollbook plan <district> [--from <zip|dir>]')
})

test('every verb loads, and is named as it is typed', async () => {
  for (const [verb, load] of Object.entries(known)) expect((await load()).command.verb).toBe(verb)
})
