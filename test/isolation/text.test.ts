import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../../src/http/routes.ts'
import type { District } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { Browser, openOffice } from '../http/office.ts'
import { freshDistrict, joins, morning } from '../support/console.ts'
import { freshStore } from '../support/database.ts'
import { urlOf } from './sample.ts'

/** Texts that a database, a parser or a page may stumble over, at every address that takes any. */
const odd = ['%00', "'%3B--", '%25%5C', '%F0%9F%8E%92', '%E2%80%AE', '%ED%A0%80', 'x'.repeat(3_000)]

let store: Store
let office: Awaited<ReturnType<typeof openOffice>>
let home: District
let owner: Browser
beforeAll(async () => {
  store = await freshStore()
  office = await openOffice(store, { now: morning })
  home = await freshDistrict(store)
  owner = new Browser(office.app)
  owner.cookie = (await joins(store, home, 'owner')).token
})
afterAll(async () => {
  await office.close()
  await store.close()
})

test('no text in the question of any address breaks the answer', async () => {
  const broken = []
  let asked = 0
  for (const route of routes.filter(({ method, url }) => method === 'GET' && !url.endsWith('/live')))
    for (const name of namesOf(route.query))
      for (const text of odd) {
        const plain = urlOf(route, { district: home.key })
        const url = `${plain}${plain.includes('?') ? '&' : '?'}${name}=${text}`
        const { status } = await owner.ask('GET', url)
        asked++
        if (status >= 500) broken.push(`${route.url}?${name}=${text.slice(0, 20)}: ${status}`)
      }
  expect(broken).toEqual([])
  expect(asked).toBeGreaterThan(100)
})

function namesOf(query: z.ZodType | undefined): string[] {
  if (query === undefined) return []
  return Object.keys(z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }).properties ?? {})
}
