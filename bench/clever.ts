import { openDistrict } from '../src/sources/clever/open.ts'
import { median } from './measure.ts'
import { peak, timed, withServed } from './served.ts'

/*
 * Reading a district through Clever against the least that anybody could do: fetch the same pages and parse them. Both
 * ask the same sandbox, in a process of its own. `node --import tsx bench/clever.ts [--students N] [--runs N]`.
 */

const pageSize = 10_000
const roles = ['student', 'teacher', 'staff', 'district_admin']
const lists = ['schools', 'terms', 'courses', ...roles.map(role => `users?role=${role}`), 'sections']

await withServed(async ({ description, district, runs, outside }) => {
  const { api, login, clientId, clientSecret } = description.clever
  const { districtId, token } = district.clever
  const settings = { api, login, clientId, tenantId: districtId, pageSize: String(pageSize) }
  const read = async () => await (await openDistrict(settings, outside('cleverSecret', clientSecret))).close()
  // Clever's records are made when they are first asked for: neither side is to wait for that.
  await fetchPages(api, token)
  const [floors, reads]: [number[], number[]] = [[], []]
  const before = peak()
  for (let run = 0; run < runs; run++) {
    reads.push(await timed(read))
    floors.push(await timed(async () => await fetchPages(api, token)))
  }
  const [floor, whole] = [median(floors), median(reads)]
  return [
    `students ${district.students}, page ${pageSize}, runs ${runs}`,
    `floor: fetch and JSON.parse    ${(floor / 1000).toFixed(2)} s`,
    `read: proven, as rows, spooled ${(whole / 1000).toFixed(2)} s = ${(whole / floor).toFixed(2)} x floor (limit 1.5)`,
    `peak memory of this process    ${peak()} MB, of which the floor alone took ${before}`,
  ]
})

/** Page after page by the last id, as a loop of five lines would. */
async function fetchPages(api: string, token: string): Promise<void> {
  for (const list of lists)
    for (let after = ''; ;) {
      const query = `${list.includes('?') ? '&' : '?'}limit=${pageSize}${after}`
      const answer = await fetch(`${api}/v3.1/${list}${query}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const { data } = (await answer.json()) as { data: { data: { id: string } }[] } // as Clever documents it
      if (data.length < pageSize) break
      after = `&starting_after=${data.at(-1)?.data.id ?? ''}`
    }
}
