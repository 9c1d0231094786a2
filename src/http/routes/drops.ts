import { bucketsOf } from '../../login/limits.ts'
import { connect, findConnection } from '../../store/districts.ts'
import { keptPath } from '../../store/layout.ts'
import { pruneUploads } from '../../store/uploads.ts'
import { districtParams } from '../contract/common.ts'
import { dropTaken } from '../contract/setup.ts'
import { noted } from '../noted.ts'
import { route } from '../route.ts'
import { takeUpload } from '../uploaded.ts'

export const dropRoutes = [
  route({
    method: 'POST',
    url: '/api/districts/:district/drops',
    may: 'run',
    about: 'Uploads a new drop for the connection, and syncs with it; what is not safe waits as always',
    params: districtParams,
    answer: dropTaken,
    status: 202,
    multipart: true,
    refuses: ['UPLOAD_MISSING', 'UPLOAD_CUT', 'UPLOAD_TOO_LARGE', 'NOT_CONNECTED', 'NOT_A_DROP', 'TOO_MANY'],
    async handle(call) {
      const { office, district, reader, request } = call
      const { store, desk } = office
      bucketsOf(store).take('upload', district.districtId, office.now())
      const { source } = await findConnection(store.pool, district)
      const { path, name, bytes } = await takeUpload(office, request, district, source)
      const who = `console:${reader.id}`
      await connect(store.pool, district, source, { path: keptPath(store.data, path) }, who)
      await pruneUploads(store.data, district.districtId)
      await noted(call, 'source.upload', null, { bytes })
      const order = { ask: 'sync', district: district.key, trigger: 'manual', who, planOnly: false } as const
      return { name, bytes, task: await desk.ask(order) }
    },
  }),
]
