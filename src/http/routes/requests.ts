import { bucketsOf } from '../../login/limits.ts'
import { queueMail } from '../../notify/queue.ts'
import { RollbookError } from '../../roster/errors.ts'
import { note } from '../../store/audit.ts'
import { closeRequest, listFleetRequests, listOwnRequests, type RequestRow } from '../../store/requests.ts'
import { transact } from '../../store/transact.ts'
import { districtParams } from '../contract/common.ts'
import {
  answerBody,
  answerParams,
  fleetRequests,
  ownRequests,
  requestBody,
  requestKind,
  requestMade,
  type RequestView,
} from '../contract/requests.ts'
import { done } from '../contract/session.ts'
import { askSupport } from '../ask-support.ts'
import { nameIn, namesOf } from '../present/who.ts'
import { route } from '../route.ts'

const shown = 200

export const requestRoutes = [
  route({
    method: 'POST',
    url: '/api/districts/:district/requests',
    may: 'see',
    about: 'Asks something of Product Support, with what the page knows already',
    params: districtParams,
    body: requestBody,
    answer: requestMade,
    status: 201,
    refuses: ['TOO_MANY'],
    async handle({ office, district, reader, body: { kind, answers } }) {
      bucketsOf(office.store).take('request', district.districtId, office.now())
      const id = await askSupport(office, { district, kind, answers, reader })
      return { id }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/requests',
    may: 'see',
    about: 'What the district asked of Product Support, and the answers',
    params: districtParams,
    answer: ownRequests,
    async handle({ office, district, read }) {
      const found = await read(client => listOwnRequests(client, district.districtId, shown))
      const people = await namesOf(office.store.pool, found.map(({ who }) => who))
      return { requests: found.map(one => present(one, people)) }
    },
  }),
  route({
    method: 'GET',
    url: '/api/fleet/requests',
    may: 'vendor',
    about: 'Requests of all districts: the open ones first, the oldest on top',
    answer: fleetRequests,
    async handle({ office }) {
      const found = await listFleetRequests(office.store.pool, shown)
      const people = await namesOf(office.store.pool, found.map(({ who }) => who))
      const requests = found.map(one => ({ ...present(one, people), district: { key: one.key, name: one.name } }))
      return { open: requests.filter(({ status }) => status === 'open').length, requests }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/requests/:request/answer',
    may: 'vendor',
    about: 'Answers a request and closes it; whoever asked is told by mail',
    params: answerParams,
    body: answerBody,
    answer: done,
    refuses: ['REQUEST_UNKNOWN'],
    async handle({ office, district: { districtId }, reader, params: { request }, body: { answer } }) {
      const now = office.now()
      const { store } = office
      await transact(store.pool, async client => {
        const closed = await closeRequest(client, districtId, request, answer, now)
        if (closed === null) throw requestUnknown(request)
        const asker = /^console:([0-9a-f-]{36})$/.exec(closed.who)?.[1]
        if (answer !== null && asker !== undefined) {
          const letter = { template: 'answered', request } as const
          await queueMail(client, store, { districtId, consoleUserId: asker, letter, token: null }, now, request)
        }
        const actor = `console:${reader.id}`
        await note(client, { districtId, at: now, actor, actorKind: reader.kind, action: 'support.answer', target: `request:${request}`, detail: {} })
      })
      return { done: true as const }
    },
  }),
] // prettier-ignore

function present(one: RequestRow, people: ReadonlyMap<string, string>): RequestView {
  const { id, status, answer, createdAt, answeredAt } = one
  const told = Object.entries(one.answers).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return {
    id,
    kind: requestKind.catch('help').parse(one.kind),
    answers: Object.fromEntries(told),
    status: status === 'open' ? 'open' : 'closed',
    who: nameIn(people, one.who),
    createdAt: createdAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    answer,
  }
} // prettier-ignore

function requestUnknown(id: string): RollbookError {
  return new RollbookError('REQUEST_UNKNOWN', `Cannot answer request ${id}: there is no open one of this id in the district. Look at the list again`) // prettier-ignore
}
