import { RollbookError } from '../../roster/errors.ts'
import { connect } from '../../store/districts.ts'
import { keepSecret, listSecrets } from '../../store/secrets.ts'
import { districtParams } from '../contract/common.ts'
import { done } from '../contract/session.ts'
import { sourceBody } from '../contract/setup.ts'
import { noted } from '../noted.ts'
import { route } from '../route.ts'
import { openSetup, saveStep } from '../setup-call.ts'
import { refuseEarly, secretOf, sourceOf } from '../setup-state.ts'

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
      if (secret !== '') await keepSecret(office.store, { districtId: district.districtId, name, value: secret, who }, now)
      else if (!(await listSecrets(office.store.pool, district.districtId)).some(one => one.name === name && one.retiredAt === null))
        throw new RollbookError('INPUT_INVALID', 'Cannot ask this server: the secret is missing. Paste it as your system shows it')
      await saveStep(call, 'test', { ...state.answers, given: now.toISOString(), test: null, mapped: false, previewAfter: null })
      await connect(office.store.pool, district, sourceOf(system), settings, who)
      await noted(call, 'source.connect', system, { secret: secret !== '' })
      return { done: true as const }
    },
  }),
] // prettier-ignore
