import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWire, type Ask } from './wire.ts'

type Play = (request: IncomingMessage, reply: ServerResponse) => void
const server = createServer((request, reply) =>
  plays[(request.url ?? '').split('?')[0] ?? '']?.(request, reply),
)
const wire = openWire({ loopback: true })
let root = ''

const plays: Record<string, Play> = {
  '/plain': (_, reply) => reply.writeHead(201, { 'x-total-count': '3' }).end('{"orgs":[]}'),
  '/zipped': (_, reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"orgs":[1]}')),
  '/bomb': (_, reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(4_000_000))),
  '/large': (_, reply) => reply.writeHead(200, { 'content-length': '10' }).end('x'.repeat(10)),
  '/moved': (_, reply) => reply.writeHead(302, { location: '/plain?moved' }).end(),
  '/away': (_, reply) => reply.writeHead(302, { location: 'https://elsewhere.example.org/plain' }).end(),
  '/inward': (_, reply) => reply.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  '/round': (_, reply) => reply.writeHead(302, { location: '/round' }).end(),
  '/cut': (_, reply) => {
    reply.writeHead(200, { 'content-length': '100' }).write('{"or')
    setTimeout(() => reply.destroy(), 20)
  },
  '/cutzip': (_, reply) => {
    reply.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync('x'.repeat(5000)).subarray(0, 20))
    setTimeout(() => reply.destroy(), 20)
  },
  '/silent': () => undefined,
  '/echo': (request, reply) => {
    request.setEncoding('utf8').on('data', (text: string) => reply.write(text)).on('end', () => reply.end())
  },
} // prettier-ignore

beforeAll(async () => {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
})
afterAll(() => {
  wire.close()
  server.closeAllConnections()
  server.close()
})

const ask = (path: string, rest: Partial<Ask> = {}) => wire.send({ url: root + path, ...rest })

test('an answer is handed on as it is, whatever its status', async () => {
  const answer = await ask('/plain')
  expect([answer.status, answer.text(), answer.headers.get('x-total-count')]).toEqual([
    201,
    '{"orgs":[]}',
    '3',
  ])
  expect((await ask('/echo', { method: 'POST', body: 'a=1' })).text()).toBe('a=1')
})

test('what is zipped is unzipped, and counted as it comes out', async () => {
  expect((await ask('/zipped')).text()).toBe('{"orgs":[1]}')
  await expect(ask('/bomb', { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE' })
  await expect(ask('/large', { maxBytes: 9 })).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE' })
})

test('a redirect is followed on its own host alone, and not for ever', async () => {
  expect((await ask('/moved')).url).toBe(`${root}/plain?moved`)
  const refused = { code: 'ADDRESS_REFUSED' }
  for (const path of ['/away', '/inward', '/round']) await expect(ask(path)).rejects.toMatchObject(refused)
  await expect(ask('/moved', { method: 'POST', body: '' })).rejects.toMatchObject(refused)
})

test('an answer that breaks off is none', async () => {
  for (const path of ['/cut', '/cutzip'])
    await expect(ask(path)).rejects.toThrow(/Cannot reach 127\.0\.0\.1:\d+: the connection was cut off\./)
})

test('nobody is waited for without end', async () => {
  await expect(ask('/silent', { timeoutMs: 50 })).rejects.toThrow(/it did not answer within 0.05 s/)
  const stopping = new AbortController()
  const waiting = ask('/silent', { signal: stopping.signal })
  stopping.abort(new Error('the run was stopped'))
  await expect(waiting).rejects.toThrow('the run was stopped')
})

test('this machine is not called where nothing says that it may be', async () => {
  const shut = openWire({ loopback: false })
  await expect(shut.send({ url: `${root}/plain` })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  await expect(shut.send({ url: 'https://127.0.0.1/plain' })).rejects.toThrow(/this machine itself/)
  shut.close()
})

test('a name that leads inside is refused at the very look that connects', async () => {
  const looks: string[] = []
  const rebinding = openWire({
    loopback: true,
    resolve: ((host: string, _: unknown, done: (error: null, found: unknown[]) => void) => {
      looks.push(host)
      done(null, [{ address: '93.184.216.34', family: 4 }, { address: '127.0.0.1', family: 4 }])
    }) as never, // the one form of lookup that the wire asks for
  }) // prettier-ignore
  const answer = rebinding.send({ url: 'https://sis.example.org/ims/oneroster/v1p1/orgs' })
  await expect(answer).rejects.toThrow('Cannot call "sis.example.org": it leads to this machine itself.')
  expect(looks).toEqual(['sis.example.org'])
  rebinding.close()
})
