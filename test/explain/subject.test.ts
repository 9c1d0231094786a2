import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { command } from '../../src/cli/commands/explain.ts'
import { main } from '../../src/cli/main.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { ask } from './ask.ts'

let lincoln: Lincoln
beforeEach(async () => void (lincoln = await Lincoln.open()))
afterEach(() => lincoln.close())

test('the document has the keys of the contract, and no others', async () => {
  await lincoln.settle()
  const found = await ask(lincoln, 'u-ada-park')
  expect(Object.keys(found)).toEqual(['found', 'subject', 'answer', 'owner', 'checks', 'history', 'source'])
  expect(Object.keys(found.subject)).toEqual(['kind', 'id', 'sourcedId'])
  for (const check of found.checks) expect(Object.keys(check)).toEqual(['check', 'pass', 'detail', 'owner', 'fix'])
  expect(Object.keys(found.history[0] ?? {})).toEqual(['run', 'at', 'op', 'fields'])
  expect(Object.keys(found.source ?? {})).toEqual(['file', 'row', 'record'])
  expect(found.answer).toMatch(/^All is well: user "u-ada-park" is in the roster since run 1, is student at Roosevelt Middle, is in \d classes\.$/)
  expect(found.source?.record).toMatchObject({ sourcedId: 'u-ada-park', givenName: 'Ada' })
  expect(found.source?.record).not.toHaveProperty('phone')
}) // prettier-ignore

test('a person is found by e-mail in any case, then by username', async () => {
  await lincoln.settle()
  expect((await ask(lincoln, 'NWhitfield@lincoln.example')).subject.sourcedId).toBe('u-nora-whitfield')
  expect((await ask(lincoln, 'nwhitfield')).subject.sourcedId).toBe('u-nora-whitfield')
})

test('an address of several people lists them instead of choosing', async () => {
  await lincoln.edit('users', text => text.replace('glindqvist@', 'nwhitfield@'))
  await lincoln.settle()
  const found = await ask(lincoln, 'nwhitfield@lincoln.example')
  expect(found.found).toBe(false)
  expect(found.answer).toMatch(/^2 people have the e-mail .*: "u-grace-lindqvist", "u-nora-whitfield"\. Ask again by sourcedId\.$/)
}) // prettier-ignore

test('an id of several kinds is taken for the person, and says so', async () => {
  await lincoln.edit('users', text => text.replaceAll('u-ada-park', 'c-music'))
  for (const file of ['roles', 'enrollments'])
    await lincoln.edit(file, text => text.replaceAll('u-ada-park', 'c-music'))
  await lincoln.settle()
  const found = await ask(lincoln, 'c-music')
  expect(found.subject.kind).toBe('users')
  expect(found.checks.find(({ check }) => check === 'kind')?.detail).toMatch(/--kind classes/)
  expect((await ask(lincoln, 'c-music', { kind: 'classes' })).subject.kind).toBe('classes')
})

test('an enrollment is found by its id', async () => {
  await lincoln.settle()
  expect((await ask(lincoln, 'e-ada-park-algebra-p3')).subject.kind).toBe('enrollments')
})

test('a person is found by the sourcedId of before a re-key', async () => {
  await lincoln.settle()
  for (const file of ['users', 'roles', 'enrollments'])
    await lincoln.edit(file, text => text.replaceAll('u-grace-lindqvist', 'SIS-4711'))
  await lincoln.settle()
  const found = await ask(lincoln, 'u-grace-lindqvist')
  expect(found.subject.sourcedId).toBe('SIS-4711')
  expect(found.checks[0]?.detail).toBe(
    '"u-grace-lindqvist" became "SIS-4711" when the source rewrote its ids',
  )
})

test('one who left and came back has the whole story', async () => {
  await lincoln.settle()
  await lincoln.drop('users', 'u-oliver-brandt')
  await lincoln.settle()
  const gone = await ask(lincoln, 'u-oliver-brandt')
  expect(gone.answer).toBe('User "u-oliver-brandt" was removed in run 2: not in the source any more.')
  expect(gone.owner).toBe('source')
  await lincoln.add('users', 'u-oliver-brandt,,,true,obrandt,,Oliver,Brandt,,999,,,,,KG,,,,,,s-lincoln-elementary,')
  await lincoln.settle()
  expect((await ask(lincoln, 'u-oliver-brandt')).history.map(({ op }) => op)).toEqual(['create', 'remove', 'restore'])
}) // prettier-ignore

