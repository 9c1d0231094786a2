import type { OwnRequests as Answer } from '../../../../src/http/contract/requests.ts'
import { useRead } from '../../data/queries.ts'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'

/** What the district asked of Product Support, and the answers. Nothing is shown while nothing was asked. */
export function OwnRequests({ api }: { api: string }) {
  const say = useSay()
  const { data } = useRead<Answer>(`${api}/requests`)
  if (data === undefined || data.requests.length === 0) return null
  return (
    <Section title={say('asked.title')}>
      <Table
        caption={say('asked.caption')}
        rows={data.requests}
        rowKey={row => row.id}
        columns={[
          {
            id: 'what',
            label: say('asked.what'),
            kind: 'head',
            cell: ({ answers }) => <bdi>{[answers.system, answers.message].filter(Boolean).join(': ')}</bdi>,
          },
          { id: 'at', label: say('asked.at'), cell: row => <Time at={row.createdAt} ago="beside" /> },
          {
            id: 'status',
            label: say('asked.status'),
            cell: row => (
              <Status mark={row.status === 'open' ? 'setup' : 'ok'}>{say(`asked.${row.status}`)}</Status>
            ),
          },
          { id: 'answer', label: say('asked.answer'), kind: 'wide', cell: row => <bdi>{row.answer}</bdi> },
        ]}
      />
    </Section>
  )
}
