import type pg from 'pg'
import { explainAt } from '../../explain/explain.ts'
import { bucketsOf } from '../../login/limits.ts'
import type { Reader } from '../../login/reader.ts'
import { RollbookError } from '../../roster/errors.ts'
import { defaultSchedule } from '../../roster/schedule.ts'
import { note } from '../../store/audit.ts'
import { readDistrict, writeDistrict } from '../../store/district-role.ts'
import { findExactly, listMySeats, listStudents, lostSeats, readMe, type MySeat } from '../../store/my-classes.ts' // prettier-ignore
import { lastGood } from '../../store/overview.ts'
import { readSchedule } from '../../store/schedules.ts'
import { searchRoster } from '../../store/search/find.ts'
import { wordsOf } from '../../store/search/fold.ts'
import { dayOf, nextSlots } from '../../sync/schedule/slots.ts'
import { missing, missingBody, myClasses, myRoom, roomParams } from '../contract/my.ts'
import { questionOf } from '../present/asking.ts'
import { missingOf, told } from '../present/missing.ts'
import { comingOf, presentClass, seatsOn, updatesOf, whyNone } from '../present/my.ts'
import type { Office } from '../office.ts'
import { route } from '../route.ts'

/** More than a search takes. */
const mostWords = 6

type Home = NonNullable<Reader['home']>

export const myRoutes = [
  route({
    method: 'GET',
    url: '/api/my/classes',
    may: 'user',
    about: 'The classes of a teacher or a student today, or why there are none',
    answer: myClasses,
    async handle({ office, reader }) {
      const home = homeOf(reader)
      const now = office.now()
      return await readDistrict(office.store.pool, home.districtId, async client => {
        const { me, seats, today } = await mine(client, reader, now)
        const calendar = await readSchedule(client, home.districtId)
        const good = await lastGood(client, home.districtId)
        const on = seatsOn(seats, today)
        const schedule = calendar?.schedule ?? null
        const lost = seats.length === 0 && (await lostSeats(client, home.districtId, me))
        return {
          name: reader.name,
          givenName: me.givenName,
          role: home.role,
          district: home.name,
          updatedAt: good?.toISOString() ?? null,
          updates: updatesOf(schedule ?? defaultSchedule(home.zone), today),
          classes: on.map(seat => presentClass(seat, today)),
          coming: comingOf(seats, today),
          none: on.length > 0 ? null : whyNone(seats, { schedule, lost, today }),
        }
      })
    },
  }),
  route({
    method: 'GET',
    url: '/api/my/classes/:id',
    may: 'user',
    about: 'A class of mine today: for its teachers who is in it, for a student only who teaches it',
    params: roomParams,
    answer: myRoom,
    refuses: ['RECORD_UNKNOWN'],
    async handle({ office, reader, params }) {
      const home = homeOf(reader)
      const now = office.now()
      return await readDistrict(office.store.pool, home.districtId, async client => {
        const { me, seats, today } = await mine(client, reader, now)
        const seat = seatIn(seats, params.id, today)
        const good = await lastGood(client, home.districtId)
        const students = teaches(reader, seat) ? await listStudents(client, home.districtId, seat, me, today) : null
        return {
          class: presentClass(seat, today),
          district: home.name,
          managed: !seat.byHand,
          updatedAt: good?.toISOString() ?? null,
          students: students && students.map(one => ({ ...one })),
        }
      })
    },
  }),
  route({
    method: 'POST',
    url: '/api/my/classes/:id/missing',
    may: 'user',
    about: 'Where a student stopped on the way into a class of its teacher, by whole name, id or e-mail',
    params: roomParams,
    body: missingBody,
    answer: missing,
    refuses: ['RECORD_UNKNOWN', 'TOO_MANY'],
    async handle({ office, reader, params, body }) {
      const home = homeOf(reader)
      const now = office.now()
      bucketsOf(office.store).take('missing', reader.id, now)
      const found = await readDistrict(office.store.pool, home.districtId, async client => {
        const { seats, today } = await mine(client, reader, now)
        const seat = seatIn(seats, params.id, today)
        if (!teaches(reader, seat)) throw unknownClass(params.id)
        return await findMissing(client, office, home, seat, body.asked)
      })
      await noteAsked(office, reader, params.id, found.code)
      return found
    },
  }),
] // prettier-ignore

