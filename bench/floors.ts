import { createHash } from 'node:crypto'
import { createReadStream, openSync, readSync, closeSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copy from 'pg-copy-streams'
import { openDrop } from '../src/sources/oneroster-csv/drop.ts'
import type { Piece } from './pieces.ts'

/** SHA-256 of all bytes of a folder, one file after another. */
export function hashAll(folder: string): void {
  const room = Buffer.alloc(1 << 20)
  for (const name of readdirSync(folder)) {
    const file = openSync(join(folder, name), 'r')
    const hash = createHash('sha256')
    for (let read = 1; read > 0;) {
      read = readSync(file, room)
      hash.update(room.subarray(0, read))
    }
    hash.digest('hex')
    closeSync(file)
  }
}

/** Reads every file once and splits every row into its fields; resolves to how many fields there were. */
export async function splitAll(folder: string): Promise<number> {
  const drop = await openDrop(folder, { profile: 'tolerant' })
  let fields = 0
  for (const stream of drop.streams) {
    for await (const batch of stream.batches()) {
      for (let at = 0; at < batch.count; at++) {
        const cells = stream.split(batch, at)
        if (Array.isArray(cells)) fields += cells.length
      }
    }
  }
  await drop.close()
  return fields
}

/** Copies prepared rows into the empty tables as they stand, all indexes on, in one transaction. */
export async function copyAll(url: string, pieces: readonly Piece[]): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const started = performance.now()
  await client.query('begin')
  for (const piece of pieces) await copyIn(client, piece.table, piece)
  await client.query('commit')
  const took = performance.now() - started
  await client.end()
  return took
}

async function copyIn(client: pg.Client, table: string, piece: Piece): Promise<void> {
  const sink = client.query(copy.from(`copy ${table} (${piece.columns.join(', ')}) from stdin`))
  await pipeline(createReadStream(piece.file, { highWaterMark: 1 << 20 }), sink)
}

/** Writes prepared changes from staged tables, a statement a table and sort of change, in one transaction. */
export async function writeAll(url: string, pieces: readonly Piece[]): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const piece of pieces) {
    await client.query(`create temporary table ${stageOf(piece)} (like ${piece.table})`)
    await copyIn(client, stageOf(piece), piece)
    await client.query(`analyze ${stageOf(piece)}`)
  }
  const started = performance.now()
  await client.query('begin')
  for (const piece of pieces) await client.query(statementOf(piece))
  await client.query('commit')
  const took = performance.now() - started
  await client.end()
  return took
}

const stageOf = ({ op, table }: Piece) => `${op}_${table}`

function statementOf(piece: Piece): string {
  const { table, op, columns } = piece
  const list = columns.join(', ')
  if (op === 'create') return `insert into ${table} (${list}) select ${list} from ${stageOf(piece)}`
  const written = columns.filter(name => !['district_id', 'id', 'created_run'].includes(name))
  const set = op === 'remove' ? written.filter(name => name.startsWith('removed_')) : written
  return `update ${table} t set ${set.map(name => `${name} = s.${name}`).join(', ')}
    from ${stageOf(piece)} s where t.district_id = s.district_id and t.id = s.id`
}
