import { bucketsOf } from '../../login/limits.ts'
import { beginFactor, confirmFactor, dropFactor } from '../../login/second-factor.ts'
import type { Reader } from '../../login/reader.ts'
import { RollbookError } from '../../roster/errors.ts'
import { findConsoleUser, setLocale } from '../../store/console-users.ts'
import { done, factorBegun, factorCode, factorConfirmed, factorState, meBody } from '../contract/session.ts'
import { route } from '../route.ts'

export const meRoutes = [
  route({
    method: 'PATCH',
    url: '/api/me',
    may: 'signed_in',
    about: 'The language of the console and of mail to you',
    body: meBody,
    answer: done,
    async handle({ office, reader, body }) {
      consoleOnly(reader)
      await setLocale(office.store.pool, reader.id, body.locale)
      return { done: true as const }
    },
  }),
  route({
    method: 'GET',
    url: '/api/me/factor',
    may: 'signed_in',
    about: 'Whether you have a second factor, and how many recovery codes are left',
    answer: factorState,
    async handle({ office, reader }) {
      consoleOnly(reader)
      const user = await findConsoleUser(office.store.pool, reader.id)
      return { on: reader.factor, recoveryLeft: user?.recoveryHashes.length ?? 0 }
    },
  }),
  route({
    method: 'POST',
    url: '/api/me/factor',
    may: 'signed_in',
    about: 'Begins with a second factor; it counts once a code of it was given',
    answer: factorBegun,
    refuses: ['PROOF_NEEDED'],
    async handle({ office, reader }) {
      consoleOnly(reader)
      return await beginFactor(office.store, reader, office.now())
    },
  }),
  route({
    method: 'POST',
    url: '/api/me/factor/confirm',
    may: 'signed_in',
    about: 'Takes the second factor into use, and shows the recovery codes once',
    body: factorCode,
    answer: factorConfirmed,
    refuses: ['PROOF_NEEDED', 'CODE_REFUSED', 'TOO_MANY'],
    async handle({ office, reader, body }) {
      consoleOnly(reader)
      bucketsOf(office.store).take('proof', reader.id, office.now())
      return { recovery: await confirmFactor(office.store, reader, body.code, office.now()) }
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/me/factor',
    may: 'signed_in',
    about: 'Does without a second factor',
    answer: done,
    refuses: ['PROOF_NEEDED'],
    async handle({ office, reader }) {
      consoleOnly(reader)
      await dropFactor(office.store, reader, office.now())
      return { done: true as const }
    },
  }),
]

/** Teachers and students sign in with their district's provider: there is no password of ours to add to. */
function consoleOnly({ kind }: Reader): void {
  if (kind === 'user')
    throw new RollbookError('RIGHT_MISSING', 'Cannot do this: it is for people of the console. Your school looks after how you sign in') // prettier-ignore
}
