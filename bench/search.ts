import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readDistrict } from '../src/store/district-role.ts'
import { openStore, type Store } from '../src/store/open.ts'
import { searchRoster, type Search } from '../src/store/search/find.ts'
import { refreshSearch } from '../src/store/search/refresh.ts'
import { fillDistrict } from './search-district.ts'
import { missing, openServer, serverFolder } from './servers.ts'

// `node --import tsx bench/search.ts [--people 1000000] [--postgres 15|embedded|both] [--no-record]`: how long a search
// takes as the browser's side asks it, behind the wall, and how long it takes to make a district searchable.

const limit = 200
const repeats = 15
const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '1000000' },
    postgres: { type: 'string', default: 'both' },
    'no-record': { type: 'boolean', default: false },
  },
})

type Ask = { readonly what: string; readonly typed: string } & Partial<Search>
type Row = { readonly what: string; readonly median: number; readonly worst: number; readonly found: number }

async function measure(store: Store, districtId: string): Promise<Row[]> {
  const sample = await store.pool.query<{ given: string; family: string; id: string; email: string }>(
    `select given_name as given, family_name as family, sourced_id as id, email from users
      where district_id = $1 and sourced_id = 'u-4711'`,
    [districtId],
  )
  const { given = '', family = '', id = '', email = '' } = sample.rows[0] ?? {}
  const spoilt = family.slice(0, 2) + family.slice(3)
  const asks: readonly Ask[] = [
    { what: 'nothing typed', typed: '' },
    { what: 'one letter', typed: 'm' },
    { what: 'three letters', typed: 'mar' },
    { what: 'two letters apart', typed: 'm a' },
    { what: 'a given name', typed: given },
    { what: 'a whole name', typed: `${given} ${family}` },
    { what: 'a name with a typing error', typed: `${given} ${spoilt}` },
    { what: 'an id', typed: id },
    { what: 'the beginning of ids', typed: 'u-12' },
    { what: 'an e-mail', typed: email },
    { what: 'three letters in a school', typed: 'mar', school: 's-12' },
    { what: 'classes by title', typed: 'algebra', facet: 'classes' },
  ]
  const rows: Row[] = []
  for (const ask of asks) rows.push(await timeAsk(store, districtId, ask))
  return rows
}

async function timeAsk(store: Store, districtId: string, { what, ...ask }: Ask): Promise<Row> {
  const search = { facet: null, removed: false, school: null, within: null, cursor: null, limit: 50, ...ask }
  const took: number[] = []
  let found = 0
  for (let time = 0; time < repeats; time++) {
    const started = performance.now()
    const page = await readDistrict(store.pool, districtId, client => searchRoster(client, districtId, search))
    took.push(performance.now() - started)
    found = Object.values(page.counts).reduce((sum, one) => sum + one, 0)
  }
  took.sort((a, b) => a - b)
  return { what, median: took[repeats >> 1] ?? 0, worst: took.at(-1) ?? 0, found }
} // prettier-ignore

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-bench-'))
  const lines = ['| search | on | median | worst | hits | limit | |', '|---|---|---|---|---|---|---|']
  let made = ''
  try {
    for (const name of ['embedded', '15'] as const) {
      if (options.postgres !== 'both' && options.postgres !== name) continue
      const reason = missing(name)
      if (reason !== null) {
        process.stdout.write(`${reason}\n`)
        continue
      }
      const server = await openServer(name, serverFolder(folder, name))
      const on = `${server.version}${name === 'embedded' ? ' embedded' : ''}`
      try {
        await server.clone('template0', 'bench')
        const store = await openStore({ data: join(folder, name), url: server.url('bench') })
        const districtId = await fillDistrict(store.pool, Number(options.people))
        const started = performance.now()
        await refreshSearch(store.pool, districtId)
        made += `${((performance.now() - started) / 1000).toFixed(0)} s on ${on}; `
        await store.pool.query('vacuum analyze')
        for (const { what, median, worst, found } of await measure(store, districtId))
          lines.push(`| ${what} | ${on} | ${median.toFixed(0)} ms | ${worst.toFixed(0)} ms | ${found.toLocaleString('en-US')} | ${limit} ms | ${median < limit ? 'met' : 'missed'} |`)
        await store.close()
      } finally {
        await server.stop()
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const head = `${Number(options.people).toLocaleString('en-US')} people; medians of ${repeats}; made searchable in ${made}${availableParallelism()} cores at load ${(loadavg()[0] ?? 0).toFixed(0)}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}`
  const table = `${head}\n\n${lines.join('\n')}\n`
  process.stdout.write(table)
  if (options['no-record']) return
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  const title = `## ${new Date().toISOString().slice(0, 10)}, search, commit ${commit}`
  await appendFile(new URL('results.md', import.meta.url), `\n${title}\n\n${table}`)
} // prettier-ignore

await run()
