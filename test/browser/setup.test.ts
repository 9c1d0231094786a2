import { afterAll, beforeAll, expect, test } from 'vitest'
import { row, sql } from '../../src/store/sql.ts'
import { zipOfLincoln } from '../events/district.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/serve.ts'
import { saveProvider } from '../../src/store/providers.ts'
import { keepSecret, vendorScope } from '../../src/store/secrets.ts'
import { mailed } from '../support/mailed.ts'
import { addBareDistrict, addElmFork, openConsole, settled, type Console } from './console.ts'

let console: Console
let sandbox: Sandbox
beforeAll(async () => {
  console = await openConsole()
  await addElmFork(console.store)
  await addBareDistrict(console.store, 'willow-bend', 'Willow Bend')
  await addBareDistrict(console.store, 'sandstone', 'Sandstone')
  const plans = ['willow-bend', 'sandstone'].map((key, seed) => ({
    key,
    schools: 1,
    students: 30,
    seed: `${seed}`,
  }))
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: plans })
}, 120_000)
afterAll(async () => {
  await console.close()
  await sandbox.close()
})

const rostering = '/d/elm-fork/settings/rostering'
const mouse = 'application/octet-stream'

async function usersOf(key: string): Promise<number> {
  const found = await row<{ count: number }>(
    console.store.pool,
    sql`select count(*)::int as count from users u join districts d on d.district_id = u.district_id where d.key = ${key}`,
  )
  return found?.count ?? -1
}

test('a system that is not listed becomes a request, whose answer stands beside it', async () => {
  const { page, context, troubles } = await console.open('owner of Elm Fork')
  await page.goto(rostering)
  await page.getByRole('link', { name: 'Start setup' }).click()
  await page.getByRole('searchbox', { name: 'Find your system' }).fill('no such thing')
  await page.getByRole('radio', { name: /My system isn’t listed/ }).check()
  await page.getByRole('textbox', { name: 'Name of your system' }).fill('Chalkboard SIS')
  await page.getByRole('button', { name: /Continue to/ }).click()
  await page.getByRole('textbox', { name: 'What should we know?' }).fill('Version 7, run by the county.')
  await page.getByRole('button', { name: 'Ask Tallgrass' }).click()
  await page.getByText('Tallgrass has your request').waitFor()
  await page.getByRole('rowheader', { name: 'Chalkboard SIS: Version 7, run by the county.' }).waitFor()
  expect(troubles).toEqual([])
  await context.close()
})

