import { Artifacts } from '../../explain/artifacts.ts'
import type { ChangeFilter, Cursor } from '../../explain/changes/listed.ts'
import { readNames } from '../../explain/changes/names.ts'
import { readChanges } from '../../explain/changes/page.ts'
import { findListing } from '../../explain/changes/stretches.ts'
import { csvLine, csvRow, header } from '../../explain/report/csv.ts'
import { reportFrom } from '../../explain/report/report.ts'
import { bucketsOf } from '../../login/limits.ts'
import { requireProof } from '../../login/proof.ts'
import { findConnection } from '../../store/districts.ts'
import { listRunEntries } from '../../store/run-list.ts'
import { readRunPage } from '../../store/run-page.ts'
import { changePage, changesQuery } from '../contract/changes.ts'
import { exportQuery, runParams } from '../contract/runs.ts'
import { streamOf } from '../csv-stream.ts'
import { noted } from '../noted.ts'
import { presentChange } from '../present/changes.ts'
import { countChanges } from '../present/run-page.ts'
import { schoolsOf } from '../present/within.ts'
import { route } from '../route.ts'
import { runUnknown } from './runs.ts'

const pageChanges = 100

export const changeRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/runs/:run/changes',
    may: 'people',
    about: 'What a run did or would do, change by change, with what was there before and why',
    params: runParams,
    query: changesQuery,
    answer: changePage,
    refuses: ['RUN_UNKNOWN'],
    async handle({ read, district: { districtId, key }, reader, params: { run }, query }) {
      const { after, op, ...asked } = query
      const filter: ChangeFilter = { ...asked, deed: op, within: schoolsOf(reader, key) }
      return await read(async client => {
        const page = await readRunPage(client, districtId, run)
        if (page === null) throw runUnknown(run)
        const listing = await findListing(client, districtId, run)
        const { changes, next } = await readChanges(client, listing, filter, cursorOf(after), pageChanges)
        const names = await readNames(client, listing, changes)
        return {
          rows: changes.map(change => presentChange(change, names)),
          after: next === null ? null : `${next.in}-${next.seq}`,
          total: countChanges(page),
          first: listing.slice === null ? [...(page.loads ?? [])] : [],
        }
      })
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/runs/:run/export',
    may: 'export',
    about: 'What a run did to each record and why, as CSV for a spreadsheet',
    params: runParams,
    query: exportQuery,
    answer: null,
    refuses: ['RUN_UNKNOWN', 'PROOF_NEEDED', 'TOO_MANY'],
    async handle(call) {
      const { office, read, district, reader, params, query, reply } = call
      const { run } = params
      requireProof(reader, office.now())
      bucketsOf(office.store).take('export', reader.id, office.now())
      const [entry] = await read(client => listRunEntries(client, district.districtId, 1, { run }))
      if (entry === undefined) throw runUnknown(run)
      await noted(call, 'run.export', `run:${run}`, { kind: query.kind })
      void reply.type('text/csv; charset=utf-8')
      void reply.header('content-disposition', `attachment; filename="${district.key}-run-${run}-${query.kind}.csv"`)
      const artifacts = new Artifacts(office.store.data, district.districtId)
      const lines = streamOf(async put => {
        await put(csvRow(header))
        await read(async client => {
          const connection = await findConnection(client, district)
          const order = { district, connection, artifacts, run, choice: query.kind }
          await reportFrom(client, order, outcomes => put(outcomes.map(csvLine).join('')))
        })
      })
      return await reply.send(lines)
    },
  }),
] // prettier-ignore

function cursorOf(after: string | undefined): Cursor | null {
  const [place, seq] = (after ?? '').split('-')
  return place === 'plan' || place === 'feed' ? { in: place, seq: Number(seq) } : null
}
