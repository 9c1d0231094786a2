import { bucketsOf } from '../../login/limits.ts'
import { actorOf } from '../../login/reader.ts'
import { findConnection } from '../../store/districts.ts'
import { assertRefreshable } from '../../sync/refresh.ts'
import { asked, refreshBody, syncBody } from '../contract/sync.ts'
import { districtParams } from '../contract/common.ts'
import { noted } from '../noted.ts'
import { route } from '../route.ts'

export const syncRoutes = [
  route({
    method: 'POST',
    url: '/api/districts/:district/sync',
    may: 'run',
    about: 'Reads the source now and applies what is safe; or only shows what would change',
    params: districtParams,
    body: syncBody,
    answer: asked,
    status: 202,
    async handle(call) {
      const { office, district, reader, body } = call
      bucketsOf(office.store).take('syncNow', `${reader.id} ${district.key}`, office.now())
      const task = await office.desk.ask({
        ask: 'sync',
        district: district.key,
        trigger: 'manual',
        who: actorOf(reader),
        planOnly: body.planOnly,
      })
      await noted(call, body.planOnly ? 'sync.preview' : 'sync.start', null)
      return { task, message: task === null ? 'A sync is waiting already' : 'The sync begins in a moment' }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/refresh',
    may: 'run',
    about:
      'Reads one school, class or person again, with what hangs on it, where the source gives single records',
    params: districtParams,
    body: refreshBody,
    answer: asked,
    status: 202,
    async handle(call) {
      const { office, district, reader, body } = call
      assertRefreshable(district, await findConnection(office.store.pool, district))
      bucketsOf(office.store).take('syncNow', `${reader.id} ${district.key}`, office.now())
      const task = await office.desk.ask({
        ask: 'sync',
        district: district.key,
        trigger: 'refresh',
        who: actorOf(reader),
        planOnly: false,
        record: body.sourcedId,
      })
      await noted(call, 'sync.refresh', body.sourcedId)
      return {
        task,
        message:
          task === null
            ? 'Another record is waiting to be refreshed: try again in a moment'
            : 'The record is read in a moment',
      }
    },
  }),
]
