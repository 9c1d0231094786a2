import { afterAll, beforeAll, expect, test } from 'vitest'
import { row, sql } from '../../src/store/sql.ts'
import { read } from '../support/tree.ts'
import { openConsole, settled, type Console } from './console.ts'

let console: Console
beforeAll(async () => void (console = await openConsole()), 120_000)
afterAll(() => console.close())

test('what a district asks reaches the vendor, and the answer reaches the district by page and mail', async () => {
  const asker = await console.open('owner of Harbor Point')
  await asker.page.goto('/help/another-system')
  await settled(asker.page)
  await asker.page.getByRole('textbox', { name: /message|question|help/i }).first().fill('Can you read Chalkboard?')
  await asker.page.getByRole('form', { name: 'Get in touch' }).getByRole('button').click()
  await asker.page.getByRole('status').filter({ hasText: 'Tallgrass' }).waitFor()
  const { page, context, troubles } = await console.open('the vendor’s support')
  await page.goto('/fleet/requests')
  await page.getByRole('navigation').getByRole('link', { name: 'Requests 1' }).waitFor()
  const request = page.getByRole('region', { name: 'Question: Harbor Point' })
  await request.getByText('Can you read Chalkboard?').waitFor()
  await request.getByRole('button', { name: 'Answer', exact: true }).click()
  await request.getByRole('textbox', { name: 'Answer' }).fill('Yes, by its OneRoster export.')
  await request.getByRole('button', { name: 'Send and close' }).click()
  await request.waitFor({ state: 'detached' })
  const queued = await row<{ count: number }>(console.store.pool, sql`select count(*)::int as count from outbox where letter->>'template' = 'answered'`)
  expect(queued?.count).toBe(1)
  await asker.page.reload()
  await asker.page.getByRole('row').filter({ hasText: 'Can you read Chalkboard?' }).getByText('Yes, by its OneRoster export.').waitFor()
  expect(troubles).toEqual([])
  await context.close()
  await asker.context.close()
}) // prettier-ignore

test('support looks at every page of a district without changing it, and the district sees that they did', async () => {
  const { page, context, troubles } = await console.open('the vendor’s support')
  await page.goto('/fleet/holds')
  const held = page.getByRole('row').filter({ hasText: 'Cedar Valley' })
  await held.getByText(/Many removed at one school/).waitFor()
  await held.getByRole('button', { name: 'Remind Cedar Valley' }).click()
  await held.getByText('a reminder').first().waitFor()
  const hold = await held.getByRole('link', { name: 'Cedar Valley' }).getAttribute('href')
  const run = '/d/cedar-valley/settings/rostering/jobs/6'
  const theirs = [...read('web/src/pages.ts').text.matchAll(/\{ path: '\/d\/\$district([^'$]*)'/g)].map(([, rest = '']) => `/d/cedar-valley${rest}`)
  expect(theirs.length).toBeGreaterThan(9)
  for (const path of [...theirs, hold ?? '', run]) {
    await page.goto(path)
    await settled(page)
    await page.getByText('You are in Cedar Valley as support of Tallgrass').waitFor()
    const open = page.getByRole('main').getByRole('button', { disabled: false, name: /^(Sync|Preview|Pause|Approve|Discard|Roll back|Save|Invite|Make|Remove|Download CSV|Export)/ })
    expect([path, await open.allTextContents()]).toEqual([path, []])
  }
  expect(troubles).toEqual([])
  await context.close()
  const owner = await console.open('owner of Cedar Valley')
  await owner.page.goto('/d/cedar-valley/settings/activity?category=support')
  await owner.page.getByRole('row').filter({ hasText: 'Tallgrass' }).first().waitFor()
  await owner.context.close()
}, 60_000) // prettier-ignore

test('an administrator of the vendor adds a district, which then stands in the fleet as not set up', async () => {
  const { page, context, troubles } = await console.open('the vendor’s admin')
  await page.goto('/fleet')
  await page.getByRole('button', { name: 'Add a district' }).click()
  await page.getByRole('textbox', { name: 'Name of the district' }).fill('Élm Fork ISD')
  await page.getByRole('textbox', { name: 'Name of the owner' }).fill('Ana Ruiz')
  expect(await page.getByRole('textbox', { name: 'Key' }).inputValue()).toBe('elm-fork-isd')
  await page.getByRole('textbox', { name: 'E-mail of the owner' }).fill('ana.ruiz@elm-fork.example')
  await page.getByRole('button', { name: 'Add and invite' }).click()
  const added = page.getByRole('row').filter({ hasText: 'Élm Fork ISD' })
  await added.getByText('Not set up yet').waitFor()
  await page.getByRole('combobox', { name: 'State' }).selectOption('on_hold')
  await expect.poll(() => page.getByRole('rowheader').allTextContents()).toEqual(['Cedar Valley'])
  expect(troubles).toEqual([])
  await context.close()
})
