import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/open.ts'

/** The server of this test run, as test/global.ts started it: a URL without its database, and the template's name. */
export type TestServer = { readonly url: string; readonly template: string; readonly folder: string }

declare module 'vitest' {
  interface ProvidedContext {
    server: TestServer
  }
}

/** A migrated, empty database and data folder of one's own; `close` drops both. */
export async function freshStore(): Promise<Store> {
  const { template } = inject('server')
  return openDatabase(` template ${template}`)
}

/** A database without even our tables, for tests of the schema itself. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  return makeDatabase('')
}

async function openDatabase(from: string): Promise<Store> {
  const database = await makeDatabase(from)
  const data = await mkdtemp(join(inject('server').folder, 'data-'))
  const store = await openStore({ data, url: database.url })
  const close = async () => {
    await store.close()
    await database.drop()
    await rm(data, { recursive: true, force: true })
  }
  return { ...store, close }
}

async function makeDatabase(from: string): Promise<{ url: string; drop(): Promise<void> }> {
  const { url } = inject('server')
  const name = `t_${randomUUID().replaceAll('-', '')}`
  await ask(url, `create database ${name}${from}`)
  return { url: databaseUrl(url, name), drop: () => ask(url, `drop database if exists ${name} with (force)`) }
}

/** One statement on the server's own database. */
export async function ask(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

export function databaseUrl(url: string, name: string): string {
  const whole = new URL(url)
  whole.pathname = `/${name}`
  return whole.href
}

/** Another process opens the store in the folder, runs one statement, and then ends as told, closing nothing. */
export async function leaveBehind(data: string, statement: string, ending: string): Promise<void> {
  const open = new URL('../../src/store/open.ts', import.meta.url).href
  const script = `
    import { openStore } from ${JSON.stringify(open)}
    const store = await openStore({ data: ${JSON.stringify(data)}, url: null })
    await store.pool.query(${JSON.stringify(statement)})
    ${ending}`
  const words = ['--import', 'tsx', '--input-type=module', '-e', script]
  await once(spawn(process.execPath, words, { stdio: 'inherit' }), 'exit')
}
