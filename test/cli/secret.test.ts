import { afterAll, afterEach, expect, test } from 'vitest'
import { openTerminal } from './rollbook.ts'

const terminal = await openTerminal()
await terminal.run('district add lincoln-usd --name Lincoln --zone America/Chicago')
afterAll(() => terminal.close())

const given = process.env
afterEach(() => {
  process.env = given
})

test('a secret goes in by the environment, and comes out as a fingerprint', async () => {
  process.env = { ...given, ROLLBOOK_SECRET: 'otter-canary' }
  const said = await terminal.run('secret lincoln-usd clientSecret')
  expect(said).toMatchObject({ code: 0, stderr: '' })
  expect(said.stdout).toMatch(/clientSecret +1 +[0-9a-f]{8} .* active/)
  process.env = { ...given, ROLLBOOK_SECRET: 'second-canary' }
  const { document } = await terminal.ask('secret lincoln-usd clientSecret')
  expect(document).toMatchObject({ secrets: [{ version: 2, retiredAt: null }, { version: 1, retiredAt: null }] })
  expect(said.stdout + JSON.stringify(document)).not.toContain('canary')
}) // prettier-ignore

test('the master key is changed, and a version is retired, in one line each', async () => {
  const { code, document } = await terminal.ask('rotate-key')
  expect([code, document.keys, document.shut]).toEqual([0, 1, 0])
  const said = await terminal.run('secret lincoln-usd clientSecret --retire --version 1')
  expect(said.stdout).toMatch(/clientSecret +1 +[0-9a-f]{8} .* ended/)
})

test('what is agreed with ClassLink is kept with its secrets as fingerprints', async () => {
  process.env = { ...given, ROLLBOOK_PARTNER_KEY: 'partner-canary', ROLLBOOK_SSO_SECRET: 'sso-canary' }
  await terminal.run('provider classlink --client-id c-1 --proxy https://proxy.example/')
  const { document } = await terminal.ask('provider classlink --api https://api.example')
  expect(document).toMatchObject({
    settings: { clientId: 'c-1', proxy: 'https://proxy.example', api: 'https://api.example' },
    secrets: [
      { name: 'partnerKey', version: 1 },
      { name: 'ssoSecret', version: 1 },
    ],
  })
  expect(JSON.stringify(document)).not.toContain('canary')
})

test.each([
  ['secret lincoln-usd clientsecret', 'It is one of clientSecret, bearer, partnerKey'],
  ['secret lincoln-usd clientSecret', 'Set ROLLBOOK_SECRET for this command'],
  ['secret lincoln-usd bearer --retire', 'none of it is active'],
  ['provider classlink --proxy proxy.example', '--proxy: "proxy.example" is no address'],
  ['provider classlink --sso-secret', 'Set ROLLBOOK_SSO_SECRET for this command'],
])('%s is refused with a remedy', async (line, sentence) => {
  const said = await terminal.run(line)
  expect(said).toMatchObject({ code: 2, stdout: '' })
  expect(said.stderr).toContain(sentence)
})
