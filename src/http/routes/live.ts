import { districtParams } from '../contract/common.ts'
import { route } from '../route.ts'

const beatMillis = 15_000
/** Of this process: each ends a stream that somebody has open. */
const open = new Set<() => void>()

/** A stream has no end of its own: a server that waited for them to end would never close. */
export function endStreams(): void {
  for (const end of open) end()
}

export const liveRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/live',
    may: 'see',
    about: 'Server-sent events while runs go on: {run, phase, done, total}',
    params: districtParams,
    answer: null,
    async handle({ office, district, reader, request, reply }) {
      reply.hijack()
      const stream = reply.raw
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      // Told at once that it is open: the page asks for the present state then, and misses nothing in between.
      stream.write('event: open\ndata: {}\n\n')
      const off = office.live.on(district.districtId, told =>
        stream.write(`data: ${JSON.stringify(told)}\n\n`),
      )
      // A proxy closes what is silent; and nobody watches beyond the end of their session.
      const beat = setInterval(() => stream.write(': still here\n\n'), beatMillis)
      const close = () => void stream.end()
      open.add(close)
      const end = setTimeout(close, Math.max(0, reader.until.getTime() - office.now().getTime()))
      request.raw.on('close', () => {
        off()
        open.delete(close)
        clearInterval(beat)
        clearTimeout(end)
      })
    },
  }),
]
