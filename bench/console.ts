import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser } from 'playwright-core'
import { startWork } from '../src/desk/start.ts'
import { buildServer } from '../src/http/server.ts'
import { acceptInvite, invite } from '../src/login/invites.ts'
import { takeHeadcounts } from '../src/store/headcounts.ts'
import { openStore, type Store } from '../src/store/open.ts'
import { refreshSearch } from '../src/store/search/refresh.ts'
import { fillDistrict } from './search-district.ts'
import { missing, openServer, serverFolder } from './servers.ts'

// `node --import tsx bench/console.ts [--people 1000000] [--postgres 15|embedded] [--no-record]`: the first load of the
// Rostering page in a browser that knows nothing yet, and what its questions and those of other pages cost.

const firstLoad = 1500
const loads = 5
const asks = 15
const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '1000000' },
    postgres: { type: 'string', default: 'embedded' },
    'no-record': { type: 'boolean', default: false },
  },
})
const rostering = '/d/lincoln-usd/settings/rostering'
const api = '/api/districts/lincoln-usd'

type Row = {
  readonly what: string
  readonly median: number
  readonly worst: number
  readonly limit: number | null
}

function rowOf(what: string, took: readonly number[], limit: number | null): Row {
  const sorted = took.toSorted((a, b) => a - b)
  return { what, median: sorted[sorted.length >> 1] ?? 0, worst: sorted.at(-1) ?? 0, limit }
}

/** A district of so many people with a first run behind it, and its owner. Resolves to the cookie of a session. */
async function furnish(store: Store, people: number): Promise<string> {
  const now = new Date()
  const districtId = await fillDistrict(store.pool, people)
  await store.pool.query(
    `insert into runs (district_id, run, connection_id, trigger, who, phase, fence, result, started_at, finished_at, first_seq, final_seq)
      select district_id, 1, connection_id, 'schedule', 'schedule', 'done', 1, 'applied', now() - interval '1 hour', now(), 1, 1 from connections`,
  )
  await store.pool.query('update districts set last_run = 1, roster_version = 1')
  await refreshSearch(store.pool, districtId)
  await takeHeadcounts(store.pool, districtId, now.toISOString().slice(0, 10))
  const order = {
    email: 'ada@lincoln.example',
    name: 'Ada Park',
    districtId,
    role: 'owner',
    schools: null,
  } as const
  const { token } = await invite(store, order, { actor: 'bench', actorKind: 'system' }, now)
  return (await acceptInvite(store, token ?? '', { name: 'Ada Park', password: 'seven quiet otters' }, now))
    .token
}

/** From the address being typed until the table of schools stands, each time without anything cached. */
async function timeLoads(browser: Browser, base: string, cookie: string): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < loads; time++) {
    const context = await browser.newContext({ baseURL: base })
    await context.addCookies([{ name: 'rollbook', value: cookie, url: base }])
    const page = await context.newPage()
    const started = performance.now()
    await page.goto(rostering)
    await page.getByRole('region', { name: 'Schools' }).getByRole('row').nth(1).waitFor()
    took.push(performance.now() - started)
    await context.close()
  }
  return took
}

async function timeAsks(base: string, cookie: string, path: string): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < asks; time++) {
    const started = performance.now()
    const answer = await fetch(`${base}${api}${path}`, { headers: { cookie: `rollbook=${cookie}` } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`Cannot measure ${path}: it answers ${answer.status}`)
    took.push(performance.now() - started)
  }
  return took
}

async function measure(store: Store, people: number): Promise<Row[]> {
  const cookie = await furnish(store, people)
  const now = () => new Date()
  const work = await startWork({ store, now, log: () => {}, concurrency: 0, schedule: false })
  const office = { store, desk: work.desk, live: work.live, now, vendor: { name: 'Bench' }, base: 'http://127.0.0.1', demo: false }
  const app = await buildServer(office, () => {})
  await app.listen({ host: '127.0.0.1', port: 0 })
  const base = app.listeningOrigin
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  const browser = await launcher.launch({ executablePath: await chromium.executablePath(), args })
  try {
    const rows = [rowOf('first load of Rostering, in a browser', await timeLoads(browser, base, cookie), firstLoad)]
    for (const path of ['/overview', '/runs', '/issues', '/search?q=mar', '/rollover', '/rules'])
      rows.push(rowOf(`GET ${path}`, await timeAsks(base, cookie, path), null))
    return rows
  } finally {
    await browser.close()
    await app.close()
    await work.close(0)
  }
} // prettier-ignore

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ what, median, worst, limit }) => {
    const kept = limit === null ? '' : median <= limit ? 'met' : 'missed'
    return `| ${what} | ${Math.round(median)} ms | ${Math.round(worst)} ms | ${limit === null ? '' : `${limit} ms`} | ${kept} |`
  })
  return ['| what | median | worst | limit | |', '|---|---|---|---|---|', ...lines].join('\n')
}

async function run(): Promise<void> {
  const name = options.postgres === '15' ? '15' : 'embedded'
  const reason = missing(name)
  if (reason !== null) {
    process.stdout.write(`${reason}\n`)
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-bench-'))
  const server = await openServer(name, serverFolder(folder, name))
  try {
    await server.clone('template0', 'bench')
    const store = await openStore({ data: folder, url: server.url('bench') })
    const table = tableOf(await measure(store, Number(options.people)))
    await store.close()
    process.stdout.write(`${table}\n`)
    const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()[0]?.toFixed(1) ?? '?'}`
    const head = `\n## ${new Date().toISOString().slice(0, 10)}, the console over ${options.people} people\n\nPostgreSQL ${server.version}, ${machine}, Node ${process.versions.node}; ${loads} loads, ${asks} questions each.\n\n`
    if (!options['no-record']) await appendFile(new URL('results.md', import.meta.url), `${head}${table}\n`)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
} // prettier-ignore

await run()