test('a disabled account, a student in no class and a class without a teacher are told', async () => {
  await lincoln.edit('users', text => text.replace('u-ada-park,,,true', 'u-ada-park,,,false'))
  await lincoln.drop('enrollments', 'u-oliver-brandt', 'e-tom-becker-homeroom-kg')
  await lincoln.settle()
  expect((await ask(lincoln, 'u-ada-park')).answer).toMatch(/the account of user "u-ada-park" is disabled/)
  expect((await ask(lincoln, 'u-oliver-brandt')).answer).toMatch(/is a student in no class/)
  expect((await ask(lincoln, 'c-homeroom-kg')).answer).toMatch(/has no teacher/)
})

test('a person without a role hears which row of roles was skipped', async () => {
  await lincoln.edit('roles', text => text.replace(/(u-ada-park,primary),student/, '$1,wizard'))
  await lincoln.settle()
  expect((await ask(lincoln, 'u-ada-park')).answer).toMatch(
    /has no role at any school: row \d+ of roles\.csv was skipped/,
  )
})

test('what an undo took out is not called never received', async () => {
  await lincoln.settle()
  const undo = { store: lincoln.store, district: 'lincoln-usd', who: 'grace', undoes: 1, dryRun: false }
  await undoRun({ ...undo, progress: () => {}, today: () => schoolDay })
  expect((await ask(lincoln, 'u-ada-park')).answer).toBe(
    'User "u-ada-park" was taken out when run 1 was undone.',
  )
})

test('a run that failed is told where something was never received', async () => {
  await lincoln.settle()
  await expect(lincoln.sync({ from: join(lincoln.folder, 'nowhere') })).rejects.toThrow()
  expect((await ask(lincoln, 'u-new')).answer).toMatch(
    /was never received; the last drop was read in run 1 on \d{4}-\d\d-\d\d, and run 2 failed\./,
  )
})

test('a drop that brought nothing new is told as the last one read, and so is one that failed', async () => {
  await lincoln.settle()
  const received = async () =>
    (await ask(lincoln, 'u-ada-park')).checks.find(({ check }) => check === 'received')?.detail
  expect(await received()).toBe('user "u-ada-park" came as it is in run 1')
  await lincoln.settle()
  const same = /^user "u-ada-park" is as delivered in run 1, unchanged since; the last drop was read in run 2 on \d{4}-\d\d-\d\d/
  expect(await received()).toMatch(same)
  await lincoln.drop('classes', 'c-music')
  await lincoln.sync({ planOnly: true })
  expect(await received()).toMatch(/unchanged since; the last drop was read in run 3 on \d{4}-\d\d-\d\d$/)
  await expect(lincoln.sync({ from: join(lincoln.folder, 'nowhere') })).rejects.toThrow()
  expect(await received()).toMatch(/was read in run 3 on \d{4}-\d\d-\d\d, and run 4 failed$/)
}) // prettier-ignore

test('when the snapshot is no longer kept the answer stands, without the row', async () => {
  await lincoln.settle()
  await rm(join(lincoln.store.data, 'snapshots'), { recursive: true })
  const found = await ask(lincoln, 'u-ada-park')
  expect(found.source).toBe(null)
  expect(found.owner).toBe(null)
  expect(found.checks.find(({ check }) => check === 'source row')?.detail).toMatch(/no longer kept/)
})

test('people read the sentence first, and each check in words as well as signs', async () => {
  await lincoln.settle()
  const run = async (line: string) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const onStore = { ...command, run: (call: Parameters<typeof command.run>[0]) => command.run({ ...call, store: async () => lincoln.store }) }
    const world = { stdout, stderr, env: { ROLLBOOK_TODAY: schoolDay }, verbs: { explain: async () => ({ command: onStore }) } }
    const code = await main(['explain', 'lincoln-usd', ...line.split(' ')], { ...world, signal: new AbortController().signal })
    return { code, text: String(stdout.read() ?? '') + String(stderr.read() ?? '') }
  }
  const { code, text } = await run('u-ada-park --class c-music')
  expect(code).toBe(0)
  expect(text).toMatch(/^User "u-ada-park" is not in class "c-music": .*\nWho can fix it: Your SIS or provider\. Enroll/)
  expect(text).toMatch(/✓ yes +user in the roster/)
  expect(text).toMatch(/✗ no +enrollment received/)
  expect((await run('u-ada-park --kind lunch')).code).toBe(2)
}) // prettier-ignore
