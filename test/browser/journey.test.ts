import { readFile } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { demoPassword } from '../../src/cli/demo/people.ts'
import { openProviders, type DemoProviders } from '../../src/cli/demo/providers.ts'
import { main } from '../../src/cli/main.ts'
import { verbs } from '../../src/cli/verbs.ts'
import { databaseUrl } from '../support/database.ts'
import { openConsole, settled, type Console } from './console.ts'

let console: Console
let providers: DemoProviders
beforeAll(async () => {
  console = await openConsole()
  providers = await openProviders(console.store, new Date())
  providers.register(console.base)
}, 120_000)
afterAll(async () => {
  await providers.sandbox.close()
  await console.close()
})

test('an owner signs in, goes from the initial to a sync job, and saves the export the command line writes', async () => {
  const { page, troubles, context } = await console.open(null)
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: 'Work email' }).fill('maria.alvarez@harbor-point.example')
  await page.getByRole('textbox', { name: 'Password' }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Maria Alvarez, account menu' }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('region', { name: 'Integrations' }).getByRole('link', { name: 'Rostering' }).click()
  await page.getByRole('navigation', { name: 'Rostering' }).getByRole('link', { name: 'Sync jobs' }).click()
  await page.getByRole('heading', { name: 'Next sync' }).waitFor()
  await page.goto('/d/harbor-point/settings/rostering/jobs/2')
  await settled(page)
  await page.getByRole('button', { name: 'Export' }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Students' }).click()
  const saved = await readFile(await (await saving).path(), 'utf8')
  expect(saved).toBe(await commandLine('export harbor-point --run 2 --kind students'))
  expect(saved.split('\n').length).toBeGreaterThan(2)
  expect(troubles.filter(trouble => !trouble.includes('status of 401'))).toEqual([])
  await context.close()
}) // prettier-ignore

test('whoever has the link of a page signs in and is on that page', async () => {
  const { page, context } = await console.open(null)
  await page.goto('/d/cedar-valley/settings/team')
  await page.getByRole('textbox', { name: 'Work email' }).fill('grace.foster@cedar-valley.example')
  await page.getByRole('textbox', { name: 'Password' }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Team' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/d/cedar-valley/settings/team')
  await context.close()
})

test('a hold is said first, and its button leads to the plan that waits', async () => {
  const { page, troubles, context } = await console.open('owner of Cedar Valley')
  await page.goto('/d/cedar-valley/settings/rostering')
  await page.getByRole('region', { name: 'On hold' }).getByRole('link', { name: 'Review hold' }).click()
  await page.waitForURL(/\/hold\/[0-9a-f]+/)
  await settled(page)
  expect(troubles).toEqual([])
  await context.close()
})

test('somebody of another district sees nothing of this one at its address', async () => {
  const { page, context } = await console.open('owner of Harbor Point')
  await page.goto('/d/cedar-valley/settings/rostering')
  await settled(page)
  expect(await page.getByText('Cedar Valley').count()).toBe(0)
  await context.close()
})

test('from Clever’s portal a teacher and then a student land on their classes, in place of whoever sat there', async () => {
  const { page, context } = await console.open('owner of Harbor Point')
  const { clever } = providers.sandbox.description
  const launch = async (role: string) => {
    await page.goto(`${clever.portal}/logout`)
    await page.goto(clever.portal)
    await page.locator(`h2:has-text("Redwood Coast") ~ h3:text-is("${role}") + ul a`).first().click()
    const name = (await page.getByText(/^Signed in as/).innerText()).replace('Signed in as ', '')
    await page.getByRole('link', { name: 'Open the app' }).click()
    await page.waitForURL(url => url.origin === console.base && !url.pathname.startsWith('/sso/'))
    await settled(page)
    return name
  }
  const teacher = await launch('Teachers')
  await page.getByRole('button', { name: `${teacher}, account menu` }).waitFor()
  const student = await launch('Students')
  await page.getByText(student).first().waitFor()
  expect(await page.getByText(teacher).count()).toBe(0)
  // The next one at this computer is asked who they are, although Clever remembers the student.
  await page.getByRole('button', { name: 'Not you? Switch' }).click()
  await page.getByRole('link', { name: 'Sign in with Clever' }).click()
  await page.getByRole('heading', { level: 1, name: 'Log in with Clever' }).waitFor()
  await context.close()
})

async function commandLine(line: string): Promise<string> {
  const { rows } = await console.store.pool.query<{ name: string }>('select current_database() as name')
  const env = {
    DATABASE_URL: databaseUrl(inject('server').url, rows[0]?.name ?? ''),
    ROLLBOOK_DATA: console.store.data,
  }
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const said = text(stdout)
  const { signal } = new AbortController()
  await main(line.split(' '), { stdout, stderr, env, verbs, signal })
  stdout.end()
  return await said
}
