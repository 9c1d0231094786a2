import type { RunDetail, RunIssues as Page } from '../../../../src/http/contract/runs.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { Select } from '../../design/Field.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import styles from './Run.module.css'

/** What of the files could not be taken as it stood when the run ended. Values are masked. */
export function RunIssues({ detail }: { detail: RunDetail }) {
  const say = useSay()
  const { api } = useDistrict()
  const { errors, warnings } = detail.issues
  const { query, set } = useAddress()
  const asked = new URLSearchParams()
  for (const name of ['rule', 'severity', 'after'])
    if (query.get(name)) asked.set(name, query.get(name) ?? '')
  const page = useRead<Page>(`${api}/runs/${detail.run.run}/issues?${asked.toString()}`)
  return (
    <Section title={say('issues')} note={say('runIssues.note', { errors, warnings })}>
      <IssueFilters detail={detail} />
      <Loaded query={page} rows={8}>
        {data => (
          <>
            <IssueTable page={data} />
            <div className={styles.more}>
              {query.has('after') && (
                <Button onPress={() => set({ after: null })}>{say('changes.firstPage')}</Button>
              )}
              {data.after !== null && (
                <Button onPress={() => set({ after: data.after })}>{say('runIssues.more')}</Button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </Section>
  )
}

function IssueFilters({ detail: { issues } }: { detail: RunDetail }) {
  const say = useSay()
  const numbers = useNumbers()
  const code = useSayCode()
  const { query, set } = useAddress()
  const choose = (name: string) => (event: { currentTarget: { value: string } }) =>
    set({ [name]: event.currentTarget.value, after: null }, 'replace')
  const any = { value: '', label: say('changes.any') }
  const rules = Object.entries(issues.rules).sort(([, a], [, b]) => b - a)
  return (
    <form
      className={styles.filters}
      role="search"
      aria-label={say('runIssues.filters')}
      onSubmit={event => event.preventDefault()}
    >
      <Select
        name="severity"
        label={say('issues.severity')}
        value={query.get('severity') ?? ''}
        onChange={choose('severity')}
        options={[
          any,
          { value: 'error', label: say('severity.error') },
          { value: 'warning', label: say('severity.warning') },
        ]}
      />
      <Select
        name="rule"
        label={say('runIssues.rule')}
        value={query.get('rule') ?? ''}
        onChange={choose('rule')}
        options={[
          any,
          ...rules.map(([value, count]) => ({
            value,
            label: `${code('rule', value)} (${numbers.count(count)})`,
          })),
        ]}
      />
    </form>
  )
}

function IssueTable({ page: { issues } }: { page: Page }) {
  const say = useSay()
  const code = useSayCode()
  return (
    <Table
      caption={say('runIssues.caption', { count: issues.length })}
      rows={issues}
      rowKey={row => `${row.firstRun} ${row.file} ${row.row} ${row.rule} ${row.field} ${row.sourcedId}`}
      empty={<Empty>{say('runIssues.none')}</Empty>}
      columns={[
        {
          id: 'what',
          label: say('issues.what'),
          kind: 'head',
          cell: row => (
            <>
              {row.message}
              <span className={text.small}>{row.fix}</span>
            </>
          ),
        },
        {
          id: 'severity',
          label: say('issues.severity'),
          kind: 'bare',
          cell: ({ severity }) => (
            <Status mark={severity === 'error' ? 'trouble' : 'caution'}>{say(`severity.${severity}`)}</Status>
          ),
        },
        {
          id: 'where',
          label: say('runIssues.where'),
          cell: ({ file, row }) =>
            row === null ? file : say('runIssues.row', { file: file.replace(/^.*\//, ''), row }),
        },
        {
          id: 'field',
          label: say('runIssues.field'),
          cell: ({ field, value }) => (
            <>
              {field !== null && code('field', field)}
              {value !== null && (
                <small>
                  <code>{value}</code>
                </small>
              )}
            </>
          ),
        },
        {
          id: 'record',
          label: say('changes.record'),
          cell: ({ sourcedId }) => (sourcedId === null ? null : <code>{sourcedId}</code>),
        },
        {
          id: 'since',
          label: say('issues.first'),
          kind: 'number',
          cell: ({ firstRun }) => say('run.title', { run: firstRun }),
        },
      ]}
    />
  )
}
