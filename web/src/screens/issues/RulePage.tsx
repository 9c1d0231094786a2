import type { IssueGroupView, RuleIssues } from '../../../../src/http/contract/issues.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { recordPage } from '../../data/record.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'

type Found = RuleIssues['issues'][number]

/** The records behind one rule: file and row, what is wrong, what mends it, and the record itself. */
export function RulePage({ rule, group }: { rule: string; group: IssueGroupView | null }) {
  const say = useSay()
  const code = useSayCode()
  const { api, path } = useDistrict()
  const { query, set } = useAddress()
  const after = query.get('after')
  const page = useRead<RuleIssues>(`${api}/issues/${rule}${after === null ? '' : `?after=${after}`}`)
  return (
    <Section
      title={code('rule', rule)}
      note={group === null ? undefined : say('issues.records.of', { count: group.count })}
      action={<Link to={`${path}/settings/rostering/issues`}>{say('issues.back')}</Link>}
    >
      <Loaded query={page} rows={8}>
        {({ issues, after: next }) => (
          <>
            <Records issues={issues} />
            <Buttons>
              {after !== null && <Button onPress={() => set({ after: null })}>{say('people.firstPage')}</Button>}
              {next !== null && <Button onPress={() => set({ after: next })}>{say('people.more')}</Button>}
            </Buttons>
          </>
        )}
      </Loaded>
    </Section>
  )
} // prettier-ignore

function Records({ issues }: { issues: readonly Found[] }) {
  const say = useSay()
  const code = useSayCode()
  const { path } = useDistrict()
  const place = ({ file, row }: Found) => (row === null ? file : say('runIssues.row', { file: file.replace(/^.*\//, ''), row }))
  return (
    <Table
      caption={say('issues.records.of', { count: issues.length })}
      rows={issues}
      rowKey={row => row.key}
      empty={<Empty>{say('issues.noRecords')}</Empty>}
      columns={[
        {
          id: 'record',
          label: say('changes.record'),
          kind: 'head',
          cell: row => {
            const id = <code className={text.code}>{row.sourcedId ?? place(row)}</code>
            return row.record === null ? id : <Link to={recordPage(path, row.record.kind, row.record.id)}>{id}</Link>
          },
        },
        {
          id: 'what',
          label: say('issues.message'),
          kind: 'wide',
          cell: ({ message, fix }) => (
            <span lang="en">
              {message}
              <span className={text.small}>{fix}</span>
            </span>
          ),
        },
        { id: 'severity', label: say('issues.severity'), cell: ({ severity }) => <Status mark={severity === 'error' ? 'trouble' : 'caution'}>{say(`severity.${severity}`)}</Status> },
        { id: 'field', label: say('runIssues.field'), cell: ({ field, value }) => (
          <>
            {field !== null && code('field', field)} {value !== null && <code className={text.code}>{value}</code>}
          </>
        ) },
        { id: 'where', label: say('runIssues.where'), cell: place },
        { id: 'school', label: say('school'), cell: ({ school }) => <bdi>{school}</bdi> },
        { id: 'first', label: say('issues.first'), cell: ({ firstSeen }) => <Time at={firstSeen} style="date" /> },
      ]}
    />
  )
} // prettier-ignore
