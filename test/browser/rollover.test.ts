import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsole, settled, type Console } from './console.ts'

let console: Console
beforeAll(async () => void (console = await openConsole()), 120_000)
afterAll(() => console.close())

test('an owner finds the planner under Settings, adds the summer pause and ticks a step, by keyboard', async () => {
  const { page, context, troubles } = await console.open('owner of Harbor Point')
  await page.goto('/d/harbor-point/settings/rostering/settings')
  await settled(page)
  await page.getByRole('main').getByRole('link', { name: /school year/i }).first().press('Enter')
  await page.getByRole('heading', { level: 1, name: 'New school year' }).waitFor()
  await page.getByRole('region', { name: 'Not started' }).waitFor()
  await page.getByRole('button', { name: 'Add this pause' }).press('Enter')
  await page.getByRole('row').filter({ hasText: 'A summer pause is planned' }).getByText('Done').waitFor()
  const told = page.getByRole('row').filter({ hasText: 'Teachers know when classes change' })
  await told.getByRole('button', { name: /Mark as done/ }).press('Enter')
  await told.getByText('Maria Alvarez').waitFor()
  await page.getByRole('region', { name: 'On track' }).waitFor()
  expect(troubles).toEqual([])
  await context.close()
}) // prettier-ignore

test('a district that moved into the new year sees every grade go, and that it is done', async () => {
  const { page, context } = await console.open('owner of Golden Plains')
  await page.goto('/d/golden-plains/settings/rostering/rollover')
  await page.getByRole('region', { name: 'Completed' }).waitFor()
  await page.getByRole('link', { name: 'See sync job 7' }).click()
  await page.getByRole('heading', { level: 1, name: 'Run 7' }).waitFor()
  await context.close()
})
