import { RollbookError } from '../../roster/errors.ts'
import { bucketsOf } from '../../login/limits.ts'
import { connect, readPlace, savePlace } from '../../store/districts.ts'
import { providerNames, type ProviderName } from '../../store/providers.ts'
import { keepSecret, listSecrets, retireSecret } from '../../store/secrets.ts'
import { holdSharer, refuseTaken } from '../../store/sharers.ts'
import { transact } from '../../store/transact.ts'
import { findSharer, listSharers, type Sharing } from '../../sync/sharers.ts'
import { askSupport } from '../ask-support.ts'
import { districtParams } from '../contract/common.ts'
import { done } from '../contract/session.ts'
import { sourceBody, sharerAnswer, sharerBody, type Sharer } from '../contract/setup.ts'
import { noted } from '../noted.ts'
import { route } from '../route.ts'
import { openSetup, saveStep, type SetupCall } from '../setup-call.ts'
import { refuseEarly, secretOf, sourceOf, type SetupState } from '../setup-state.ts'

/** Where the records of a server are, and with what it is asked. The secret goes in here and comes out nowhere. */
export const setupSourceRoutes = [
  route({
    method: 'POST',
    url: '/api/districts/:district/setup/source',
    may: 'settings',
    about: 'Saves the address of a OneRoster server, and the secret, which no answer holds ever after',
    params: districtParams,
    body: sourceBody,
    answer: done,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'INPUT_INVALID'],
    async handle(call) {
      const { office, district, reader, body } = call
      const state = await openSetup(call)
      refuseEarly('connect', state)
      const { system } = state.answers
      if (system === null || sourceOf(system) !== 'oneroster-rest')
        throw new RollbookError('INPUT_INVALID', 'Cannot take an address: the system that was chosen has none. Choose a system that speaks OneRoster')
      const { secret = '', ...fields } = body
      const settings = Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])))
      const name = secretOf(settings)
      const who = `console:${reader.id}`
      const now = office.now()
      const { districtId } = district
      const kept = (await listSecrets(office.store.pool, districtId)).some(one => one.name === name && one.retiredAt === null)
      const same = state.connection !== null && isSamePlace(state.connection.settings, settings)
      // A secret goes where it was given for: at another address, whoever runs that would learn it.
      if (secret === '' && !(kept && same))
        throw new RollbookError('INPUT_INVALID', 'Cannot ask this server: the secret is missing, or was given for another address. Paste it as your system shows it')
      if (kept && !same) await retireSecret(office.store.pool, districtId, name, null, now)
      if (secret !== '') await keepSecret(office.store, { districtId, name, value: secret, who }, now)
      await saveStep(call, 'test', { ...state.answers, given: now.toISOString(), test: null, mapped: false, previewAfter: null })
      await connect(office.store.pool, district, sourceOf(system), settings, who)
      await noted(call, 'source.connect', system, { secret: secret !== '' })
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/setup/tenant',
    may: 'settings',
    about: 'Looks for the district among those that share through ClassLink or Clever; Product Support confirms that it is theirs',
    params: districtParams,
    body: sharerBody,
    answer: sharerAnswer,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'INPUT_INVALID', 'TENANT_TAKEN', 'TOO_MANY'],
    async handle(call) {
      const { office, district, body } = call
      bucketsOf(office.store).take('syncNow', `tenant ${district.key}`, office.now())
      const state = await openSetup(call)
      refuseEarly('connect', state)
      const provider = providerNames.find(one => one === state.answers.system)
      if (provider === undefined)
        throw new RollbookError('INPUT_INVALID', 'Cannot look for a tenant: the system that was chosen is neither ClassLink nor Clever. Choose one of them first')
      const { pool } = office.store
      if (body.place !== undefined) await savePlace(pool, district.districtId, body.place)
      const ours = { name: district.name, ...(await readPlace(pool, district.districtId)) }
      const found = findSharer(await listSharers(office.store, provider), body.tenant, ours)
      if (found !== null && found !== 'several') await refuseTaken(pool, district.districtId, provider, found.tenantId)
      const tenant = tell(call, state, body.tenant, found)
      const contacts = provider === 'clever' && body.contacts === true
      if (found !== null && found !== 'several' && tenant.state === 'confirmed')
        await tie(call, state, provider, tenant, contacts ? { ...found.settings, contacts: 'yes' } : found.settings)
      else await wait(call, state, provider, tenant)
      return { tenant }
    },
  }),
] // prettier-ignore

type Given = Readonly<Record<string, string>>

function isSamePlace(before: Given, after: Given): boolean {
  return (['url', 'tokenUrl'] as const).every(field => originOf(before[field]) === originOf(after[field]))
}

function originOf(address: string | undefined): string {
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : ''
}

/**
 * Whoever knows a tenant's id is not yet of it: a person of the vendor says so, who named it or saw it first. In the
 * demo there is nobody to ask.
 */
function tell({ office, reader }: SetupCall, { answers }: SetupState, asked: string, found: Sharing | 'several' | null): Sharer {
  if (found === null) return { asked, tenantId: '', name: '', state: 'unseen' }
  if (found === 'several') return { asked, tenantId: '', name: '', state: 'unconfirmed' }
  const { tenantId, name, closed } = found
  if (closed !== null) return { asked, tenantId, name: '', state: 'closed' }
  const named = asked.toLowerCase() === tenantId.toLowerCase() || answers.tenant?.tenantId === tenantId
  const sure = office.demo || (reader.kind === 'vendor' && named)
  return { asked, tenantId, name: sure ? name : '', state: sure ? 'confirmed' : 'unconfirmed' }
} // prettier-ignore

async function tie(call: SetupCall, { answers }: SetupState, provider: ProviderName, tenant: Sharer, settings: Sharing['settings']) {
  const { office, district, reader } = call
  const given = office.now().toISOString()
  await transact(office.store.pool, async client => {
    await holdSharer(client, district.districtId, provider, tenant.tenantId)
    // Without the hosts of the vendor: each reading takes them from where the vendor changes them.
    await connect(client, district, provider, settings, `console:${reader.id}`)
  })
  await saveStep(call, 'test', { ...answers, tenant, given, test: null, mapped: false, previewAfter: null })
  await noted(call, 'source.connect', `tenant:${tenant.tenantId}`)
} // prettier-ignore

const called: Readonly<Record<ProviderName, string>> = { classlink: 'ClassLink', clever: 'Clever' }

/** Keeps what was asked, so that it can be looked for again; Product Support hears of one that is to be confirmed. */
async function wait(call: SetupCall, { answers }: SetupState, provider: ProviderName, tenant: Sharer) {
  const { office, district, reader } = call
  await saveStep(call, 'connect', { ...answers, tenant, given: null, test: null })
  const told = answers.tenant?.state === 'unconfirmed' && answers.tenant.tenantId === tenant.tenantId
  if (tenant.state !== 'unconfirmed' || told) return
  const message = tenant.tenantId === '' ? 'Several may be meant: see which of them is theirs, and connect it.' : `Tenant ${tenant.tenantId}: is it theirs? If so, confirm it on this page.`
  const page = `/d/${district.key}/settings/rostering/setup?step=connect`
  await askSupport(office, {
    district,
    kind: 'connection',
    answers: { system: called[provider], message, page },
    reader,
  })
} // prettier-ignore
