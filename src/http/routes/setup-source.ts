import { RollbookError } from '../../roster/errors.ts'
import { bucketsOf } from '../../login/limits.ts'
import type { Application } from '../../sources/classlink/applications.ts'
import { connect } from '../../store/districts.ts'
import { keepSecret, listSecrets, retireSecret } from '../../store/secrets.ts'
import { holdSharer, refuseTaken } from '../../store/sharers.ts'
import { transact } from '../../store/transact.ts'
import { findSharer, listSharers } from '../../sync/sharers.ts'
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
    about: 'Looks for the district among those that share through ClassLink; Product Support confirms that it is theirs',
    params: districtParams,
    body: sharerBody,
    answer: sharerAnswer,
    refuses: ['SETUP_DONE', 'SETUP_EARLY', 'INPUT_INVALID', 'TENANT_TAKEN', 'TOO_MANY'],
    async handle(call) {
      const { office, district, body } = call
      bucketsOf(office.store).take('syncNow', `tenant ${district.key}`, office.now())
      const state = await openSetup(call)
      refuseEarly('connect', state)
      if (state.answers.system !== 'classlink')
        throw new RollbookError('INPUT_INVALID', 'Cannot look for a tenant: the system that was chosen is not ClassLink. Choose ClassLink first')
      const found = findSharer(await listSharers(office.store), body.tenant)
      if (found !== null) await refuseTaken(office.store.pool, district.districtId, 'classlink', found.tenantId)
      const tenant = tell(call, body.tenant, found)
      if (found !== null && tenant.state === 'confirmed') await tie(call, state, tenant, found)
      else await wait(call, state, tenant)
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

/** Whoever knows a tenant's id is not yet of it: a person of the vendor says so. In the demo there is nobody to ask. */
function tell({ office, reader }: SetupCall, asked: string, found: Application | null): Sharer {
  const blank = { asked, tenantId: found?.tenantId ?? '', name: '' }
  if (found === null) return { ...blank, state: 'unseen' }
  if (found.closed !== null) return { ...blank, state: 'closed' }
  const sure = reader.kind === 'vendor' || office.demo
  return sure ? { ...blank, name: found.tenantName, state: 'confirmed' } : { ...blank, state: 'unconfirmed' }
}

async function tie(call: SetupCall, { answers }: SetupState, tenant: Sharer, { tenantId, applicationId }: Application) {
  const { office, district, reader } = call
  const given = office.now().toISOString()
  await transact(office.store.pool, async client => {
    await holdSharer(client, district.districtId, 'classlink', tenantId)
    // Without the hosts of the vendor: each reading takes them from where the vendor changes them.
    await connect(client, district, 'classlink', { tenantId, applicationId }, `console:${reader.id}`)
  })
  await saveStep(call, 'test', { ...answers, tenant, given, test: null, mapped: false, previewAfter: null })
  await noted(call, 'source.connect', `tenant:${tenantId}`)
} // prettier-ignore

/** Keeps what was asked, so that it can be looked for again; Product Support hears of one that is to be confirmed. */
async function wait(call: SetupCall, { answers }: SetupState, tenant: Sharer) {
  const { office, district, reader } = call
  await saveStep(call, 'connect', { ...answers, tenant, given: null, test: null })
  const told = answers.tenant?.state === 'unconfirmed' && answers.tenant.tenantId === tenant.tenantId
  if (tenant.state !== 'unconfirmed' || told) return
  const message = `Tenant ${tenant.tenantId}: is it theirs? If so, confirm it on this page.`
  const page = `/d/${district.key}/settings/rostering/setup?step=connect`
  await askSupport(office, {
    district,
    kind: 'connection',
    answers: { system: 'ClassLink', message, page },
    reader,
  })
}
