import { note } from '../../store/audit.ts'
import { changeDistrict, districtSince, readPlace, savePlace } from '../../store/districts.ts'
import { listMembers } from '../../store/members.ts'
import { readSchedule } from '../../store/schedules.ts'
import { transact } from '../../store/transact.ts'
import { changeCalendar } from '../../sync/calendar.ts'
import { districtParams } from '../contract/common.ts'
import { general, generalBody } from '../contract/general.ts'
import { done } from '../contract/session.ts'
import { route } from '../route.ts'

export const generalRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/general',
    may: 'see',
    about: 'How the district is called, where its clocks hang, and whom to reach',
    params: districtParams,
    answer: general,
    async handle({ read, district: { districtId, key, name, zone } }) {
      return await read(async client => {
        const members = await listMembers(client, districtId)
        const owners = members.filter(({ role }) => role === 'owner')
        return {
          key,
          name,
          zone,
          place: await readPlace(client, districtId),
          since: (await districtSince(client, districtId)).toISOString(),
          owners: owners.map(({ consoleUserId: id, name, email }) => ({ id, name, email })),
        }
      })
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/general',
    may: 'settings',
    about: 'Renames the district, or moves it to another zone; a schedule by the old zone moves along',
    params: districtParams,
    body: generalBody,
    answer: done,
    refuses: ['ZONE_UNKNOWN', 'SCHEDULE_MOVED'],
    async handle({ office, district, reader, body }) {
      const { districtId, name, zone } = district
      const now = office.now()
      const who = `console:${reader.id}`
      // Both, or neither: days are told by the one and syncs by the other.
      await transact(office.store.pool, async client => {
        await changeDistrict(client, district, body)
        if (body.place !== undefined) await savePlace(client, districtId, body.place)
        const calendar = await readSchedule(client, districtId)
        if (calendar !== null && calendar.version > 0 && calendar.schedule.zone === zone && body.zone !== zone)
          await changeCalendar(client, calendar, { version: calendar.version, schedule: { ...calendar.schedule, zone: body.zone }, who, now })
        const detail = { before: { name, zone }, after: body }
        await note(client, { districtId, at: now, actor: who, actorKind: reader.kind, action: 'settings.general', target: null, detail })
      })
      return { done: true as const }
    },
  }),
] // prettier-ignore
