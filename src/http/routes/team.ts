import { invite, inviteAgain, type Doer } from '../../login/invites.ts'
import { bucketsOf } from '../../login/limits.ts'
import { requireProof } from '../../login/proof.ts'
import type { Reader } from '../../login/reader.ts'
import { memberRoles, rightsOfRole } from '../../login/rights.ts'
import { endSessions } from '../../login/sessions.ts'
import { changeRole, removeMember } from '../../login/team.ts'
import { listMembers, type Member } from '../../store/members.ts'
import { districtParams } from '../contract/common.ts'
import { done } from '../contract/session.ts'
import { inviteBody, invited, memberParams, memberRole, roleBody, team, type MemberView } from '../contract/team.ts' // prettier-ignore
import { mailInvite } from '../letters.ts'
import { route } from '../route.ts'

export const teamRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/team',
    may: 'see',
    about: 'Who looks after the district, and what each role may do',
    params: districtParams,
    answer: team,
    async handle({ read, district, reader }) {
      const members = await read(client => listMembers(client, district.districtId))
      const owners = members.filter(({ role, seenAt }) => role === 'owner' && seenAt !== null)
      return {
        members: members.map(one => present(one, reader, owners)),
        roles: memberRoles.map(role => ({ role, rights: [...rightsOfRole(role)] })),
      }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/team',
    may: 'team',
    about: 'Invites somebody by e-mail',
    params: districtParams,
    body: inviteBody,
    answer: invited,
    status: 201,
    refuses: ['PROOF_NEEDED', 'MEMBER_EXISTS', 'SCHOOL_UNKNOWN', 'EMAIL_INVALID', 'TOO_MANY'],
    async handle({ office, district, reader, body }) {
      const now = office.now()
      requireProof(reader, now)
      bucketsOf(office.store).take('invite', district.districtId, now)
      const order = { ...body, districtId: district.districtId }
      const { consoleUserId } = await invite(
        office.store,
        order,
        doer(reader),
        now,
        mailInvite(office, district),
      )
      return { id: consoleUserId }
    },
  }),
  route({
    method: 'POST',
    url: '/api/districts/:district/team/:member/invite',
    may: 'team',
    about: 'Sends the invitation again; the link sent before ends',
    params: memberParams,
    answer: invited,
    refuses: ['PROOF_NEEDED', 'MEMBER_UNKNOWN', 'TOO_MANY'],
    async handle({ office, district, reader, params }) {
      const now = office.now()
      requireProof(reader, now)
      bucketsOf(office.store).take('invite', district.districtId, now)
      await inviteAgain(
        office.store,
        district.districtId,
        params.member,
        doer(reader),
        now,
        mailInvite(office, district),
      )
      return { id: params.member }
    },
  }),
  route({
    method: 'PATCH',
    url: '/api/districts/:district/team/:member',
    may: 'team',
    about: 'Gives somebody another role; they sign in again with it',
    params: memberParams,
    body: roleBody,
    answer: done,
    refuses: ['PROOF_NEEDED', 'MEMBER_UNKNOWN', 'LAST_OWNER', 'SCHOOL_UNKNOWN'],
    async handle({ office, district, reader, params, body, write }) {
      const now = office.now()
      requireProof(reader, now)
      const { districtId } = district
      const about = { districtId, consoleUserId: params.member, who: doer(reader) }
      await write(client => changeRole(client, about, body.role, body.schools, now))
      await endSessions(office.store, params.member)
      return { done: true as const }
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/districts/:district/team/:member',
    may: 'team',
    about: 'Somebody looks after this district no more, from this moment on',
    params: memberParams,
    answer: done,
    refuses: ['PROOF_NEEDED', 'MEMBER_UNKNOWN', 'LAST_OWNER'],
    async handle({ office, district, reader, params, write }) {
      const now = office.now()
      requireProof(reader, now)
      const { districtId } = district
      const about = { districtId, consoleUserId: params.member, who: doer(reader) }
      await write(client => removeMember(client, about, now))
      await endSessions(office.store, params.member)
      return { done: true as const }
    },
  }),
]

function present(one: Member, reader: Reader, owners: readonly Member[]): MemberView {
  const { consoleUserId: id, name, email, schools, invitedAt, seenAt, factor } = one
  return {
    id,
    name,
    email,
    role: memberRole.parse(one.role),
    schools: schools === null ? null : [...schools],
    invitedAt: invitedAt.toISOString(),
    seenAt: seenAt?.toISOString() ?? null,
    // Of somebody who never came here it is not ours to tell whether they have an account elsewhere.
    factor: seenAt === null ? null : factor,
    you: id === reader.id,
    lastOwner: owners.length === 1 && owners[0]?.consoleUserId === id,
  }
}

function doer({ id, kind }: Reader): Doer {
  return { actor: `console:${id}`, actorKind: kind }
}
