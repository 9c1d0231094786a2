import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import copy from 'pg-copy-streams'
import { RollbookError } from '../roster/errors.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { kindEnabled, type Rules } from '../roster/rules.ts'
import type { District } from '../store/districts.ts'
import { readMoment } from '../store/transact.ts'
import { headerOf, manifestText, systemName } from './columns.ts'
import { copyOut, findTrusted, planWell, type Effective } from './effective.ts'
import type { Moment } from './moment.ts'

export type RosterOut = {
  readonly pool: pg.Pool
  readonly district: District
  readonly rules: Rules
  readonly moment: Moment
  /** A folder that is new, empty, or an earlier export of ours. */
  readonly out: string
  readonly progress: (kind: Kind, rows: number) => void
}
export type RowCounts = Readonly<Partial<Record<Kind, number>>>

/** Files are gathered here and moved up when all are whole: a reader never meets half an export. */
const draft = '.rollbook-draft'

/**
 * Writes the roster, as it is or as it was, as OneRoster CSV 1.2. The rows go from the database to the disk as they
 * come, at one moment of the database whatever runs meanwhile. Throws NOT_EMPTY.
 */
export async function writeRoster(order: RosterOut): Promise<RowCounts> {
  const { pool, district, moment, rules, out } = order
  await refuseStrangers(out)
  const folder = join(out, draft)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const counts = await readMoment(pool, async client => {
      const { districtId } = district
      await planWell(client)
      const trusted = await findTrusted(client, districtId, moment)
      return await writeKinds(client, { districtId, moment, rules, trusted }, folder, order.progress)
    })
    const present = new Set<string>(Object.keys(counts))
    const code = `${district.key}${moment.run === null ? '' : `.run-${moment.run}`}`
    await writeFile(join(folder, 'manifest.csv'), manifestText(present, code), { mode: 0o600 })
    await moveUp(folder, out, present)
    return counts
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeKinds(
  client: pg.PoolClient,
  effective: Effective,
  folder: string,
  progress: RosterOut['progress'],
): Promise<RowCounts> {
  const counts: Partial<Record<Kind, number>> = {}
  for (const kind of kinds) {
    if (!kindEnabled(kind, effective.rules)) continue
    const path = join(folder, `${kind}.csv`)
    const file = createWriteStream(path, { mode: 0o600 })
    file.write(`${headerOf(kind).join(',')}\n`)
    let rows = 0
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        rows++
        if (rows % 5_000 === 0) progress(kind, rows)
        done(null, chunk)
      },
    })
    const lines = client.query(copy.to(copyOut(effective, kind)))
    await pipeline(lines, counted, file)
    if (lines.rowCount > 0) counts[kind] = lines.rowCount
    else await rm(path)
    progress(kind, lines.rowCount)
  }
  return counts
}

/** The manifest last: who looks in between finds the old one or none, and no promise that is not kept. */
async function moveUp(folder: string, out: string, present: ReadonlySet<string>): Promise<void> {
  await rm(join(out, 'manifest.csv'), { force: true })
  for (const kind of kinds) {
    const file = `${kind}.csv`
    if (present.has(kind)) await rename(join(folder, file), join(out, file))
    else await rm(join(out, file), { force: true })
  }
  await rename(join(folder, 'manifest.csv'), join(out, 'manifest.csv'))
}

async function refuseStrangers(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') return ['']
    throw error
  })
  const ours = new Set(['manifest.csv', draft, ...kinds.map(kind => `${kind}.csv`)])
  const strange = entries.find(name => !ours.has(name))
  if (strange === undefined && (await isOurs(out, entries))) return
  const what = strange === '' ? 'it is a file' : 'the folder holds files that are no roster of ours'
  throw new RollbookError(
    'NOT_EMPTY',
    `Cannot write the roster to "${out}": ${what}. Choose a new folder, or empty this one`,
    2,
  )
}

/** One that was cut off while its files moved up has its manifest in the draft still. */
async function isOurs(out: string, entries: readonly string[]): Promise<boolean> {
  return entries.every(name => name === draft) || (await isExport(out)) || (await isExport(join(out, draft)))
}

async function isExport(out: string): Promise<boolean> {
  const text = await readFile(join(out, 'manifest.csv'), 'utf8').catch(() => '')
  return text.split('\n').includes(`source.systemName,${systemName}`)
}
