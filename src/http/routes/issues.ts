import type pg from 'pg'
import { csvRow } from '../../explain/report/csv.ts'
import { bucketsOf } from '../../login/limits.ts'
import { RollbookError } from '../../roster/errors.ts'
import { issueRules } from '../../roster/issue.ts'
import { note } from '../../store/audit.ts'
import { groupIssues, lastChecked, listOpenIssues, schoolsOfRules, writeCare, type IssueAsked, type OpenIssue } from '../../store/issues.ts' // prettier-ignore
import { listMembers } from '../../store/members.ts'
import { districtParams } from '../contract/common.ts'
import { careBody, issueList, ruleIssues, ruleParams, ruleQuery } from '../contract/issues.ts'
import { done } from '../contract/session.ts'
import { streamOf } from '../csv-stream.ts'
import { noted } from '../noted.ts'
import { presentGroups } from '../present/issues.ts'
import { schoolsOf } from '../present/within.ts'
import { route } from '../route.ts'
import { readStanding } from '../standing.ts'

const pageIssues = 100
const filePage = 1_000
const header = ['SourcedId', 'Type', 'Field', 'Value (masked)', 'Rule', 'Severity', 'Message', 'Fix', 'First seen', 'Run'] // prettier-ignore

export const issueRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/issues',
    may: 'see',
    about: 'What is wrong in the source now, by rule: how bad, how many, where, since when, and who sees to it',
    params: districtParams,
    answer: issueList,
    async handle({ office, district, reader, read }) {
      const { districtId, key } = district
      const within = schoolsOf(reader, key)
      return await read(async client => {
        const { today } = await readStanding(client, district, office.now())
        const groups = await groupIssues(client, districtId, within)
        const schools = await schoolsOfRules(client, districtId, groups.map(({ rule }) => rule), within)
        const members = (await listMembers(client, districtId)).map(({ consoleUserId: id, name }) => ({ id, name }))
        const checked = await lastChecked(client, districtId)
        return {
          ...presentGroups(groups, schools, members, today),
          checked: checked && { run: checked.run, at: checked.at.toISOString() },
          members,
        }
      })
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/issues/:rule',
    may: 'people',
    about: 'The records behind a rule, page by page; values are masked',
    params: ruleParams,
    query: ruleQuery,
    answer: ruleIssues,
    async handle({ district, reader, read, params: { rule }, query: { after, severity = null, school = null } }) {
      const [run = 0, seq = 0] = (after ?? '').split('-').map(Number)
      const asked: IssueAsked = { rule, severity, school, within: schoolsOf(reader, district.key), after: [run, seq] }
      const found = await read(client => listOpenIssues(client, district.districtId, asked, pageIssues + 1))
      const last = found[pageIssues - 1]
      return {
        issues: found.slice(0, pageIssues).map(present),
        after: found.length > pageIssues && last !== undefined ? `${last.run}-${last.seq}` : null,
      }
    },
  }),
  route({
    method: 'PUT',
    url: '/api/districts/:district/issues/:rule/care',
    may: 'settings',
    about: 'Gives a rule to a member, or mutes it until a day',
    params: ruleParams,
    body: careBody,
    answer: done,
    refuses: ['RULE_UNKNOWN', 'MEMBER_UNKNOWN'],
    async handle({ office, district, reader, params: { rule }, body, write }) {
      if (!issueRules.some(one => one === rule))
        throw new RollbookError('RULE_UNKNOWN', `Cannot look after ${JSON.stringify(rule)}: there is no such rule. Choose one of the list`)
      const { districtId } = district
      const who = `console:${reader.id}`
      await write(async client => {
        await refuseStranger(client, districtId, body.assignee)
        await writeCare(client, districtId, { rule, ...body }, who, office.now())
        await note(client, { districtId, at: office.now(), actor: who, actorKind: reader.kind, action: 'issues.care', target: `rule:${rule}`, detail: body })
      })
      return { done: true as const }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/issues.csv',
    may: 'people',
    about: 'Every open issue as a file, a row for each record and rule',
    params: districtParams,
    answer: null,
    refuses: ['TOO_MANY'],
    async handle(call) {
      const { office, district, reader, reply } = call
      if (reader.kind === 'vendor') throw new RollbookError('RIGHT_MISSING', 'Cannot write this file: nobody of the vendor takes a district’s records away. Ask its owner for it')
      bucketsOf(office.store).take('export', `${reader.id} ${district.key}`, office.now())
      await noted(call, 'issues.export', null)
      void reply.header('content-type', 'text/csv; charset=utf-8')
      void reply.header('content-disposition', `attachment; filename="${district.key}-issues.csv"`)
      const within = schoolsOf(reader, district.key)
      return streamOf(async put => {
        await put(csvRow(header))
        let after: IssueAsked['after'] = [0, 0]
        for (;;) {
          const asked: IssueAsked = { rule: null, severity: null, school: null, within, after }
          const found = await call.read(client => listOpenIssues(client, district.districtId, asked, filePage))
          await put(found.map(lineOf).join(''))
          const last = found.at(-1)
          if (found.length < filePage || last === undefined) return
          after = [last.run, last.seq]
        }
      })
    },
  }),
] // prettier-ignore

function present({ run, seq, kind, id, firstSeen, ...issue }: OpenIssue) {
  const record = kind === null || id === null ? null : { kind, id }
  return { ...issue, key: `${run}-${seq}`, firstRun: run, firstSeen: firstSeen.toISOString(), record }
}

function lineOf({ sourcedId, file, field, value, rule, severity, message, fix, firstSeen, run }: OpenIssue) {
  const type = file.replace(/^.*\//, '').replace(/\.csv$/i, '')
  return csvRow([sourcedId ?? '', type, field ?? '', value ?? '', rule, severity, message, fix, firstSeen.toISOString(), String(run)]) // prettier-ignore
}

/** Throws MEMBER_UNKNOWN: a rule is given to one of the team, or to nobody. */
async function refuseStranger(
  client: pg.PoolClient,
  districtId: string,
  assignee: string | null,
): Promise<void> {
  if (assignee === null) return
  const members = await listMembers(client, districtId)
  if (!members.some(({ consoleUserId }) => consoleUserId === assignee))
    throw new RollbookError('MEMBER_UNKNOWN', 'Cannot give this to somebody who is not on the team. Choose one of the list') // prettier-ignore
}
