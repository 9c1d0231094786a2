import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { binariesIn, embeddedBinaries } from '../src/store/binaries.ts'
import { startServer } from '../src/store/embedded.ts'
import { openStore } from '../src/store/open.ts'
import { ask, databaseUrl } from './support/database.ts'

/**
 * One real PostgreSQL for the whole run: the built-in one, Debian's with ROLLBOOK_TEST_PG=15, or the one
 * at TEST_DATABASE_URL. Each test file clones a database from a template that was migrated once.
 */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-test-'))
  const server = await testServer(folder)
  const template = `template_${process.pid}`
  await ask(server.url, `create database ${template}`)
  const store = await openStore({ data: folder, url: databaseUrl(server.url, template) })
  await store.close()
  project.provide('server', { url: server.url, template, folder })
  return async () => {
    await ask(server.url, `drop database ${template}`)
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function testServer(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }
  const debian = process.env.ROLLBOOK_TEST_PG
  const binaries = debian ? await binariesIn(`/usr/lib/postgresql/${debian}/bin`) : await embeddedBinaries()
  // Tests of durability start servers of their own; here nothing outlives the run.
  const settings = { fsync: 'off', synchronous_commit: 'off', max_connections: '200' }
  const { host, user, stop } = await startServer({ folder, binaries, settings })
  return { url: `postgres://${user}@localhost/postgres?host=${encodeURIComponent(host)}`, stop }
}
