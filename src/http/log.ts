import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** For the log: kind and id of who asked, and the district's key; never a name or an address. */
    actor: string | null
    district: string | null
  }
}

/** Takes one line; `serve` writes it as JSON to stdout. */
export type LogSink = (line: LogLine) => void
export type LogLine = { readonly level: 'info' | 'warn' | 'error' } & Readonly<
  Record<string, string | number | null>
>

/** One line an answer. The pattern of the URL, not the URL: what stands in it may be about a child. */
export function logRequests(app: FastifyInstance, log: LogSink): void {
  app.decorateRequest('actor', null)
  app.decorateRequest('district', null)
  app.addHook('onResponse', async (request, reply) => {
    log({
      level: reply.statusCode >= 500 ? 'error' : 'info',
      reference: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      millis: Math.round(reply.elapsedTime),
      actor: request.actor,
      district: request.district,
    })
  })
} // prettier-ignore
