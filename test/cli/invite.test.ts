import { afterAll, expect, test } from 'vitest'
import { openTerminal } from './rollbook.ts'

const terminal = await openTerminal()
afterAll(() => terminal.close())

test('an invitation prints a link, once; the second one takes its place', async () => {
  await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
  const said = await terminal.run('invite ada@lincoln.example --district lincoln-usd --role owner')
  expect(said).toMatchObject({ code: 0, stderr: '' })
  expect(said.stdout).toMatch(/\n {2}http:\/\/127\.0\.0\.1:7655\/welcome#[\w-]{43}\n/)
  const { document } = await terminal.ask('invite ada@lincoln.example --district lincoln-usd --role owner')
  expect(document.link).toMatch(/^http:\/\/127\.0\.0\.1:7655\/welcome#[\w-]{43}$/)
  expect(said.stdout).not.toContain(document.link)
})

test('the vendor’s own people are invited without a district', async () => {
  const { code, document } = await terminal.ask('invite sam@vendor.example --vendor support --name Sam')
  expect(code).toBe(0)
  expect(document.link).toContain('/welcome#')
})

test.each([
  ['ada@lincoln.example', 'say either --district KEY and --role ROLE, or --vendor'],
  ['ada@lincoln.example --district lincoln-usd --vendor admin', 'say either'],
  ['ada@lincoln.example --district lincoln-usd', '--role is missing. It is one of owner, manager'],
  ['ada@lincoln.example --district lincoln-usd --role boss', '--role is "boss"'],
  ['ada --district lincoln-usd --role owner', 'this is no e-mail address'],
  ['ada@lincoln.example --district nowhere --role owner', 'Cannot find district "nowhere"'],
])('invite %s is refused with a remedy', async (words, sentence) => {
  const said = await terminal.run(`invite ${words}`)
  expect(said).toMatchObject({ code: 2, stdout: '' })
  expect(said.stderr).toContain(sentence)
})
