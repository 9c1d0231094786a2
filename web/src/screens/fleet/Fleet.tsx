import type { Fleet as FleetView } from '../../../../src/http/contract/fleet.ts'
import { useRead } from '../../data/queries.ts'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'
import { headlineMark, headlineTitle } from '../overview/headline.ts'

type Row = FleetView['districts'][number]

/** Every district with its state and whose turn it is: where the vendor's people begin their day. */
export function Fleet() {
  const say = useSay()
  const query = useRead<FleetView>('/api/fleet', { every: 30_000 })
  return (
    <Page title={say('fleet.title')} lead={say('fleet.lead')}>
      <Loaded query={query}>
        {({ districts, fresh }) => (
          <Section title={say('fleet.districts')} note={say('fleet.fresh', fresh)}>
            <Districts districts={districts} />
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

function Districts({ districts }: { districts: readonly Row[] }) {
  const say = useSay()
  const { count } = useNumbers()
  const at = (instant: string | null) => (instant === null ? say('never') : <Time at={instant} />)
  const columns: readonly Column<Row>[] = [
    {
      id: 'district',
      label: say('district'),
      kind: 'head',
      cell: row => (
        <Link to={`/d/${row.key}/settings/rostering`}>
          <bdi>{row.name}</bdi>
        </Link>
      ),
    },
    {
      id: 'state',
      label: say('fleet.state'),
      cell: ({ headline }) => <Status mark={headlineMark(headline)}>{headlineTitle(headline, say)}</Status>,
    },
    { id: 'owner', label: say('headline.owner'), cell: row => say(`fleet.owner.${row.headline.owner}`) },
    { id: 'good', label: say('headline.lastGood'), cell: row => at(row.lastGoodSync) },
    { id: 'next', label: say('headline.next'), cell: row => at(row.nextSync) },
    { id: 'people', label: say('fleet.people'), kind: 'number', cell: row => count(row.people) },
    { id: 'classes', label: say('fleet.classes'), kind: 'number', cell: row => count(row.classes) },
    { id: 'issues', label: say('fleet.issues'), kind: 'number', cell: row => count(row.issues) },
  ]
  return (
    <Table
      caption={say('fleet.districts')}
      columns={columns}
      rows={districts}
      rowKey={row => row.key}
      empty={say('fleet.none')}
    />
  )
}
