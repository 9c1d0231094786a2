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
import { mailReset } from '../letters.ts'
import { presentSession } from '../present/session.ts'
import { route } from '../route.ts'
import type { Office } from '../office.ts'

const { done, session } = contract

export const sessionRoutes = [
  route({
    method: 'GET',
    url: '/api/session',
    may: 'signed_in',
    about: 'Who is signed in, and where they may do what',
    answer: session,
    async handle({ reader, office }) {
      return await Promise.resolve(presentSession(reader, office))
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
    async handle({ office, body, request, reply }) {
      const now = office.now()
      const buckets = bucketsOf(office.store)
      buckets.take('signInAddress', request.ip, now)
      buckets.take('signInEmail', body.email.toLowerCase(), now)
      const result = await signIn(office.store, body, now)
      if (result.kind === 'factor') return { secondFactor: 'totp' as const, ticket: result.ticket }
      return await welcome(office, request, reply, result)
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
    async handle({ office, body, request, reply }) {
      bucketsOf(office.store).take('signInAddress', request.ip, office.now())
      return await welcome(office, request, reply, await finishSignIn(office.store, body.ticket, body.code, office.now())) // prettier-ignore
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/session',
    may: 'open',
    about: 'Signs out',
    answer: done,
    async handle({ office, request, reply }) {
      const token = tokenOf(office, request)
      if (token !== null) await signOut(office.store, token)
      dropCookie(office, reply)
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
    async handle({ office, body, reader, request, reply }) {
      bucketsOf(office.store).take('proof', reader.id, office.now())
      const result = await prove(office.store, tokenOf(office, request) ?? '', body, office.now())
      setCookie(office, reply, result.token)
      return presentSession(result.reader, office)
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
    async handle({ office, body, request }) {
      const now = office.now()
      const buckets = bucketsOf(office.store)
      buckets.take('forgotAddress', request.ip, now)
      buckets.take('forgotEmail', body.email.toLowerCase(), now)
      await forgotPassword(office.store, body.email, now, mailReset(office))
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
    async handle({ office, body, request, reply }) {
      bucketsOf(office.store).take('ticketAddress', request.ip, office.now())
      await resetPassword(office.store, body.token, body.password, office.now())
      dropCookie(office, reply)
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
    async handle({ office, body, request }) {
      bucketsOf(office.store).take('ticketAddress', request.ip, office.now())
      const user = await findTicket(office.store, 'invite', body.token, office.now())
      if (user === null) throw ticketInvalid()
      const seats = await listSeats(office.store.pool, user.consoleUserId)
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
    async handle({ office, body, request, reply }) {
      bucketsOf(office.store).take('ticketAddress', request.ip, office.now())
      return await welcome(office, request, reply, await acceptInvite(office.store, body.token, body, office.now())) // prettier-ignore
    },
  }),
  route({
    method: 'GET',
    url: '/api/demo',
    may: 'open',
    about: 'Whom to sign in as; only in the demo',
    answer: contract.demoPeople,
    async handle({ office }) {
      demoOnly(office)
      return { people: await listDemo(office.store, office.now()) }
    },
  }),
  route({
    method: 'POST',
    url: '/api/demo/session',
    may: 'open',
    about: 'Signs in as somebody of the list; only in the demo',
    body: contract.demoBody,
    answer: session,
    async handle({ office, body, request, reply }) {
      demoOnly(office)
      const person = await findDemoPerson(office.store, body.id)
      if (person === null) throw nothingHere()
      return await welcome(office, request, reply, await signInAs(office.store, person, office.now(), true)) // prettier-ignore
    },
  }),
]

/** A new sign-in always replaces the old one: a cookie that somebody planted beforehand is worth nothing after it. */
async function welcome(office: Office, request: FastifyRequest, reply: FastifyReply, { token, reader }: SignedIn) {
  const old = tokenOf(office, request)
  if (old !== null) await signOut(office.store, old)
  setCookie(office, reply, token)
  return presentSession(reader, office)
} // prettier-ignore

function demoOnly({ demo }: Office): void {
  if (!demo) throw nothingHere()
}

function nothingHere(): RollbookError {
  return new RollbookError('NOT_FOUND', 'Cannot find this address: there is nothing here. Go back, or look at /api/docs') // prettier-ignore
}
