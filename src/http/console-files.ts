import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { packageRoot } from '../store/migrate.ts'
import { refusalOf } from './errors.ts'
import { RollbookError } from '../roster/errors.ts'

/** The built console. Every address that is no file and no API is a page of it: the page's own router reads it. */
export async function servesConsole(app: FastifyInstance): Promise<void> {
  const root = join(packageRoot(), 'dist', 'web')
  if (!existsSync(join(root, 'index.html'))) return
  const page = await readFile(join(root, 'index.html'), 'utf8')
  await app.register(files, {
    root,
    index: false,
    wildcard: false,
    // Names carry the hash of what is inside.
    setHeaders: reply => void reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    if (!request.url.startsWith('/api/')) return await reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page) // prettier-ignore
    void reply.status(404)
    return refusalOf(new RollbookError('NOT_FOUND', 'Cannot find this address: there is nothing here. Go back, or look at /api/docs'), request.id) // prettier-ignore
  })
}
