import type { z } from 'zod'
import { chooseNotice, listListeners, listVendorPeople } from '../../store/notify-choices.ts'
import { listUndelivered, noDistrict } from '../../store/outbox.ts'
import { mayHear } from '../../notify/choices.ts'
import { listenerOf } from '../../notify/queue.ts'
import { memberUnknown } from '../../login/team.ts'
import { RollbookError } from '../../roster/errors.ts'
import { districtParams } from '../contract/common.ts'
import { chooseBody, listenerParams, notifications, type Notifications } from '../contract/notify.ts'
import { done } from '../contract/session.ts'
import { noted } from '../noted.ts'
import { presentNotices } from '../present/notify.ts'
import { route, type DistrictCall } from '../route.ts'
import type { Office } from '../office.ts'

const shownMail = 100
const choosing = { body: chooseBody, answer: done, refuses: ['MEMBER_UNKNOWN', 'NOTICE_LOCKED'] } as const

export const notifyRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/notifications',
    may: 'see',
    about: 'Who is told of what by e-mail, and mail that could not be delivered',
    params: districtParams,
    answer: notifications,
    async handle({ read, district: { districtId }, reader }) {
      return await read(async client => {
        const people = await listListeners(client, districtId)
        return presentNotices(people, await listUndelivered(client, districtId, shownMail), reader.id)
      })
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/notifications',
    may: 'see',
    about: 'Chooses what you are told of yourself',
    params: districtParams,
    ...choosing,
    handle: call => choose(call, call.reader.id),
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/notifications/:listener',
    may: 'team',
    about: 'Chooses what somebody of the team is told of',
    params: listenerParams,
    ...choosing,
    handle: call => choose(call, call.params.listener),
  }),
  route({
    method: 'GET',
    url: '/api/fleet/notifications',
    may: 'vendor',
    about: 'Which of the vendor’s people are told of requests, and sign-in mail that could not be delivered',
    answer: notifications,
    async handle({ office, reader }) {
      return await fleetNotices(office, reader.id)
    },
  }),
  route({
    method: 'PUT',
    url: '/api/fleet/notifications',
    may: 'vendor',
    about: 'Chooses whether you are told of requests',
    body: chooseBody,
    answer: done,
    refuses: ['NOTICE_LOCKED'],
    async handle({ office, reader, body }) {
      if (!mayHear(body.event, { role: 'vendor', schools: null })) throw locked(body.event)
      const choice = { districtId: noDistrict, consoleUserId: reader.id, ...body }
      await chooseNotice(office.store.pool, choice, office.now())
      return { done: true as const }
    },
  }),
]

type Choice = z.infer<typeof chooseBody>
type Done = z.infer<typeof done>

async function choose(call: DistrictCall<unknown, unknown, Choice>, consoleUserId: string): Promise<Done> {
  const { event, wanted } = call.body
  const { districtId } = call.district
  await call.write(async client => {
    const person = (await listListeners(client, districtId)).find(one => one.consoleUserId === consoleUserId)
    if (person === undefined) throw memberUnknown()
    if (!mayHear(event, listenerOf(person))) throw locked(event)
    await chooseNotice(client, { districtId, consoleUserId, event, wanted }, call.office.now())
  })
  await noted(call, 'notifications.choose', `console:${consoleUserId}`, { event, wanted })
  return { done: true }
}

async function fleetNotices({ store: { pool } }: Office, readerId: string): Promise<Notifications> {
  const mail = await listUndelivered(pool, noDistrict, shownMail)
  return presentNotices(await listVendorPeople(pool), mail, readerId)
}

function locked(event: string): RollbookError {
  return new RollbookError('NOTICE_LOCKED', `Cannot choose ${JSON.stringify(event)}: it tells of more than this person looks after. Give them another role first`) // prettier-ignore
}
