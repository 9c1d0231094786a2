import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { RollbookError } from '../roster/errors.ts'

/** The whole body, unzipped where it is zipped. Real bytes are counted, not those that were declared. Throws ANSWER_TOO_LARGE. */
export async function readBody(message: IncomingMessage, most: number, signal: AbortSignal): Promise<Buffer> {
  const packing = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const unpack = unpackers[packing]
  if (unpack === undefined && packing !== 'identity' && packing !== '') throw packedOtherwise(packing)
  const zipped = unpack !== undefined
  const stream: Readable = zipped ? message.pipe(unpack()) : message
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
  } catch (error) {
    if (zipped && isUnpacking(error)) throw packedOtherwise(`${packing}, as it says,`)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    if (!message.complete) message.destroy()
  }
  if (!message.complete) throw cutOff()
  return Buffer.concat(parts, bytes)
}

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** What was cut off says so as a connection does; what was never packed so has another code. */
function isUnpacking(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(Z_DATA_ERROR|ERR_.*BROTLI|ERR__ERROR)/.test(String(error.code))
  )
}

function packedOtherwise(how: string): RollbookError {
  return new RollbookError('ANSWER_UNREADABLE', `Cannot read the answer: it is not packed as ${how} and cannot be unpacked. Have whoever runs the server send gzip, or nothing packed`) // prettier-ignore
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
