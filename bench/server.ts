import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { kinds } from '../src/roster/kinds.ts'
import type { Description } from '../src/sandbox/serve.ts'
import { openServer } from '../src/sources/oneroster-rest/open.ts'
import type { Outside } from '../src/sources/outside.ts'
import { openWire } from '../src/wire/wire.ts'

/*
 * Reading a OneRoster server against the least that anybody could do: fetch the same pages and parse them. Both ask the
 * same sandbox, in a process of its own. `node --import tsx bench/server.ts [--students N] [--runs N]`; what is known of
 * the machine is printed with it, for bench/results.md.
 */

const number = (name: string, usual: number) =>
  Number(process.argv[process.argv.indexOf(name) + 1] ?? usual) || usual
const students = process.argv.includes('--students') ? number('--students', 100_000) : 100_000
const runs = process.argv.includes('--runs') ? number('--runs', 3) : 3
const pageSize = 5000

const collections = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments']

const words = ['bin/rollbook.js', 'sandbox', '--port', '0', '--districts', '1', '--schools', String(Math.ceil(students / 800)), '--students', String(students), '--json'] // prettier-ignore
const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
const scratch = await mkdtemp(join(tmpdir(), 'rollbook-bench-'))
try {
  const description = await firstLine()
  const [district] = description.districts
  if (district === undefined) throw new Error('the sandbox has no district')
  const { url, tokenUrl, clientId, clientSecret } = district.oneroster12
  const token = await issue(tokenUrl, clientId, clientSecret)
  const floors: number[] = []
  const reads: number[] = []
  const deltas: number[] = []
  let peak = 0
  for (let run = 0; run < runs; run++) {
    floors.push(await timed(async () => await fetchPages(url, token)))
    const settings = { url, tokenUrl, clientId, pageSize: String(pageSize) }
    reads.push(
      await timed(async () => await (await openServer(settings, outside(clientSecret, null))).close()),
    )
    deltas.push(
      await timed(async () => await (await openServer(settings, outside(clientSecret, new Date()))).close()),
    )
    peak = Math.max(peak, process.resourceUsage().maxRSS / 1024)
  }
  const [floor, read, delta] = [median(floors), median(reads), median(deltas)]
  const lines = [
    `students ${district.students}, page ${pageSize}, runs ${runs}`,
    `floor: fetch and JSON.parse    ${(floor / 1000).toFixed(2)} s`,
    `read: proven, as rows, spooled ${(read / 1000).toFixed(2)} s = ${(read / floor).toFixed(2)} x floor (limit 1.5)`,
    `nothing changed, as a delta    ${(delta / 1000).toFixed(2)} s (limit 2)`,
    `peak memory of this process    ${Math.round(peak)} MB, floor included (limit 384)`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
} finally {
  child.kill()
  await rm(scratch, { recursive: true, force: true })
}

async function firstLine(): Promise<Description> {
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Description // as `sandbox --json` writes it
  throw new Error('the sandbox ended')
}

async function issue(tokenUrl: string, id: string, secret: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
  const answer = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string } // RFC 6749
  return answer.access_token
}

/** Page after page, as a loop of five lines would. */
async function fetchPages(url: string, token: string): Promise<void> {
  for (const collection of collections)
    for (let offset = 0; ;) {
      const answer = await fetch(`${url}/${collection}?limit=${pageSize}&offset=${offset}&sort=sourcedId&orderBy=asc`, { headers: { authorization: `Bearer ${token}` } }) // prettier-ignore
      const body = (await answer.json()) as Record<string, unknown[]> // lists under one key
      const got = Object.values(body)[0]?.length ?? 0
      if (got === 0) break
      offset += got
    }
}

function outside(clientSecret: string, since: Date | null): Outside {
  return {
    wire: openWire({ loopback: true }),
    scratch,
    secrets: name => Promise.resolve(name === 'clientSecret' ? [clientSecret] : []),
    wants: kinds.filter(kind => kind !== 'demographics'),
    since,
    now: () => new Date(),
    pause: () => Promise.resolve(),
    progress: () => undefined,
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function median(of: readonly number[]): number {
  return [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0
}
