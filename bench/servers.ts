import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { binariesIn, embeddedBinaries } from '../src/store/binaries.ts'
import { startServer } from '../src/store/embedded.ts'
import type { ServerName } from './options.ts'

const debian = '/usr/lib/postgresql/15/bin'

export type BenchServer = {
  /** As it calls itself, such as 15.18. */
  readonly version: string
  url(database: string): string
  /** A database like another, copied file by file. */
  clone(from: string, to: string): Promise<void>
  drop(database: string): Promise<void>
  stop(): Promise<void>
}

/** Why a server cannot be measured here, or null. */
export function missing(name: ServerName): string | null {
  return name === '15' && !existsSync(`${debian}/postgres`)
    ? `PostgreSQL 15 is left out: there is none at ${debian}`
    : null
}

/** A server of its own in the folder, with the settings that the store gives its own. */
export async function openServer(name: ServerName, folder: string): Promise<BenchServer> {
  await mkdir(folder, { recursive: true })
  const binaries = name === '15' ? await binariesIn(debian) : await embeddedBinaries()
  const { host, user, stop } = await startServer({ folder, binaries })
  const url = (database: string) =>
    `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`
  const admin = new pg.Client({ connectionString: url('postgres') })
  await admin.connect()
  const found = await admin.query<{ server_version: string }>('show server_version')
  return {
    version: (found.rows[0]?.server_version ?? '').split(' ')[0] ?? '',
    url,
    clone: async (from, to) => {
      await admin.query(`create database ${to} template ${from} strategy file_copy`)
    },
    drop: async database => {
      await admin.query(`drop database if exists ${database} with (force)`)
    },
    stop: async () => {
      await admin.end()
      await stop()
    },
  }
}

export const serverFolder = (root: string, name: ServerName) => join(root, `server-${name}`)
