import { districtParams } from '../contract/common.ts'
import { route } from '../route.ts'

const beatMillis = 15_000

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
      const end = setTimeout(() => stream.end(), Math.max(0, reader.until.getTime() - office.now().getTime()))
      request.raw.on('close', () => {
        off()
        clearInterval(beat)
        clearTimeout(end)
      })
    },
  }),
]
