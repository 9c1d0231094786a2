import type { FastifyInstance, FastifyRequest } from 'fastify'
import { RollbookError } from '../roster/errors.ts'
import { bearerOf } from './cookie.ts'

const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
  "font-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
  "require-trusted-types-for 'script'", 'report-uri /api/csp-reports',
] // prettier-ignore

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': policy.join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Headers of every answer, and the refusal of whatever another site makes a browser send. */
export function secure(app: FastifyInstance, base: string): void {
  const https = base.startsWith('https:')
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) void reply.header(name, value)
    if (https) void reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains')
    // What is about people must not stay in a shared computer's cache; files of the console carry their hash.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
    void request
  })
  app.addHook('onRequest', async request => {
    if (!safeMethods.includes(request.method)) refuseForeign(request)
  })
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * A form of another site cannot set a header of ours, and a script of another site may not without asking first
 * (CORS), which nobody here ever allows. The browser's own word on where a request comes from is checked as well.
 */
function refuseForeign(request: FastifyRequest): void {
  if (request.url === '/api/csp-reports') return
  // A browser adds cookies by itself and this header never: whoever sends it means it.
  if (bearerOf(request) !== null) return
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  const ours = origin === undefined || hostOf(origin) === host
  const near = site === undefined || site === 'same-origin' || site === 'none'
  if (ours && near && request.headers['x-rollbook'] === '1') return
  throw new RollbookError(
    'FOREIGN_ORIGIN',
    'Cannot accept this request: it does not come from a page of this console. Send the header x-rollbook: 1 from the same origin',
  )
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host
  } catch {
    return ''
  }
}
