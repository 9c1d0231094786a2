import { Readable } from 'node:stream'
import type pg from 'pg'
import { csvRow } from '../../explain/report/csv.ts'
import { bucketsOf } from '../../login/limits.ts'
import { requireProof } from '../../login/proof.ts'
import { auditWords, checkAudit, readAudit, type AuditFilter, type AuditRow } from '../../store/audit.ts'
import { readUserNames } from '../../store/rostered.ts'
import { activity, activityFilter, activityQuery, chainCheck, type DeedView } from '../contract/activity.ts' // prettier-ignore
import { districtParams } from '../contract/common.ts'
import { noted } from '../noted.ts'
import { idsOf, namesOf as peopleNames } from '../present/who.ts'
import { route, type DistrictCall } from '../route.ts'

type Call = Pick<DistrictCall<unknown, unknown, unknown>, 'office' | 'read' | 'district'>
type Names = ReadonlyMap<string, string>

const pageRows = 1_000
const header = ['seq', 'at (UTC)', 'actor', 'actor name', 'actor kind', 'action', 'target', 'target name', 'detail', 'hash'] // prettier-ignore

export const activityRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/activity',
    may: 'audit',
    about: 'Who did what and who looked, newest first',
    params: districtParams,
    query: activityQuery,
    answer: activity,
    async handle(call) {
      const { limit, before, ...filter } = call.query
      const { districtId } = call.district
      const found = await call.read(async client => ({
        rows: await readAudit(client, districtId, { ...instants(filter), before }, limit),
        words: await auditWords(client, districtId),
      }))
      const names = await namesOf(call, [...wordsOf(found.rows), ...found.words.actors])
      return {
        rows: found.rows.map(one => present(one, names)),
        next: found.rows.length < limit ? null : (found.rows.at(-1)?.seq ?? null),
        actors: found.words.actors.map(actor => ({ actor, name: names.get(actor) ?? actor })),
        actions: found.words.actions,
      }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/activity/check',
    may: 'audit',
    about: 'Reckons the chain of hashes again and says where it is broken, if it is',
    params: districtParams,
    answer: chainCheck,
    async handle({ read, district, office }) {
      const found = await read(client => checkAudit(client, district.districtId))
      return { ...found, checkedAt: office.now().toISOString() }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/activity.csv',
    may: 'audit',
    about: 'The same as a file for a spreadsheet',
    params: districtParams,
    query: activityFilter,
    answer: null,
    refuses: ['PROOF_NEEDED', 'TOO_MANY'],
    async handle(call) {
      const { office, reader, district, reply, query } = call
      requireProof(reader, office.now())
      bucketsOf(office.store).take('export', reader.id, office.now())
      await noted(call, 'activity.export', null)
      void reply.type('text/csv; charset=utf-8')
      void reply.header('content-disposition', `attachment; filename="${district.key}-activity.csv"`)
      return await reply.send(Readable.from(csvLines(call, instants(query))))
    },
  }),
]

/** Page after page, so that ten years of looking are no more in memory than a day of it. */
async function* csvLines(call: Call, filter: AuditFilter): AsyncGenerator<string> {
  yield csvRow(header)
  let before: number | undefined
  for (;;) {
    const page = { ...filter, before }
    const found = await call.read(client => readAudit(client, call.district.districtId, page, pageRows))
    const names = await namesOf(call, wordsOf(found))
    yield found.map(one => csvRow(cells(one, names))).join('')
    if (found.length < pageRows) return
    before = found.at(-1)?.seq
  }
}

function cells(one: AuditRow, names: Names): string[] {
  const { seq, at, actor, actorKind, action, target, detail, hash } = one
  const shown = target === null ? '' : (names.get(target) ?? '')
  return [String(seq), at.toISOString(), actor, names.get(actor) ?? '', actorKind, action, target ?? '', shown, JSON.stringify(detail), hash] // prettier-ignore
}

function present(one: AuditRow, names: Names): DeedView {
  const { seq, at, actor, actorKind, action, target, detail } = one
  const targetName = target === null ? null : (names.get(target) ?? null)
  return { seq, at: at.toISOString(), actor, actorName: names.get(actor) ?? actor, actorKind, action, target, targetName, detail } // prettier-ignore
}

function wordsOf(found: readonly AuditRow[]): string[] {
  return found.flatMap(({ actor, target }) => (target === null ? [actor] : [actor, target]))
}

/** Names for `console:<id>`, `token:<id>` and `user:<id>`: those of the console lie outside the wall, so they are asked for by id. */
async function namesOf({ office, read, district }: Call, words: readonly string[]): Promise<Names> {
  const { districtId } = district
  const names = await peopleNames(office.store.pool, words, districtId)
  const users = idsOf(words, 'user')
  if (users.length === 0) return names
  const rostered = await read((client: pg.PoolClient) => readUserNames(client, districtId, users))
  return new Map([...names, ...[...rostered].map(([id, name]) => [`user:${id}`, name] as const)])
}

function instants({ since, until, ...rest }: { since?: string | undefined; until?: string | undefined; actor?: string | undefined; action?: string | undefined }): AuditFilter {
  return { ...rest, since: since === undefined ? undefined : new Date(since), until: until === undefined ? undefined : new Date(until) }
} // prettier-ignore
