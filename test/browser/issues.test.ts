import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsole, settled, type Console } from './console.ts'

let console: Console
beforeAll(async () => void (console = await openConsole()), 120_000)
afterAll(() => console.close())

const rostering = '/d/harbor-point/settings/rostering'

test('an owner opens a rule, looks at a record, gives the rule to somebody and mutes it, by keyboard', async () => {
  const { page, context, troubles } = await console.open('owner of Harbor Point')
  await page.goto(`${rostering}/issues`)
  await settled(page)
  const row = page.getByRole('row').filter({ hasText: 'Class without a teacher' })
  const before = await row.getByRole('cell').nth(1).textContent()
  await row.getByRole('link', { name: 'Class without a teacher' }).press('Enter')
  await page.getByRole('heading', { level: 2, name: 'Class without a teacher' }).waitFor()
  await expect.poll(() => page.getByRole('table').getByRole('rowheader').count()).toBe(Number(before))
  await page.getByRole('link', { name: 'All rules' }).press('Enter')
  await row.getByRole('button', { name: 'Assign or mute' }).press('Enter')
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('combobox', { name: 'Given to' }).selectOption({ label: 'Tom Becker' })
  await dialog.getByLabel('Mute until').fill('2099-01-31')
  await dialog.getByRole('textbox', { name: 'Why' }).fill('The schedule is not done yet.')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  await row.getByText('Muted until').waitFor()
  expect(await row.getByText('Tom Becker').count()).toBe(1)
  await page.goto(rostering)
  await settled(page)
  expect(await page.getByRole('link', { name: 'Class without a teacher' }).count()).toBe(0)
  expect(troubles).toEqual([])
  await context.close()
})

test('the file holds as many rows as the page counts, muted ones too', async () => {
  const { page, context } = await console.open('owner of Harbor Point')
  await page.goto(`${rostering}/issues`)
  await settled(page)
  const caption = await page
    .getByRole('table')
    .getByText(/open issues? in/)
    .textContent()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const saved = await readFile(await (await saving).path(), 'utf8')
  const rows = saved.trimEnd().split('\r\n').length - 1
  expect(caption).toContain(`${rows} open issues`)
  await context.close()
})
