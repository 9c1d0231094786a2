import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { seedDemo } from '../../src/cli/demo/seed.ts'
import { buildServer } from '../../src/http/server.ts'
import { demoPeople } from '../../src/login/demo.ts'
import type { Store } from '../../src/store/open.ts'
import { startWork } from '../../src/desk/start.ts'
import { addDistrict } from '../../src/store/districts.ts'
import { joins } from '../support/console.ts'
import { freshStore } from '../support/database.ts'

/** The served demo on a free port, and a Chromium that npm brought. */
export type Console = {
  readonly store: Store
  readonly base: string
  /** A window of its own for somebody of the demo, by what the sign-in page says of them; null is signed out. */
  open(who: string | null, options?: Parameters<Browser['newContext']>[0]): Promise<Window>
  close(): Promise<void>
}
export type Window = {
  readonly page: Page
  readonly context: BrowserContext
  /** What no page may have: errors in its console, requests that leave this machine, breaches of its policy. */
  readonly troubles: string[]
}

export async function openConsole(): Promise<Console> {
  const store = { ...(await freshStore()), loopback: true }
  await seedDemo(store, new Date())
  const now = () => new Date()
  const work = await startWork({ store, now, log: () => {}, concurrency: 1, schedule: false })
  const { desk, live } = work
  const office = {
    store,
    desk,
    live,
    now,
    vendor: { name: 'Tallgrass' },
    base: 'http://127.0.0.1',
    demo: true,
  }
  const app = await buildServer(office, () => {})
  await app.listen({ host: '127.0.0.1', port: 0 })
  const base = app.listeningOrigin
  // Providers lead people back to it, so it must have the port.
  office.base = base
  const browser = await launchBrowser()
  const open: Console['open'] = async (who, options = {}) => {
    const context = await browser.newContext({ baseURL: base, ...options })
    if (who !== null) await signIn(context, store, base, who)
    const page = await context.newPage()
    return { page, context, troubles: watch(page, base) }
  }
  const close = async () => {
    await browser.close()
    await app.close()
    await work.close(0)
    await store.close()
  }
  return { store, base, open, close }
}

export async function launchBrowser(): Promise<Browser> {
  return await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
}

/** A district beside those of the demo in which nothing is set up, with its owner. */
export async function addElmFork(store: Store): Promise<void> {
  await addBareDistrict(store, 'elm-fork', 'Elm Fork')
}

export async function addBareDistrict(store: Store, key: string, name: string): Promise<void> {
  const district = await addDistrict(store.pool, key, name, 'America/Denver')
  await joins(store, district, 'owner', new Date())
}

async function signIn(context: BrowserContext, store: Store, base: string, who: string): Promise<void> {
  const person = (await demoPeople(store, new Date())).find(({ about }) => about === who)
  if (person === undefined) throw new Error(`the demo has nobody who is ${who}`)
  const headers = { 'x-rollbook': '1', origin: base }
  const answer = await context.request.post('/api/demo/session', { headers, data: { id: person.id } })
  if (!answer.ok()) throw new Error(`the demo does not let ${who} in: ${answer.status()}`)
}

export function watch(page: Page, base: string): string[] {
  const troubles: string[] = []
  page.on('pageerror', error => void troubles.push(`threw ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') troubles.push(`said ${message.text()} at ${message.location().url}`)
  })
  page.on('request', request => {
    const url = request.url()
    if (!url.startsWith(base) && !url.startsWith('data:')) troubles.push(`asked ${url}`)
  })
  return troubles
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Found = { readonly id: string; readonly nodes: readonly { target: string[]; failureSummary?: string }[] }

/** What axe finds on the page as it stands, a line each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axe, 'utf8'))
  const options = JSON.stringify({ runOnly: { type: 'tag', values: rules } })
  const { violations } = await page.evaluate<{ violations: Found[] }>(`axe.run(document, ${options})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.split('\n')[1] ?? ''}`),
  )
} // prettier-ignore

/** The page asked for what it shows and has it. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' })
}