test('files are uploaded, tested, mapped, previewed, and rostering goes live with exactly that', async () => {
  const { page, context, troubles } = await console.open('owner of Elm Fork')
  await page.goto(`${rostering}/setup?step=choose`)
  await page.getByRole('radio', { name: /^OneRoster files/ }).check()
  await page.getByRole('button', { name: /Continue to: Prepare/ }).click()
  await page.getByRole('button', { name: /Continue to: Connect/ }).click()
  const file = page.getByLabel('Zip of OneRoster files')
  await file.setInputFiles({ name: 'roster.pdf', mimeType: mouse, buffer: Buffer.from('%PDF-1.7\n') })
  await page.getByRole('button', { name: 'Upload and test' }).click()
  await page.getByRole('alert').getByText('roster.pdf').waitFor()
  await file.setInputFiles({ name: 'roster.zip', mimeType: mouse, buffer: Buffer.from(await zipOfLincoln()) })
  await page.getByRole('button', { name: 'Upload and test' }).click()
  await page.getByText('of 10 checks passed').waitFor()
  await page.reload()
  await page.getByRole('rowheader', { name: 'Enrollments' }).waitFor()
  expect(await page.getByText('Five sample people').count()).toBe(1)
  await page.getByRole('button', { name: /Continue to: Match/ }).click()
  await page.getByRole('checkbox', { name: 'Lincoln High' }).waitFor()
  await page.getByRole('button', { name: /Continue to: Preview/ }).click()
  await page.getByRole('button', { name: 'Make the preview' }).click()
  await page.getByRole('rowheader', { name: 'People' }).waitFor({ timeout: 20_000 })
  expect(await usersOf('elm-fork')).toBe(0)
  await page.getByRole('button', { name: /Go live \(/ }).click()
  await page.getByText('Rostering is set up.').waitFor()
  await page.getByRole('link', { name: 'Go to Rostering' }).click()
  await page.getByRole('region', { name: 'Up to date' }).waitFor({ timeout: 20_000 })
  // As many as there are rows in the hand-made users.csv.
  expect(await usersOf('elm-fork')).toBe(44)
  expect(troubles.filter(trouble => !trouble.includes('status of 422'))).toEqual([])
  await context.close()
}, 90_000)

test('the next files are uploaded where the source stands, and synced with', async () => {
  const { page, context } = await console.open('owner of Elm Fork')
  await page.goto(rostering)
  await settled(page)
  await page.getByText('Upload new files').first().click()
  const buffer = Buffer.from(await zipOfLincoln())
  await page
    .getByLabel('Zip of OneRoster files')
    .setInputFiles({ name: 'tuesday.zip', mimeType: mouse, buffer })
  await page.getByRole('button', { name: 'Upload new files' }).click()
  await page.getByText('tuesday.zip is here').first().waitFor()
  await context.close()
})

test('somebody by a link connects a OneRoster server, by keyboard, and the district goes live with it', async () => {
  const owner = await console.open('owner of Willow Bend')
  await owner.page.goto('/d/willow-bend/settings/rostering/setup?step=choose')
  await owner.page.getByRole('radio', { name: /^Aeries/ }).check()
  await owner.page.getByRole('button', { name: /Continue to: Prepare/ }).click()
  await owner.page.getByRole('button', { name: /Continue to: Connect/ }).click()
  await owner.page.getByRole('button', { name: 'Send this step to a colleague' }).click()
  await owner.page.getByRole('textbox', { name: 'E-mail' }).fill('it@willow-bend.example')
  await owner.page.getByRole('button', { name: 'Send the link' }).click()
  await owner.page.getByRole('rowheader', { name: 'it@willow-bend.example' }).waitFor()

  const guest = await console.open(null)
  await guest.page.goto(`/setup-link#${await mailed(console.store, 'setup_link')}`)
  await guest.page.getByRole('button', { name: 'Mail me the code' }).click()
  await guest.page.getByRole('textbox', { name: 'Code of six digits' }).waitFor()
  await guest.page.keyboard.type(await mailed(console.store, 'setup_code'))
  await guest.page.keyboard.press('Enter')
  const base = guest.page.getByRole('textbox', { name: 'Base URL' })
  const server = sandbox.description.districts[0]?.oneroster11
  await base.focus()
  await guest.page.keyboard.type(`${server?.url ?? ''}/users`)
  await guest.page.keyboard.press('Tab')
  await guest.page.getByText('Leave out the last part').waitFor()
  await base.fill(server?.url ?? '')
  await guest.page.getByRole('textbox', { name: 'Token URL', exact: true }).fill(server?.tokenUrl ?? '')
  await guest.page.getByRole('textbox', { name: 'Client ID' }).fill(server?.clientId ?? '')
  await guest.page.getByLabel('Client secret').focus()
  await guest.page.keyboard.type(server?.clientSecret ?? '')
  await guest.page.keyboard.press('Enter')
  await guest.page.getByText('12 of 12 checks passed').waitFor()
  expect(await guest.page.getByRole('navigation', { name: 'Settings' }).count()).toBe(0)

  await owner.page.goto('/d/willow-bend/settings/rostering/setup')
  await owner.page.getByRole('button', { name: /Continue to: Match/ }).click()
  await owner.page.getByRole('button', { name: /Continue to: Preview/ }).click()
  await owner.page.getByRole('button', { name: 'Make the preview' }).click()
  await owner.page.getByRole('button', { name: /Go live \(/ }).click({ timeout: 20_000 })
  await owner.page.getByText('Rostering is set up.').waitFor()
  await guest.page.reload()
  await guest.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(owner.troubles).toEqual([])
  await owner.context.close()
  await guest.context.close()
}, 90_000)

test('a district is found at ClassLink once it shares, and its preview brings everybody', async () => {
  const { proxy, partnerKey } = sandbox.description.classlink
  const now = new Date()
  await saveProvider(console.store.pool, 'classlink', { proxy }, 'test', now)
  await keepSecret(
    console.store,
    { districtId: vendorScope, name: 'partnerKey', value: partnerKey, who: 'test' },
    now,
  )
  const { page, context, troubles } = await console.open('owner of Sandstone')
  await page.goto('/d/sandstone/settings/rostering/setup?step=choose')
  await page.getByRole('radio', { name: /^ClassLink/ }).check()
  await page.getByRole('button', { name: /Continue to: Prepare/ }).click()
  await page.getByRole('button', { name: /Continue to: Connect/ }).click()
  const tenant = page.getByRole('textbox', { name: /^Tenant ID/ })
  await tenant.fill('31415926')
  await page.getByRole('button', { name: 'Find and test' }).click()
  await page.getByText('We do not see “31415926” yet').waitFor()
  await tenant.fill(String(sandbox.description.districts[1]?.classlink.tenantId))
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('12 of 12 checks passed').waitFor()
  await page.getByRole('button', { name: /Continue to: Match/ }).click()
  await page.getByRole('button', { name: /Continue to: Preview/ }).click()
  await page.getByRole('button', { name: 'Make the preview' }).click()
  await page.getByRole('rowheader', { name: 'People' }).waitFor({ timeout: 20_000 })
  expect(troubles).toEqual([])
  await context.close()
}, 60_000)

test('a district is found at Clever once it shares, and stands among those that do', async () => {
  const { api, login, clientId, clientSecret } = sandbox.description.clever
  const now = new Date()
  await saveProvider(console.store.pool, 'clever', { api, login, clientId }, 'test', now)
  await keepSecret(
    console.store,
    { districtId: vendorScope, name: 'cleverSecret', value: clientSecret, who: 'test' },
    now,
  )
  const owner = await console.open('owner of Sandstone')
  await owner.page.goto('/d/sandstone/settings/rostering/setup?step=choose')
  await owner.page.getByRole('radio', { name: /^Clever/ }).check()
  await owner.page.getByRole('button', { name: /Continue to: Prepare/ }).click()
  await owner.page.getByRole('button', { name: /Continue to: Connect/ }).click()
  const named = owner.page.getByRole('textbox', { name: /^Name of your district/ })
  await named.fill('Nowhere')
  await owner.page.getByRole('button', { name: 'Find and test' }).click()
  await owner.page.getByText('We do not see “Nowhere” yet').waitFor()
  const { clever } = sandbox.description.districts[1] ?? { clever: null }
  await named.fill(clever?.districtId ?? '')
  await owner.page.getByRole('button', { name: 'Look again' }).click()
  await owner.page.getByText('12 of 12 checks passed').waitFor()

  const support = await console.open('the vendor’s support')
  await support.page.goto('/fleet/clever')
  await support.page.getByRole('link', { name: 'Sandstone' }).waitFor()
  expect([owner.troubles, support.troubles]).toEqual([[], []])
  await owner.context.close()
  await support.context.close()
}, 60_000)

test('an identity provider is added with a secret that no page shows again, switched off, and removed', async () => {
  const { page, context, troubles } = await console.open('owner of Sandstone')
  await page.goto('/d/sandstone/settings/single-sign-on')
  await page.getByRole('button', { name: 'Add an identity provider' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Sandstone sign-in')
  await page.getByRole('textbox', { name: 'Issuer' }).fill('https://login.sandstone.example')
  await page.getByRole('textbox', { name: 'Client ID' }).fill('rollbook')
  await page.getByLabel('Client secret').fill('canary-of-a-secret')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Register this redirect address').waitFor()
  await page.getByRole('button', { name: 'Close' }).first().click()
  await page.getByRole('button', { name: 'Change Sandstone sign-in' }).click()
  await page.getByRole('checkbox', { name: 'People may sign in by it' }).uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .getByRole('row', { name: /Sandstone sign-in/ })
    .getByText('Off')
    .waitFor()
  expect(await page.content()).not.toContain('canary-of-a-secret')
  await page.getByRole('button', { name: 'Remove Sandstone sign-in' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('ClassLink and Clever need none').waitFor()
  expect(troubles).toEqual([])
  await context.close()
}, 60_000)
