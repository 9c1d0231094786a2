import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { Switches } from './faults.ts'

export type SandboxRequest = {
  readonly method: string
  readonly url: URL
  /** As it was sent: an id that came escaped must be told from one that was escaped again. */
  readonly rawPath: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
export type SandboxAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Written as JSON unless it is a text. */
  readonly body?: unknown
}

/** A part of the sandbox: null for what is not its to answer. */
export type Provider = (request: SandboxRequest) => Promise<SandboxAnswer | null> | SandboxAnswer | null

const mostBody = 2 ** 20

export async function readRequest(message: IncomingMessage, root: string): Promise<SandboxRequest> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of message as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > mostBody) break
    parts.push(part)
  }
  const target = message.url ?? '/'
  return {
    method: message.method ?? 'GET',
    url: addressOf(message, target, root),
    rawPath: target.split('?')[0] ?? '/',
    headers: message.headers,
    body: Buffer.concat(parts).toString('utf8'),
  }
}

/** By the name it was called: what is signed, and what links lead to, has the host that the client knows. */
function addressOf({ headers }: IncomingMessage, target: string, root: string): URL {
  const called = `http://${headers.host ?? ''}${target}`
  return new URL(URL.canParse(called) ? called : root + target)
}

/** Sends an answer, spoiled by whatever is switched on for the way it travels. */
export async function send(
  reply: ServerResponse,
  answer: SandboxAnswer,
  switches: Switches | null,
): Promise<void> {
  const { status, headers = {}, body } = answer
  const isText = typeof body === 'string'
  const text = body === undefined ? '' : isText ? body : JSON.stringify(body)
  const type = {
    'content-type': isText && text.startsWith('<') ? 'text/html; charset=utf-8' : 'application/json',
  }
  const length = { 'content-length': String(Buffer.byteLength(text)) }
  const all = { ...type, 'cache-control': 'no-store', ...headers }
  if (switches === null || status >= 300) return void reply.writeHead(status, { ...all, ...length }).end(text)
  const stalled = switches.number('stall')
  if (stalled !== null) await wait(stalled, null, { ref: false })
  if (reply.destroyed) return
  if (switches.has('gzipBomb'))
    return void reply.writeHead(200, { ...all, 'content-encoding': 'gzip' }).end(await (bomb ??= makeBomb()))
  const half = text.slice(0, Math.floor(text.length / 2))
  if (switches.text('stall') === 'forever')
    return void reply.writeHead(200, { ...all, ...length }).write(half)
  if (switches.due('resetMidBody'))
    return void reply.writeHead(200, { ...all, ...length }).write(half, () => reply.destroy())
  const slow = switches.number('slowBytes')
  if (slow !== null) return await drip(reply, all, text, slow)
  reply.writeHead(status, { ...all, ...length }).end(text)
}

async function drip(reply: ServerResponse, headers: Readonly<Record<string, string>>, text: string, millis: number): Promise<void> {
  reply.writeHead(200, headers)
  for (const letter of text) {
    if (reply.destroyed) return
    reply.write(letter)
    await wait(millis, null, { ref: false })
  }
  reply.end()
} // prettier-ignore

let bomb: Promise<Buffer> | null = null

/** A gigabyte of blanks, folded a piece at a time: whoever serves it need not hold it. */
async function makeBomb(): Promise<Buffer> {
  const piece = Buffer.alloc(2 ** 20, 32)
  const folded = Readable.from(Array.from({ length: 1024 }, () => piece)).pipe(createGzip({ level: 1 }))
  return Buffer.concat(await folded.toArray())
}