function homeOf({ home }: Reader): Home {
  if (home === null) throw new RollbookError('RIGHT_MISSING', 'Cannot show classes: this page is for teachers and students. Go to the console of your district') // prettier-ignore
  return home
}

async function mine(client: pg.ClientBase, reader: Reader, now: Date) {
  const { districtId, zone } = homeOf(reader)
  const today = dayOf(defaultSchedule(zone), now)
  const me = await readMe(client, districtId, reader.id)
  // Between the look at the session and this one, a run may have removed them.
  if (me === null) throw new RollbookError('SIGNED_OUT', 'Cannot answer: nobody is signed in here any more. Sign in again') // prettier-ignore
  return { me, today, seats: await listMySeats(client, districtId, me, today) }
}

/** Throws RECORD_UNKNOWN for a class of somebody else as for none at all. */
function seatIn(seats: readonly MySeat[], id: string, today: string): MySeat {
  const seat = seatsOn(seats, today).find(one => one.id === id)
  if (seat === undefined) throw unknownClass(id)
  return seat
}

function unknownClass(id: string): RollbookError {
  return new RollbookError('RECORD_UNKNOWN', `Cannot show class ${JSON.stringify(id)}: it is none of yours today. Go back to your classes`) // prettier-ignore
}

/** A student who helps out as a teacher is a student: whoever they sit beside is not theirs to list. */
function teaches({ home }: Reader, { role }: MySeat): boolean {
  return home?.role === 'teacher' && role !== 'student'
}

async function findMissing(client: pg.ClientBase, office: Office, home: Home, seat: MySeat, typed: string) {
  const { districtId, key } = home
  const calendar = await readSchedule(client, districtId)
  const next = calendar === null ? undefined : nextSlots(calendar.schedule, office.now(), 1)[0]
  const good = await lastGood(client, districtId)
  const times = { lastRead: good?.toISOString() ?? null, nextSync: next?.at.toISOString() ?? null }
  const ids = await idsOf(client, districtId, seat.school.sourcedId, typed)
  const [one] = ids
  if (one === undefined) return { ...told('nobody'), ...times }
  if (ids.length > 1) return { ...told('several'), ...times }
  const asked = { asked: one, kind: 'users' as const, classId: seat.sourcedId, data: office.store.data }
  const found = missingOf(await explainAt(client, questionOf({ office, district: { key } }, asked)))
  return { ...found, ...times }
} // prettier-ignore

/** An id or address is looked up as it is, in the whole district; a name only whole, and only at the class's school. */
async function idsOf(
  client: pg.ClientBase,
  districtId: string,
  school: string,
  typed: string,
): Promise<string[]> {
  const exact = await findExactly(client, districtId, typed)
  if (exact !== null) return [exact]
  const here = await listNamed(client, districtId, school, typed, false)
  const named = here.length > 0 ? here : await listNamed(client, districtId, school, typed, true)
  // What looks like an id may be one that waits in a plan, or that the source got wrong.
  return named.length > 0 || !/^\S*[\d@]\S*$/.test(typed) ? named : [typed]
}

/** Students with this name who are at the school, or, with `removed`, who were. */
async function listNamed(
  client: pg.ClientBase,
  districtId: string,
  school: string,
  typed: string,
  removed: boolean,
) {
  const words = wordsOf(typed)
  if (words.length === 0 || words.length > mostWords) return []
  const search = {
    typed,
    removed,
    facet: 'students',
    school: null,
    within: [school],
    cursor: null,
    limit: 50,
  } as const
  const { hits } = await searchRoster(client, districtId, search)
  return hits.filter(({ name }) => isSame(wordsOf(name), words)).map(({ sourcedId }) => sourcedId)
}

/** The same words in any order: "Kim, Wyatt" is Wyatt Kim. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every(word => other.includes(word))
}

/** Written down with the class and the code of the answer, and without what was typed. */
async function noteAsked({ store, now }: Office, reader: Reader, id: string, code: string): Promise<void> {
  const { districtId } = homeOf(reader)
  const deed = { districtId, at: now(), actor: `user:${reader.id}`, actorKind: 'user', action: 'people.asked', target: `class:${id}`, detail: { code } } as const // prettier-ignore
  await writeDistrict(store.pool, districtId, client => note(client, deed))
}
