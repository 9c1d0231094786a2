import { bucketsOf } from '../../login/limits.ts'
import { addFeedback, listFeedback, tallyFeedback } from '../../store/guide-feedback.ts'
import { feedbackBody, fleetFeedback, guideParams } from '../contract/feedback.ts'
import { done } from '../contract/session.ts'
import { route } from '../route.ts'

const shown = 200

export const feedbackRoutes = [
  route({
    method: 'POST',
    url: '/api/districts/:district/guides/:guide/feedback',
    may: 'signed_in',
    about: 'Says whether a guide was helpful; who said it is not kept',
    params: guideParams,
    body: feedbackBody,
    answer: done,
    status: 201,
    refuses: ['TOO_MANY'],
    async handle({ office, reader, district: { districtId }, params: { guide }, body, write }) {
      const now = office.now()
      bucketsOf(office.store).take('feedback', reader.id, now)
      const comment = body.comment === '' ? null : body.comment
      await write(client => addFeedback(client, districtId, { guide, helpful: body.helpful, comment }, now))
      return { done: true as const }
    },
  }),
  route({
    method: 'GET',
    url: '/api/fleet/feedback',
    may: 'vendor',
    about: 'What readers of all districts think of the guides',
    answer: fleetFeedback,
    async handle({ office: { store } }) {
      const guides = await tallyFeedback(store.pool)
      const found = await listFeedback(store.pool, shown)
      const comments = found.map(({ key, name, at, ...one }) => ({
        ...one,
        at: at.toISOString(),
        district: { key, name },
      }))
      return { guides, comments }
    },
  }),
]
