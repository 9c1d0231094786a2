import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'

/**
 * A stream that work fills piece by piece, no faster than the other side takes it. What the work throws cuts the
 * stream off, so that half a file never looks like a whole one.
 */
export function streamOf(work: (put: (chunk: string) => Promise<void>) => Promise<void>): Readable {
  const stream = new PassThrough()
  const gone = once(stream, 'close').catch(() => undefined)
  const put = async (chunk: string) => {
    if (stream.destroyed) throw new Error('Cannot go on: nobody reads any more')
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), gone])
  }
  work(put).then(
    () => stream.end(),
    (error: unknown) => stream.destroy(error instanceof Error ? error : new Error('The work failed')),
  )
  return stream
}
