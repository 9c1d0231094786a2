import type { FleetFeedback } from '../../../../src/http/contract/feedback.ts'
import { useRead } from '../../data/queries.ts'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'

type Tally = FleetFeedback['guides'][number]
type Comment = FleetFeedback['comments'][number]

/** What readers of all districts think of the guides: for those who write them. */
export function GuideFeedback() {
  const say = useSay()
  const query = useRead<FleetFeedback>('/api/fleet/feedback')
  return (
    <Page title={say('feedback.title')} lead={say('feedback.lead')}>
      <Loaded query={query}>
        {({ guides, comments }) => (
          <>
            <Section title={say('feedback.guides')}>
              <Tallies guides={guides} />
            </Section>
            <Section title={say('feedback.comments')}>
              <Comments comments={comments} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Tallies({ guides }: { guides: readonly Tally[] }) {
  const say = useSay()
  const title = useSayCode()
  const { count } = useNumbers()
  const columns: readonly Column<Tally>[] = [
    {
      id: 'guide',
      label: say('feedback.guide'),
      kind: 'head',
      cell: row => <Link to={`/help/${row.guide}`}>{title('guide', row.guide)}</Link>,
    },
    { id: 'yes', label: say('help.yes'), kind: 'number', cell: row => count(row.yes) },
    { id: 'no', label: say('help.no'), kind: 'number', cell: row => count(row.no) },
  ]
  return (
    <Table
      caption={say('help.helpful')}
      columns={columns}
      rows={guides}
      rowKey={row => row.guide}
      empty={say('feedback.none')}
    />
  )
}

function Comments({ comments }: { comments: readonly Comment[] }) {
  const say = useSay()
  const title = useSayCode()
  const columns: readonly Column<Comment>[] = [
    { id: 'at', label: say('feedback.at'), cell: row => <Time at={row.at} /> },
    { id: 'guide', label: say('feedback.guide'), kind: 'head', cell: row => title('guide', row.guide) },
    { id: 'district', label: say('district'), cell: row => <bdi>{row.district.name}</bdi> },
    { id: 'comment', label: say('help.missed'), kind: 'wide', cell: row => <bdi>{row.comment}</bdi> },
  ]
  return (
    <Table
      caption={say('feedback.comments')}
      columns={columns}
      rows={comments}
      rowKey={row => `${row.at} ${row.district.key} ${row.guide}`}
      empty={say('feedback.none')}
    />
  )
}
