import { openServer } from '../src/sources/oneroster-rest/open.ts'
import { median } from './measure.ts'
import { peak, timed, withServed } from './served.ts'

/*
 * Reading a OneRoster server against the least that anybody could do: fetch the same pages and parse them. Both ask the
 * same sandbox, in a process of its own. `node --import tsx bench/server.ts [--students N] [--runs N]`; what is known of
 * the machine is printed with it, for bench/results.md.
 */

const pageSize = 5000
const collections = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments']

await withServed(async ({ district, runs, outside }) => {
  const { url, tokenUrl, clientId, clientSecret } = district.oneroster12
  const token = await issue(tokenUrl, clientId, clientSecret)
  const settings = { url, tokenUrl, clientId, pageSize: String(pageSize) }
  const read = async (since: Date | null) =>
    await (await openServer(settings, outside('clientSecret', clientSecret, since))).close()
  const [floors, reads, deltas]: [number[], number[], number[]] = [[], [], []]
  for (let run = 0; run < runs; run++) {
    floors.push(await timed(async () => await fetchPages(url, token)))
    reads.push(await timed(async () => await read(null)))
    deltas.push(await timed(async () => await read(new Date())))
  }
  const [floor, whole, delta] = [median(floors), median(reads), median(deltas)]
  return [
    `students ${district.students}, page ${pageSize}, runs ${runs}`,
    `floor: fetch and JSON.parse    ${(floor / 1000).toFixed(2)} s`,
    `read: proven, as rows, spooled ${(whole / 1000).toFixed(2)} s = ${(whole / floor).toFixed(2)} x floor (limit 1.5)`,
    `nothing changed, as a delta    ${(delta / 1000).toFixed(2)} s (limit 2)`,
    `peak memory of this process    ${peak()} MB, floor included (limit 384)`,
  ]
})

async function issue(tokenUrl: string, id: string, secret: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
  const answer = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string } // RFC 6749
  return answer.access_token
}

/** Page after page, as a loop of five lines would. */
async function fetchPages(url: string, token: string): Promise<void> {
  for (const collection of collections)
    for (let offset = 0; ;) {
      const answer = await fetch(`${url}/${collection}?limit=${pageSize}&offset=${offset}&sort=sourcedId&orderBy=asc`, { headers: { authorization: `Bearer ${token}` } }) // prettier-ignore
      const body = (await answer.json()) as Record<string, unknown[]> // lists under one key
      const got = Object.values(body)[0]?.length ?? 0
      if (got === 0) break
      offset += got
    }
}
