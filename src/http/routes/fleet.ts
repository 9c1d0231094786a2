import { invite } from '../../login/invites.ts'
import { bucketsOf } from '../../login/limits.ts'
import { requireProof } from '../../login/proof.ts'
import type { Reader } from '../../login/reader.ts'
import { nudge } from '../../notify/tell.ts'
import { RollbookError } from '../../roster/errors.ts'
import { note } from '../../store/audit.ts'
import { addDistrict } from '../../store/districts.ts'
import { transact } from '../../store/transact.ts'
import { matchSharers } from '../../sync/match-sharers.ts'
import { districtParams } from '../contract/common.ts'
import { districtAdded, fleet, fleetHolds, fleetSharers, newDistrict, nudged } from '../contract/fleet.ts'
import { mailInvite } from '../letters.ts'
import { readFleet, readHolds } from '../present/fleet.ts'
import { route } from '../route.ts'

export const fleetRoutes = [
  route({
    method: 'GET',
    url: '/api/fleet',
    may: 'vendor',
    about: 'All districts: the headline of each, who acts next, and how fresh they are; nobody is named',
    answer: fleet,
    async handle({ office }) {
      return await readFleet(office.store.pool, office.vendor.name, office.now())
    },
  }),
  route({
    method: 'GET',
    url: '/api/fleet/holds',
    may: 'vendor',
    about: 'Plans of all districts that wait for a person, the longest waiting first, and who was told',
    answer: fleetHolds,
    async handle({ office }) {
      return await readHolds(office.store.pool)
    },
  }),
  route({
    method: 'GET',
    url: '/api/fleet/sharers/clever',
    may: 'vendor',
    about: 'Districts that share through Clever, and which of ours each may be, with what speaks for it',
    answer: fleetSharers,
    refuses: ['SECRET_MISSING', 'SOURCE_REFUSED', 'SOURCE_SILENT'],
    async handle({ office }) {
      return { sharers: await matchSharers(office.store, 'clever') }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/nudge',
    may: 'vendor',
    about: 'Reminds the district of the plan that waits, once a day at most',
    params: districtParams,
    answer: nudged,
    async handle({ office, district: { districtId }, reader }) {
      const now = office.now()
      const mails = await transact(office.store.pool, async client => {
        const queued = await nudge(client, districtId, now)
        const actor = `console:${reader.id}`
        if (queued > 0)
          await note(client, { districtId, at: now, actor, actorKind: reader.kind, action: 'support.nudge', target: null, detail: { mails: queued } }) // prettier-ignore
        return queued
      })
      return { mails }
    },
  }),
  route({
    method: 'POST',
    url: '/api/fleet/districts',
    may: 'vendor',
    about: 'Adds a district and invites its owner by mail',
    body: newDistrict,
    answer: districtAdded,
    status: 201,
    refuses: ['PROOF_NEEDED', 'RIGHT_MISSING', 'DISTRICT_EXISTS', 'KEY_INVALID', 'ZONE_UNKNOWN', 'TOO_MANY'],
    async handle({ office, reader, body }) {
      adminOnly(reader)
      const now = office.now()
      requireProof(reader, now)
      bucketsOf(office.store).take('invite', reader.id, now)
      const district = await addDistrict(office.store.pool, body.key, body.name, body.zone)
      const { districtId, key } = district
      const owner = { email: body.email, name: body.owner, districtId, role: 'owner', schools: null } as const
      const doer = { actor: `console:${reader.id}`, actorKind: reader.kind } as const
      await invite(office.store, owner, doer, now, mailInvite(office, district))
      return { key }
    },
  }),
]

function adminOnly({ vendorRole }: Reader): void {
  if (vendorRole === 'admin') return
  throw new RollbookError('RIGHT_MISSING', 'Cannot add a district: that is for administrators of Product Support. Ask one of them') // prettier-ignore
}
