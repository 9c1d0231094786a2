import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { docsPage, docsStyle } from './docs-page.ts'

/** The declarations as OpenAPI, for machines and as a page for people. */
export async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rollbook',
        version: '1',
        description:
          'Rostering for education apps. Everything the console does goes through here. Requests that change something carry the header x-rollbook: 1 and the cookie of a session.',
      },
    },
    transform: jsonSchemaTransform,
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/api/docs', { schema: { hide: true } }, async (_, reply) => {
    void reply.type('text/html; charset=utf-8')
    return docsPage(app.swagger())
  })
  app.get('/api/docs.css', { schema: { hide: true } }, async (_, reply) => {
    void reply.type('text/css; charset=utf-8')
    return docsStyle
  })
}
