import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UnreadableDrop } from '../../src/roster/errors.ts'
import { validateDrop, type Validation } from '../../src/sync/validate.ts'
import { zipBytes } from '../sources/drops.ts'
import { lincoln11 } from '../sources/lincoln.ts'
import { judgeIssue } from './corpus/judge.ts'
import { watchStrain } from './strain.ts'
import { monday, tinyKinds } from './tiny.ts'

/*
 * Mutated files and zips, the same ones each time: whatever they hold, each is read or refused in words. A failing
 * number is run alone with ROLLBOOK_FUZZ=<number>.
 */
const COUNT = 20_000
const ZIPS = 5
const only = process.env.ROLLBOOK_FUZZ === undefined ? null : Number(process.env.ROLLBOOK_FUZZ)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollbook-fuzz-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Random = (below: number) => number

/** Mulberry32: small, and good enough to wander. */
function randomOf(seed: number): Random {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** What breaks parsers: delimiters, quotes, line ends, marks, halves of characters, names of JavaScript, numbers of spreadsheets. */
const tokens = [
  ',', ';', '\t', '|', '"', '""', '"""', '\r', '\n', '\r\n', '\n\r', '\0', '\x1a', '\ufeff', '\u2028', '\u00a0', '\u202e', ' ',
  '__proto__', 'constructor', 'sep=;\n', 'NULL', '#N/A', '1.2E+08', '=1+1', '0', '-1', 'TRUE', 'sourcedId', 'tobedeleted',
  'active', '2026-02-30', '9999-12-31', '99999999999999999999', '😀', 'é', ',,,,,,,,', '\n\n\n', '"\n"', "'", '\\', '<b>',
].map(text => Buffer.from(text)) // prettier-ignore
const bytes = [0x00, 0x22, 0x2c, 0x0a, 0x0d, 0x80, 0xc3, 0xe2, 0xf0, 0xfe, 0xff].map(byte =>
  Buffer.from([byte]),
)
const pieces = [...tokens, ...bytes]

const piece = (random: Random) => pieces[random(pieces.length)] ?? Buffer.alloc(0)

const mutations: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (whole, random) => spliced(whole, random(whole.length + 1), 0, piece(random)),
  (whole, random) => spliced(whole, random(whole.length + 1), random(40), piece(random)),
  (whole, random) => spliced(whole, random(whole.length + 1), random(200), Buffer.alloc(0)),
  (whole, random) => spliced(whole, random(whole.length), 1, Buffer.from([random(256)])),
  (whole, random) => whole.subarray(0, random(whole.length + 1)),
  (whole, random) => {
    const from = random(whole.length)
    return spliced(whole, random(whole.length + 1), 0, whole.subarray(from, from + random(300)))
  },
  (whole, random) =>
    Buffer.from(whole.toString('latin1').replaceAll(',', piece(random).toString('latin1')), 'latin1'),
  (whole, random) => {
    const lines = whole.toString('latin1').split('\n')
    const [one, other] = [random(lines.length), random(lines.length)]
    ;[lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? '']
    return Buffer.from(lines.join('\n'), 'latin1')
  },
]

function spliced(whole: Buffer, at: number, count: number, put: Uint8Array): Buffer {
  return Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + count)])
}

function mutated(whole: Buffer, random: Random): Buffer {
  let now = whole
  for (let times = 1 + random(4); times > 0; times--)
    now = mutations[random(mutations.length)]?.(now, random) ?? now
  return now
}

const users11 = Buffer.from(lincoln11['users.csv'] ?? '')
const sheets = tinyKinds.map(kind => ({ kind, bytes: Buffer.from(monday[`${kind}.csv`] ?? '') }))
const zip = zipBytes({ 'users.csv': monday['users.csv'] ?? '', 'manifest.csv': monday['manifest.csv'] ?? '' })

/** Every fifth is a zip; of the others each is one file, now and then with a manifest that is not right either. */
async function lay(number: number, random: Random): Promise<{ path: string; about: string }> {
  if (number % ZIPS === 0) {
    const path = join(folder, 'drop.zip')
    await writeFile(path, mutated(zip, random))
    return { path, about: 'zip' }
  }
  const at = random(sheets.length + 1)
  const { kind, bytes } = sheets[at] ?? { kind: 'users', bytes: users11 }
  const path = await mkdtemp(join(folder, 'd'))
  await writeFile(join(path, `${kind}.csv`), mutated(bytes, random))
  if (random(8) === 0)
    await writeFile(join(path, 'manifest.csv'), mutated(Buffer.from(monday['manifest.csv'] ?? ''), random))
  return { path, about: kind }
}

function judge(came: Validation | Error): string[] {
  if (came instanceof UnreadableDrop) return came.exit === 4 ? [] : [`exits with ${came.exit}`]
  if (came instanceof Error) return [`is no typed refusal: ${came.stack}`]
  const kept = Object.values(came.counts).every(count => Number.isInteger(count) && count >= 0)
  return [...came.issues.flatMap(judgeIssue), ...(kept ? [] : ['counts what cannot be'])]
}

const nothing = () => {}

test(`reads or refuses each of ${COUNT} mutated drops`, async () => {
  const wrongs: string[] = []
  const strain = watchStrain()
  for (let number = only ?? 0; number < (only === null ? COUNT : only + 1); number++) {
    const { path, about } = await lay(number, randomOf(number))
    strain.begin(`${number} (${about})`)
    const came = await validateDrop(path, number % 3 === 0 ? 'strict' : 'tolerant', nothing).catch(
      (error: unknown) => error as Error,
    )
    strain.end()
    wrongs.push(...judge(came).map(text => `${number} (${about}): ${text}`))
    if (wrongs.length > 20) break
    await rm(path, { recursive: true })
  }
  expect([...wrongs, ...strain.stop()]).toEqual([])
}, 300_000)
