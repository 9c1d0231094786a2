import { bucketsOf } from '../../login/limits.ts'
import { actorOf, type Reader } from '../../login/reader.ts'
import { findGuest, lookLink, mailCode, makeLink, openLink, revokeLink } from '../../login/setup-links.ts'
import { ticketInvalid } from '../../login/tickets.ts'
import { listFleetLinks, listLinks, type SetupLink } from '../../store/setup-links.ts'
import { districtParams } from '../contract/common.ts'
import { done, session } from '../contract/session.ts'
import * as contract from '../contract/setup-links.ts'
import { browserOf, setBrowser } from '../cookie.ts'
import { mailLink, mailLinkCode } from '../letters.ts'
import { presentSession } from '../present/session.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { route } from '../route.ts'

const shown = 200

export const setupLinkRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/setup-links',
    may: 'settings',
    about: 'Links that were sent for the setup, and what became of each',
    params: districtParams,
    answer: contract.setupLinks,
    async handle({ office, district }) {
      const found = await listLinks(office.store.pool, district.districtId, shown)
      const names = await namesOf(office.store.pool, found.map(({ who }) => who))
      return { links: found.map(link => present(link, names, office.now())) }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/setup-links',
    may: 'settings',
    about: 'Mails somebody a link to the setup of this district, for which no account is needed',
    params: districtParams,
    body: contract.linkBody,
    answer: contract.linkMade,
    status: 201,
    refuses: ['EMAIL_INVALID', 'TOO_MANY'],
    async handle({ office, district, reader, body }) {
      bucketsOf(office.store).take('invite', `link ${district.key}`, office.now())
      const purpose = { districtId: district.districtId, email: body.email, who: doer(reader) }
      return { id: await makeLink(office.store, purpose, office.now(), mailLink(office, district)) }
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/districts/:district/setup-links/:link',
    may: 'settings',
    about: 'Calls a link back: it opens nothing any more, and whoever came by it is out',
    params: contract.linkParams,
    answer: done,
    refuses: ['TICKET_INVALID'],
    async handle({ office, district, reader, params }) {
      await revokeLink(office.store, district.districtId, params.link, doer(reader), office.now())
      return { done: true as const }
    },
  }),
  route({
    method: 'GET',
    url: '/api/fleet/setup-links',
    may: 'vendor',
    about: 'Links to setups of all districts, and how far each is',
    answer: contract.fleetSetupLinks,
    async handle({ office }) {
      const { pool } = office.store
      const found = await listFleetLinks(pool, shown)
      const names = await namesOf(pool, found.map(({ who }) => who))
      const links = found.map(link => ({ ...present(link, names, office.now()), district: { key: link.key, name: link.name }, step: link.step }))
      return { links }
    },
  }),
  route({
    method: 'POST',
    url: '/api/setup-link/look',
    may: 'open',
    about: 'Which setup a link is for, and whether this browser may go on with it',
    body: contract.lookBody,
    answer: contract.linkOpening,
    refuses: ['TICKET_INVALID', 'TOO_MANY'],
    async handle({ office, body, request }) {
      bucketsOf(office.store).take('ticketAddress', request.ip, office.now())
      const { link, state } = await lookLink(office.store, body.token, browserOf(office, request), office.now())
      return { state, district: { key: link.key, name: link.name }, email: masked(link.email) }
    },
  }),
  route({
    method: 'POST',
    url: '/api/setup-link/code',
    may: 'open',
    about: 'Mails six digits to the address the link was made for',
    body: contract.lookBody,
    answer: done,
    status: 202,
    refuses: ['TICKET_INVALID', 'TOO_MANY'],
    async handle({ office, body, request }) {
      bucketsOf(office.store).take('forgotAddress', request.ip, office.now())
      bucketsOf(office.store).take('linkCode', body.token, office.now())
      await mailCode(office.store, body.token, browserOf(office, request), office.now(), mailLinkCode(office))
      return { done: true as const }
    },
  }),
  route({
    method: 'POST',
    url: '/api/setup-link/open',
    may: 'open',
    about: 'Opens the setup with the mailed code, and ties the link to this browser',
    body: contract.openBody,
    answer: session,
    refuses: ['TICKET_INVALID', 'CODE_REFUSED', 'TOO_MANY'],
    async handle({ office, body, request, reply }) {
      const now = office.now()
      bucketsOf(office.store).take('ticketAddress', request.ip, now)
      const { link, secret } = await openLink(office.store, body.token, body.code, browserOf(office, request), now)
      setBrowser(office, reply, secret, link.expiresAt)
      const guest = await findGuest(office.store, secret, now)
      if (guest === null) throw ticketInvalid()
      return presentSession(guest, office)
    },
  }),
] // prettier-ignore

function doer(reader: Reader) {
  return { actor: actorOf(reader), actorKind: reader.kind }
}

function present(link: SetupLink, names: ReadonlyMap<string, string>, now: Date): contract.SetupLinkView {
  const { linkId, email, who, createdAt, expiresAt, openedAt, seenAt } = link
  return {
    id: linkId,
    email,
    who: nameIn(names, who),
    state: stateOf(link, now),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    openedAt: openedAt?.toISOString() ?? null,
    seenAt: seenAt?.toISOString() ?? null,
  }
}

function stateOf({ revokedAt, finishedAt, expiresAt, openedAt }: SetupLink, now: Date) {
  if (revokedAt !== null) return 'revoked'
  if (finishedAt !== null) return 'finished'
  if (expiresAt <= now) return 'expired'
  return openedAt === null ? 'sent' : 'opened'
}

/** Enough to know in which mailbox to look. */
function masked(email: string): string {
  const [name = '', host = ''] = email.split('@')
  return `${[...name][0] ?? ''}•••@${host}`
}
