import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsole, settled, type Console } from './console.ts'

let console: Console
beforeAll(async () => void (console = await openConsole()), 120_000)
afterAll(() => console.close())

const settings = '/d/harbor-point/settings/rostering/settings'

test('the schedule becomes weekly on a day, and the next three syncs say so', async () => {
  const { page, context, troubles } = await console.open('owner of Harbor Point')
  await page.goto(settings)
  await settled(page)
  await page.getByRole('radio', { name: 'Weekly' }).check()
  await page.getByRole('checkbox', { name: 'Monday' }).check()
  for (const day of ['Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
    await page.getByRole('checkbox', { name: day }).uncheck()
  await page.getByLabel('Time of day').fill('04:15')
  await page.getByRole('button', { name: 'Save schedule' }).click()
  await page.getByText('Saved.').first().waitFor()
  const next = page.getByRole('table', { name: /next three/i }).getByRole('rowheader')
  await expect.poll(() => next.allTextContents()).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^Mon, .*4:15 AM/))) // prettier-ignore
  expect(troubles).toEqual([])
  await context.close()
})

test('leaving with something typed asks first, stays where it was, and leaves when told to', async () => {
  const { page, context } = await console.open('owner of Harbor Point')
  await page.goto(settings)
  await settled(page)
  await page.getByLabel('Time of day').fill('05:45')
  const away = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Activity' })
  await away.click()
  const dialog = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await dialog.getByRole('button', { name: 'Stay here' }).press('Enter')
  expect(await page.getByLabel('Time of day').inputValue()).toBe('05:45')
  await away.click()
  await dialog.getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
  await context.close()
})

test('a pause holds at once and is over at once, and the headline says both', async () => {
  const { page, context } = await console.open('owner of Harbor Point')
  await page.goto(settings)
  await settled(page)
  await page.getByRole('button', { name: 'Pause until I resume' }).press('Enter')
  await page.getByRole('button', { name: 'Resume now' }).waitFor()
  await page.getByRole('navigation', { name: 'Rostering' }).getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('region', { name: /^Paused/ }).waitFor()
  await page.goto(settings)
  await page.getByRole('button', { name: 'Resume now' }).press('Enter')
  await page.getByRole('button', { name: 'Pause until I resume' }).waitFor()
  await context.close()
})

test('one school less is seen before it is saved: whom it removes, and that it waits for a plan', async () => {
  const { page, context } = await console.open('owner of Harbor Point')
  await page.goto(settings)
  await settled(page)
  const scope = page.getByRole('region', { name: 'Who is rostered' })
  await scope.getByRole('checkbox').first().uncheck()
  await scope.getByRole('button', { name: 'See whom this adds and removes' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('table').waitFor()
  expect(await dialog.getByRole('rowheader').count()).toBeGreaterThan(0)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await context.close()
})

test('what somebody hears of is a tick that holds at once', async () => {
  const { page, context } = await console.open('owner of Harbor Point')
  await page.goto(settings)
  await settled(page)
  const tick = page.getByRole('checkbox', { name: 'Weekly summary, Maria Alvarez' })
  const before = await tick.isChecked()
  await tick.press('Space')
  await expect.poll(() => tick.isChecked()).toBe(!before)
  await page.reload()
  await expect.poll(() => tick.isChecked()).toBe(!before)
  await context.close()
})

test('the district gets another name, which stands at the top at once', async () => {
  const { page, context } = await console.open('owner of Golden Plains')
  await page.goto('/d/golden-plains/settings/general')
  await page.getByRole('textbox', { name: 'Name of the district' }).fill('Golden Plains Unified')
  await page.getByRole('button', { name: 'Save name and zone' }).click()
  await page.getByRole('banner').getByText('Golden Plains Unified').waitFor()
  await context.close()
})
