import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDrops } from './drops.ts'
import { buildChild } from './measure.ts'
import { readOptions, type Options } from './options.ts'
import { figuresOf, record, tableOf, type Result } from './report.ts'
import { missing, openServer, serverFolder } from './servers.ts'
import { runSuite } from './suite.ts'

const say = (words: string) => process.stdout.write(`${words}\n`)

async function run(options: Options): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-bench-'))
  // An interrupted bench leaves neither a server nor gigabytes behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  process.once('exit', () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 }),
  )
  try {
    await buildChild()
    say(`Writing drops of ${options.students} students`)
    const drops = await makeDrops(folder, options.students)
    const results: Result[] = []
    for (const name of options.servers) {
      const reason = missing(name)
      if (reason !== null) {
        say(reason)
        continue
      }
      const server = await openServer(name, serverFolder(folder, name))
      try {
        say(`\nPostgreSQL ${server.version}${name === 'embedded' ? ', embedded' : ''}`)
        const medians = await runSuite({
          server,
          folder: serverFolder(folder, name),
          drops,
          runs: options.runs,
          say,
        })
        results.push({ server: name, version: server.version, figures: figuresOf(medians) })
      } finally {
        await server.stop()
      }
    }
    say(`\n${tableOf(options, drops, results)}`)
    if (options.record) await record(options, drops, results)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const options = readOptions(process.argv.slice(2))
if (options === null) process.exitCode = 2
else await run(options)
