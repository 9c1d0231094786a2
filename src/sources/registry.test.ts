import { afterAll, beforeAll, expect, test } from 'vitest'
import { conform } from '../../test/sources/conform.ts'
import { folderOf } from '../../test/sources/drops.ts'
import { lincoln12 } from '../../test/sources/lincoln.ts'
import { outsideOf } from '../../test/sources/rest-server.ts'
import { startSandbox, type Sandbox } from '../sandbox/serve.ts'
import { findSource, lacking, sourceNames, sources, type Settings } from './registry.ts'

let sandbox: Sandbox
beforeAll(async () => {
  const plan = { key: 'lincoln', schools: 2, students: 60, seed: 'conform' }
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: [plan] })
})
afterAll(() => sandbox.close())

const served = () => {
  const [district] = sandbox.description.districts
  if (district === undefined) throw new Error('the sandbox has one district')
  return { district, link: sandbox.description.classlink }
}

conform('oneroster-csv, opened by its name', async () => {
  const path = await folderOf(lincoln12)
  return await sources['oneroster-csv'].open({ path }, { profile: 'tolerant' })
})

for (const version of ['1.1', '1.2'] as const)
  conform(`oneroster-rest ${version} of the sandbox`, async () => {
    const { district } = served()
    const { url, tokenUrl, clientId, clientSecret } = version === '1.1' ? district.oneroster11 : district.oneroster12
    return await openBeyond('oneroster-rest', { url, tokenUrl, clientId, pageSize: '25' }, { clientSecret: [clientSecret] })
  }) // prettier-ignore

conform('oneroster-rest, signed by OAuth 1.0a', async () => {
  const { url, oauth1 } = served().district.oneroster11
  const settings = { url, auth: 'oauth1-sha256', clientId: oauth1.key }
  return await openBeyond('oneroster-rest', settings, { clientSecret: [oauth1.secret] })
})

for (const access of ['proxy', 'direct'])
  conform(`classlink, by its ${access}`, async () => {
    const { district, link } = served()
    const settings = { tenantId: String(district.classlink.tenantId), proxy: link.proxy, access }
    return await openBeyond('classlink', settings, { partnerKey: [link.partnerKey] })
  })

async function openBeyond(name: string, settings: Settings, secrets: Record<string, string[]>) {
  return await findSource(name).open(settings, { profile: 'tolerant', outside: await outsideOf(secrets) })
}

test('each source stands under its own name', () => {
  expect(Object.values(sources).map(({ name }) => name)).toEqual([...sourceNames])
})

test('a source that this release does not know is refused, and those it knows are named', () => {
  expect(() => findSource('powerschool')).toThrow(
    'Cannot read from "powerschool": this release knows no such source. Choose one of oneroster-csv, oneroster-rest, classlink, clever',
  )
})

test('a source says which of its fields are still to be given', () => {
  expect(lacking(sources['oneroster-csv'], {})).toEqual(['path'])
  expect(lacking(sources['oneroster-csv'], { path: '' })).toEqual(['path'])
  expect(lacking(sources['oneroster-csv'], { path: 'drop.zip' })).toEqual([])
})
