import type { HandDeed } from '../../apply/hand.ts'
import { bucketsOf } from '../../login/limits.ts'
import { takeHeadcounts } from '../../store/headcounts.ts'
import { refreshSearch } from '../../store/search/refresh.ts'
import { handRun } from '../../sync/hand-run.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { defaultSchedule } from '../../roster/schedule.ts'
import { districtParams } from '../contract/common.ts'
import { handBody, handMade, handParams, type HandMade } from '../contract/hand.ts'
import { noted } from '../noted.ts'
import { route, type DistrictCall } from '../route.ts'

const refuses = ['RECORD_UNKNOWN', 'RECORD_ROSTERED', 'SCHOOL_UNKNOWN', 'LOGIN_TAKEN', 'DISTRICT_BUSY', 'NOT_CONNECTED', 'TOO_MANY'] // prettier-ignore

export const handRoutes = [
  route({
    method: 'POST',
    url: '/api/districts/:district/people',
    may: 'decide',
    about: 'Makes a person by hand, with a role at a school; no sync touches them until the source brings the same one',
    params: districtParams,
    body: handBody,
    answer: handMade,
    status: 201,
    refuses,
    handle: call => deed(call, 'hand.create', { do: 'create', person: call.body }),
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/people/:id',
    may: 'decide',
    about: 'Changes a person who was made by hand',
    params: handParams,
    body: handBody,
    answer: handMade,
    refuses,
    handle: call => deed(call, 'hand.update', { do: 'update', id: call.params.id, person: call.body }),
  }),
  route({
    method: 'DELETE',
    url: '/api/districts/:district/people/:id',
    may: 'decide',
    about: 'Takes out a person who was made by hand: suspended at once, and brought back the same',
    params: handParams,
    answer: handMade,
    refuses,
    handle: call => deed(call, 'hand.remove', { do: 'remove', id: call.params.id }),
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/people/:id/restore',
    may: 'decide',
    about: 'Brings back a person who was taken out by hand',
    params: handParams,
    answer: handMade,
    refuses,
    handle: call => deed(call, 'hand.restore', { do: 'restore', id: call.params.id }),
  }),
] // prettier-ignore

/** Does it at once, and lets search and counts know. */
async function deed(
  call: DistrictCall<unknown, unknown, unknown>,
  action: string,
  what: HandDeed,
): Promise<HandMade> {
  const { office, district, reader } = call
  const { store } = office
  bucketsOf(store).take('hand', reader.id, office.now())
  const today = (zone: string) => dayOf({ ...defaultSchedule(zone), pausedByHand: null }, office.now())
  const order = { store, district: district.key, who: `console:${reader.id}`, today, deed: what }
  const { run, id } = await handRun(order)
  await noted(call, action, `user:${id}`, { run })
  await refreshSearch(store.pool, district.districtId)
  await takeHeadcounts(store.pool, district.districtId, today(district.zone))
  return { id, run }
}
