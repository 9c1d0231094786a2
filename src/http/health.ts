import type { FastifyInstance } from 'fastify'
import { answersWithin } from '../store/probe.ts'
import type { Office } from './office.ts'

/** `/healthz`: the process lives. `/readyz`: it may be sent people; not while it closes or the database is away. */
export function health(app: FastifyInstance, { store }: Office): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }))
  app.get('/readyz', { schema: { hide: true } }, async (_, reply) => {
    const ready = !closing && (await answersWithin(store.pool, 1_000))
    void reply.status(ready ? 200 : 503)
    return { ready }
  })
}
