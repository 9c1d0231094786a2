import { afterAll, beforeAll, expect, test } from 'vitest'
import { row, sql } from '../../src/store/sql.ts'
import { zipOfLincoln } from '../events/district.ts'
import { addElmFork, openConsole, settled, type Console } from './console.ts'

let console: Console
beforeAll(async () => {
  console = await openConsole()
  await addElmFork(console.store)
}, 120_000)
afterAll(() => console.close())

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
