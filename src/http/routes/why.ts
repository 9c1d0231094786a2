import { explainAt, quoteRecord } from '../../explain/explain.ts'
import type { Explanation } from '../../explain/answer.ts'
import { readRecheck } from '../../explain/recheck.ts'
import { readHistory, type Past } from '../../events/history.ts'
import type { FieldChange } from '../../events/state.ts'
import type { Value } from '../../roster/entity.ts'
import { RollbookError } from '../../roster/errors.ts'
import type { Runner } from '../../store/sql.ts'
import { isClassWithin, reachRecord } from '../../store/records/reach.ts'
import { districtParams } from '../contract/common.ts'
import {
  askedQuery,
  history,
  kindParams,
  recheck,
  sourceRow,
  why,
  whyQuery,
  type Why,
} from '../contract/why.ts'
import { questionOf } from '../present/asking.ts'
import { namesOf, nameIn } from '../present/who.ts'
import { schoolsOf } from '../present/within.ts'
import { route, type Declaration } from '../route.ts' // prettier-ignore

const missing = ['RECORD_UNKNOWN']
const shown = [
  { plural: 'people', kind: 'users', one: 'a person' },
  { plural: 'classes', kind: 'classes', one: 'a class' },
  { plural: 'schools', kind: 'orgs', one: 'a school' },
] as const

export const whyRoutes: readonly Declaration[] = [
  ...shown.flatMap(({ plural, kind, one }) => [
    route({
      method: 'GET',
      url: `/api/districts/:district/${plural}/:id/why`,
      may: 'people',
      about: `Why ${one} is as it is, from the database alone`,
      params: kindParams,
      query: whyQuery,
      answer: why,
      refuses: missing,
      async handle(call) {
        const { read, district, reader, params, query } = call
        const within = schoolsOf(reader, district.key)
        return await read(async client => {
          const { sourcedId } = await reachRecord(client, district.districtId, kind, params.id, within)
          const classId = query.class ?? null
          if (classId !== null) await refuseFar(client, district.districtId, classId, within)
          const asked = { asked: sourcedId, kind, classId, data: null }
          return plain(await explainAt(client, questionOf(call, asked)))
        })
      },
    }),
    route({
      method: 'GET',
      url: `/api/districts/:district/${plural}/:id/source`,
      may: 'people',
      about: `The row of ${one} as the source sent it, looked up in the snapshot of its run`,
      params: kindParams,
      answer: sourceRow,
      refuses: missing,
      async handle(call) {
        const { office, read, district, reader, params } = call
        const within = schoolsOf(reader, district.key)
        return await read(async client => {
          const { sourcedId } = await reachRecord(client, district.districtId, kind, params.id, within)
          const asked = { asked: sourcedId, kind, classId: null, data: office.store.data }
          const source = await quoteRecord(client, questionOf(call, asked), kind)
          return { source: source && { ...source, record: valuesOf(source.record) } }
        })
      },
    }),
    route({
      method: 'GET',
      url: `/api/districts/:district/${plural}/:id/history`,
      may: 'people',
      about: `What happened to ${one}, run by run`,
      params: kindParams,
      answer: history,
      refuses: missing,
      async handle({ office, read, district: { districtId, key }, reader, params }) {
        const past = await read(async client => {
          await reachRecord(client, districtId, kind, params.id, schoolsOf(reader, key))
          return await readHistory(client, districtId, kind, params.id)
        })
        const names = await namesOf(office.store.pool, past.map(({ who }) => who), districtId)
        return { steps: past.map(step => stepOf(step, nameIn(names, step.who))) }
      },
    }),
    route({
      method: 'GET',
      url: `/api/districts/:district/${plural}/:id/recheck`,
      may: 'people',
      about: `What the newest reading of the source would do to ${one}`,
      params: kindParams,
      answer: recheck,
      refuses: missing,
      async handle({ read, district: { districtId, key }, reader, params }) {
        const found = await read(async client => {
          const { sourcedId } = await reachRecord(client, districtId, kind, params.id, schoolsOf(reader, key))
          return await readRecheck(client, districtId, kind, sourcedId)
        })
        const { change } = found
        return {
          ...found,
          at: found.at?.toISOString() ?? null,
          change: change && { ...change, hazards: [...change.hazards], fields: change.fields.map(fieldOf) },
        }
      },
    }),
  ]),
  route({
    method: 'GET',
    url: '/api/districts/:district/why',
    may: 'people',
    about: 'Where something stopped that no list shows: the whole chain, the last drop included',
    params: districtParams,
    query: askedQuery,
    answer: why,
    refuses: missing,
    async handle(call) {
      const { office, read, district, reader, query } = call
      const within = schoolsOf(reader, district.key)
      return await read(async client => {
        const classId = query.class ?? null
        if (classId !== null) await refuseFar(client, district.districtId, classId, within)
        const question = questionOf(call, { asked: query.asked, kind: null, classId, data: office.store.data })
        const found = await explainAt(client, question)
        if (within !== null) await refuseUnseen(client, district.districtId, found, within)
        return plain(found)
      })
    },
  }),
] // prettier-ignore

/** To whom only some schools are open, what is not in the roster belongs to none of them. */
async function refuseUnseen(db: Runner, districtId: string, { subject }: Explanation, within: readonly string[]) {
  const { kind, id, sourcedId } = subject
  const known = shown.find(one => one.kind === kind)
  if (known !== undefined && id !== null) return void (await reachRecord(db, districtId, known.kind, id, within))
  throw new RollbookError('RECORD_UNKNOWN', `Cannot explain ${JSON.stringify(sourcedId)}: there is none at your schools. Ask the district’s roster manager`, 2)
} // prettier-ignore

async function refuseFar(db: Runner, districtId: string, classId: string, within: readonly string[] | null) {
  if (within === null || (await isClassWithin(db, districtId, classId, within))) return
  throw new RollbookError('RECORD_UNKNOWN', `Cannot explain class ${JSON.stringify(classId)}: there is none at your schools. Ask the district’s roster manager`, 2)
} // prettier-ignore

function plain({ found, subject, answer, owner, checks }: Explanation): Why {
  return { found, subject, answer, owner, checks: checks.map(check => ({ ...check })) }
}

function stepOf({ run, at, op, reason, fields }: Past, who: string) {
  return { run, at: at?.toISOString() ?? null, op, reason, who, fields: fields.map(fieldOf) }
}

function fieldOf({ field, before, after }: FieldChange) {
  return { field, before: copied(before), after: copied(after) }
}

function valuesOf(record: Readonly<Record<string, Value>>) {
  return Object.fromEntries(Object.entries(record).map(([name, one]) => [name, copied(one)]))
}

/** A schema's lists are not readonly. */
function copied(one: Value): string | boolean | string[] | null {
  return typeof one === 'object' && one !== null ? [...one] : one
}
