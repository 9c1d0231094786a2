import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { RollbookError } from '../roster/errors.ts'

/** The whole body, unzipped where it is zipped. Real bytes are counted, not those that were declared. Throws ANSWER_TOO_LARGE. */
export async function readBody(message: IncomingMessage, most: number, signal: AbortSignal): Promise<Buffer> {
  const zipped = /^(x-)?gzip$/i.test(message.headers['content-encoding'] ?? '')
  const stream: Readable = zipped ? message.pipe(createGunzip()) : message
  // What breaks off beneath the unzipping would leave it waiting.
  if (zipped)
    message.once('error', error => stream.destroy(error)).once('aborted', () => stream.destroy(cutOff()))
  const stop = () => stream.destroy(new Error('it took too long'))
  signal.addEventListener('abort', stop, { once: true })
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes > most) throw tooLarge(message, most)
      parts.push(part)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    if (!message.complete) message.destroy()
  }
  if (!message.complete) throw cutOff()
  return Buffer.concat(parts, bytes)
}

function cutOff(): Error {
  return Object.assign(new Error('the connection was cut off'), { code: 'ECONNRESET' })
}

function tooLarge({ headers }: IncomingMessage, most: number): RollbookError {
  const type = headers['content-type'] ?? 'no type'
  return new RollbookError(
    'ANSWER_TOO_LARGE',
    `Cannot read the answer: it has more than ${Math.round(most / 2 ** 20)} MB (${type}). Choose smaller pages`,
  )
}
