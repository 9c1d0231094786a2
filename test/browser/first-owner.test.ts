import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startCatcher, type Catcher } from '../../src/notify/catcher.ts'
import { codeOf, password } from '../support/console.ts'
import { root } from '../support/tree.ts'
import { barriers, launchBrowser, watch } from './console.ts'

/** As somebody does it who just installed Rollbook: the program itself, its built-in database, and a receiver of mail. */
const program = [join(root, 'bin/rollbook.js')]
let folder = ''
let catcher: Catcher
let service: ChildProcess
let browser: Browser
let env: NodeJS.ProcessEnv
let said = ''
let base = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollbook first '))
  catcher = await startCatcher({ folder: null, now: () => new Date() })
  env = { PATH: process.env.PATH, ROLLBOOK_DATA: folder, ROLLBOOK_SMTP_URL: catcher.url, ROLLBOOK_MAIL_FROM: 'Rollbook <rollbook@vendor.example>' } // prettier-ignore
  service = spawn(process.execPath, [...program, 'serve', '--port', '0'], { env })
  service.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  browser = await launchBrowser()
  await vi.waitUntil(() => said.includes('/welcome#'), { timeout: 60_000 })
  base = /listens on (http:\S+)/.exec(said)?.[1] ?? ''
}, 90_000)
afterAll(async () => {
  await browser.close()
  const ended = new Promise(resolve => service.once('close', resolve))
  service.kill('SIGTERM')
  await ended
  await catcher.close()
  await rm(folder, { recursive: true, force: true })
})

const linkIn = (text: string) => /http:\S+\/(welcome#[\w-]{43})/.exec(text)?.[1] ?? ''

async function opens(link: string) {
  const context = await browser.newContext({ baseURL: base })
  const page = await context.newPage()
  const troubles = watch(page, base)
  await page.goto(`/${link}`)
  return { page, troubles, context }
}

/** What the page asks of the vendor's people before it shows anything else; resolves to the recovery codes. */
async function setsFactorUp(page: Page) {
  await page.getByRole('heading', { level: 1, name: 'Set up a second factor first' }).waitFor()
  await page.getByRole('button', { name: 'Set up a second factor' }).click()
  const key = (await page.getByText(/^[A-Z2-7 ]{20,}$/).textContent()) ?? ''
  await page.getByRole('textbox', { name: 'Code that the app shows' }).fill(await codeOf(key.replaceAll(' ', ''), new Date()))
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const kept = page.getByRole('button', { name: 'I have kept them' })
  await kept.waitFor()
  const codes = await page.getByRole('listitem').allTextContents()
  await kept.click()
  return codes
} // prettier-ignore

test('the first owner comes in, adds a district, and its owner sets rostering up', async () => {
  const owner = await opens(linkIn(said))
  const { page } = owner
  await page.getByRole('textbox', { name: 'Work email' }).fill('kim.owner@vendor.example')
  await page.getByRole('textbox', { name: 'Your name' }).fill('Kim Owner')
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
  expect(await setsFactorUp(page)).toHaveLength(10)
  await page.getByRole('heading', { level: 1, name: 'Fleet' }).waitFor()
  await page.getByRole('button', { name: 'Add a district' }).click()
  await page.getByRole('textbox', { name: 'Name of the district' }).fill('Lincoln USD')
  await page.getByRole('textbox', { name: 'Name of the owner' }).fill('Ada Park')
  await page.getByRole('textbox', { name: 'E-mail of the owner' }).fill('ada.park@lincoln.example')
  await page.getByRole('button', { name: 'Add and invite' }).click()
  await page.getByRole('row').filter({ hasText: 'Lincoln USD' }).getByText('Not set up yet').waitFor()
  expect(owner.troubles).toEqual([])
  await owner.context.close()

  await expect.poll(() => catcher.mails().length, { timeout: 15_000 }).toBe(1)
  const [mail] = catcher.mails()
  expect(mail?.to).toEqual(['ada.park@lincoln.example'])
  const ada = await opens(linkIn(mail?.text ?? ''))
  await ada.page.getByText('ada.park@lincoln.example').waitFor()
  await ada.page.getByLabel('New password').fill(password)
  await ada.page.getByRole('button', { name: 'Set password and sign in' }).click()
  await ada.page.waitForURL(/\/d\/lincoln-usd\/settings\/rostering/)
  await ada.page.getByText('Not set up yet').first().waitFor()
  expect(ada.troubles).toEqual([])
  await ada.context.close()
}, 60_000)

test('somebody is invited from the terminal while the service runs', async () => {
  const invited = await promisify(execFile)(process.execPath, [...program, 'invite', 'sam@vendor.example', '--vendor', 'support'], { env })
  const { page, context } = await opens(linkIn(invited.stdout))
  await page.getByText('You are invited to look after every district.').waitFor()
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Set up a second factor first' }).waitFor()
  await page.goto('/d/lincoln-usd/settings/activity')
  await page.getByRole('heading', { level: 1, name: 'Set up a second factor first' }).waitFor()
  await setsFactorUp(page)
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
  await context.close()
}, 60_000) // prettier-ignore
