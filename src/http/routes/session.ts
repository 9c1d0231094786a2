import { z } from 'zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { demoPeople as listDemo, findDemoPerson } from '../../login/demo.ts'
import { acceptInvite } from '../../login/invites.ts'
import { bucketsOf } from '../../login/limits.ts'
import { forgotPassword, resetPassword } from '../../login/reset.ts'
import { finishSignIn, signIn, signInAs } from '../../login/sign-in.ts'
import { prove, signOut, type SignedIn } from '../../login/sessions.ts'
import { findTicket, ticketInvalid } from '../../login/tickets.ts'
import { RollbookError } from '../../roster/errors.ts'
import { listSeats } from '../../store/members.ts'
import * as contract from '../contract/session.ts'
import { dropCookie, setCookie, tokenOf } from '../cookie.ts'
import { presentSession } from '../present/session.ts'
import { route } from '../route.ts'
import type { Service } from '../service.ts'

const { done, session } = contract

export const sessionRoutes = [
  route({
    method: 'GET',
    url: '/api/session',
    may: 'signed_in',
    about: 'Who is signed in, and where they may do what',
    answer: session,
    async handle({ reader, service }) {
      return await Promise.resolve(presentSession(reader, service))
    },
  }),
  route({
    method: 'POST',
    url: '/api/session',
    may: 'open',
    about: 'Signs in by e-mail and password, or says that a second factor is needed',
    body: contract.signInBody,
    answer: z.union([session, contract.factorNeeded]),
    refuses: ['SIGN_IN_REFUSED', 'SIGN_IN_LOCKED', 'TOO_MANY'],
    async handle({ service, body, request, reply }) {
      const now = service.now()
      const buckets = bucketsOf(service.store)
      buckets.take('signInAddress', request.ip, now)
      buckets.take('signInEmail', body.email.toLowerCase(), now)
      const result = await signIn(service.store, body, now)
      if (result.kind === 'factor') return { secondFactor: 'totp' as const, ticket: result.ticket }
      return await welcome(service, request, reply, result)
    },
  }),
  route({
    method: 'POST',
    url: '/api/session/second-factor',
    may: 'open',
    about: 'The second half of a sign-in: the ticket of the first and a code',
    body: contract.factorBody,
    answer: session,
    refuses: ['CODE_REFUSED', 'TICKET_INVALID', 'TOO_MANY'],
    async handle({ service, body, request, reply }) {
      bucketsOf(service.store).take('signInAddress', request.ip, service.now())
      return await welcome(service, request, reply, await finishSignIn(service.store, body.ticket, body.code, service.now())) // prettier-ignore
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/session',
    may: 'open',
    about: 'Signs out',
    answer: done,
    async handle({ service, request, reply }) {
      const token = tokenOf(service, request)
      if (token !== null) await signOut(service.store, token)
      dropCookie(service, reply)
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/session/prove',
    may: 'signed_in',
    about: 'Confirms with password or code that it is still you, as approvals and exports ask for',
    body: contract.proofBody,
    answer: session,
    refuses: ['PROOF_REFUSED', 'CODE_REFUSED', 'SIGN_IN_LOCKED', 'TOO_MANY'],
    async handle({ service, body, reader, request, reply }) {
      bucketsOf(service.store).take('proof', reader.id, service.now())
      const result = await prove(service.store, tokenOf(service, request) ?? '', body, service.now())
      setCookie(service, reply, result.token)
      return presentSession(result.reader, service)
    },
  }),
  route({
    method: 'POST',
    url: '/api/password/forgot',
    may: 'open',
    about: 'Mails a link for a new password, if anybody has this address; the answer is the same if not',
    body: contract.forgotBody,
    answer: done,
    status: 202,
    refuses: ['TOO_MANY'],
    async handle({ service, body, request }) {
      const now = service.now()
      const buckets = bucketsOf(service.store)
      buckets.take('forgotAddress', request.ip, now)
      buckets.take('forgotEmail', body.email.toLowerCase(), now)
      await forgotPassword(service.store, body.email, now)
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/password/reset',
    may: 'open',
    about: 'Sets a new password by the mailed link, and signs out everywhere',
    body: contract.resetBody,
    answer: done,
    refuses: ['TICKET_INVALID', 'PASSWORD_WEAK', 'TOO_MANY'],
    async handle({ service, body, request, reply }) {
      bucketsOf(service.store).take('ticketAddress', request.ip, service.now())
      await resetPassword(service.store, body.token, body.password, service.now())
      dropCookie(service, reply)
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/invites/look',
    may: 'open',
    about: 'Whom an invitation is for; it is not used up',
    body: contract.inviteLookBody,
    answer: contract.inviteView,
    refuses: ['TICKET_INVALID', 'TOO_MANY'],
    async handle({ service, body, request }) {
      bucketsOf(service.store).take('ticketAddress', request.ip, service.now())
      const user = await findTicket(service.store, 'invite', body.token, service.now())
      if (user === null) throw ticketInvalid()
      const seats = await listSeats(service.store.pool, user.consoleUserId)
      const nameless = user.email === ''
      return {
        email: nameless ? null : user.email,
        name: nameless ? '' : user.name,
        districts: seats.map(({ name }) => name),
        vendor: user.vendorRole !== null,
      }
    },
  }),
  route({
    method: 'POST',
    url: '/api/invites/accept',
    may: 'open',
    about: 'Takes an invitation: sets name and password, and signs in',
    body: contract.acceptBody,
    answer: session,
    refuses: ['TICKET_INVALID', 'PASSWORD_WEAK', 'EMAIL_INVALID', 'EMAIL_TAKEN', 'TOO_MANY'],
    async handle({ service, body, request, reply }) {
      bucketsOf(service.store).take('ticketAddress', request.ip, service.now())
      return await welcome(service, request, reply, await acceptInvite(service.store, body.token, body, service.now())) // prettier-ignore
    },
  }),
  route({
    method: 'GET',
    url: '/api/demo',
    may: 'open',
    about: 'Whom to sign in as; only in the demo',
    answer: contract.demoPeople,
    async handle({ service }) {
      demoOnly(service)
      return { people: await listDemo(service.store) }
    },
  }),
  route({
    method: 'POST',
    url: '/api/demo/session',
    may: 'open',
    about: 'Signs in as somebody of the list; only in the demo',
    body: contract.demoBody,
    answer: session,
    async handle({ service, body, request, reply }) {
      demoOnly(service)
      const person = await findDemoPerson(service.store, body.id)
      if (person === null) throw nothingHere()
      return await welcome(service, request, reply, await signInAs(service.store, person, service.now(), true)) // prettier-ignore
    },
  }),
]

/** A new sign-in always replaces the old one: a cookie that somebody planted beforehand is worth nothing after it. */
async function welcome(service: Service, request: FastifyRequest, reply: FastifyReply, { token, reader }: SignedIn) {
  const old = tokenOf(service, request)
  if (old !== null) await signOut(service.store, old)
  setCookie(service, reply, token)
  return presentSession(reader, service)
} // prettier-ignore

function demoOnly({ demo }: Service): void {
  if (!demo) throw nothingHere()
}

function nothingHere(): RollbookError {
  return new RollbookError('NOT_FOUND', 'Cannot find this address: there is nothing here. Go back, or look at /api/docs') // prettier-ignore
}
