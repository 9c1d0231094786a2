import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copy from 'pg-copy-streams'
import { kinds } from '../src/roster/kinds.ts'
import { tableOf } from '../src/store/roster.ts'

/** Rows of one final table as a file of COPY lines, and what a floor does with them. */
export type Piece = {
  readonly table: string
  readonly op: 'create' | 'update' | 'remove'
  readonly columns: readonly string[]
  readonly file: string
}

const mine = {
  create: (run: number) => `created_run = ${run}`,
  update: (run: number) => `updated_run = ${run} and created_run < ${run} and removed_at is null`,
  remove: (run: number) => `removed_run = ${run}`,
} as const

/** Writes out what one run left in the final tables: the floors bring the same rows there by plain SQL. */
export async function takePieces(url: string, run: number, folder: string): Promise<Piece[]> {
  await mkdir(folder, { recursive: true })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const pieces: Piece[] = []
  for (const op of ['create', 'update', 'remove'] as const)
    for (const kind of kinds) {
      const table = tableOf(kind).text
      const columns = await columnsOf(client, table)
      const piece = { table, op, columns, file: join(folder, `${op}-${table}.copy`) }
      if ((await copyOut(client, piece, mine[op](run))) > 0) pieces.push(piece)
    }
  await client.end()
  return pieces
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  )
  return found.rows.map(({ name }) => name)
}

async function copyOut(client: pg.Client, piece: Piece, which: string): Promise<number> {
  const { table, columns, file } = piece
  const rows = copy.to(`copy (select ${columns.join(', ')} from ${table} where ${which}) to stdout`)
  await pipeline(client.query(rows), createWriteStream(file))
  return rows.rowCount
}
