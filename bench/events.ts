import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startWork } from '../src/desk/start.ts'
import { addDistrict, connect } from '../src/store/districts.ts'
import { openStore } from '../src/store/open.ts'
import { saveProvider } from '../src/store/providers.ts'
import { keepSecret, vendorScope } from '../src/store/secrets.ts'
import { sync } from '../src/sync/sync.ts'
import { median } from './measure.ts'
import { withServed } from './served.ts'

/*
 * How long a change at Clever takes to the roster, asked for every two seconds: from the moment at which the sandbox,
 * in a process of its own, has published its event, to the row. `node --import tsx bench/events.ts [--students N]`.
 */

const changes = 9

await withServed(async ({ description, district }) => {
  const data = await mkdtemp(join(tmpdir(), 'rollbook-events-'))
  const store = { ...(await openStore({ data, url: null })), loopback: true }
  const { api, login, clientId, clientSecret } = description.clever
  const now = new Date()
  await saveProvider(store.pool, 'clever', { api, login, clientId }, 'bench', now)
  await keepSecret(store, { districtId: vendorScope, name: 'cleverSecret', value: clientSecret, who: 'bench' }, now) // prettier-ignore
  const lincoln = await addDistrict(store.pool, 'lincoln', 'Lincoln USD', 'America/Chicago')
  const settings = { tenantId: district.clever.districtId, events: 'yes', poll: '2' }
  await connect(store.pool, lincoln, 'clever', settings, 'bench')
  const change = async (body: object) => {
    const url = `${description.control}/districts/${district.key}/changes`
    await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  }
  await change({ kind: 'events' })
  const order = { store, district: 'lincoln', trigger: 'manual', who: 'bench', from: null, planOnly: false, today: () => '2026-11-26', progress: () => undefined } // prettier-ignore
  await sync(order)
  const work = await startWork({
    store,
    now: () => new Date(),
    log: () => {},
    concurrency: 1,
    schedule: true,
  })
  const student = district.clever.users.find(({ role }) => role === 'student')
  const took: number[] = []
  for (let turn = 0; turn < changes; turn++) {
    const value = `Okafor ${turn}`
    await change({
      kind: 'put',
      collection: 'users',
      sourcedId: student?.sourcedId,
      column: 'familyName',
      value,
    })
    const began = performance.now()
    while ((await store.pool.query('select from users where family_name = $1', [value])).rowCount === 0) await wait(20) // prettier-ignore
    took.push(performance.now() - began)
    // So that the questions do not keep step with the changes.
    await wait(500 + 313 * turn)
  }
  await work.close(0)
  await store.close()
  await rm(data, { recursive: true, force: true })
  const seconds = (millis: number) => `${(millis / 1000).toFixed(1)} s`
  return [
    `students ${district.students}, asked every 2 s, ${changes} changes`,
    `event to roster: median ${seconds(median(took))}, longest ${seconds(Math.max(...took))} (limit 5 s)`,
  ]
})
