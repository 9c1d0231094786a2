import type { FleetHolds as HoldsView } from '../../../../src/http/contract/fleet.ts'
import { useRead } from '../../data/queries.ts'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'

type Held = HoldsView['holds'][number]

/** What waits for a district's decision, the oldest first, and who there has been told. */
export function FleetHolds() {
  const say = useSay()
  const query = useRead<HoldsView>('/api/fleet/holds', { every: 30_000 })
  return (
    <Page title={say('fleet.holds.title')} lead={say('fleet.holds.lead')} zone>
      <Loaded query={query}>
        {({ holds }) => (
          <Section title={say('fleet.holds.title')}>
            <Holds holds={holds} />
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

function Holds({ holds }: { holds: readonly Held[] }) {
  const say = useSay()
  const { count } = useNumbers()
  const columns: readonly Column<Held>[] = [
    {
      id: 'district',
      label: say('district'),
      kind: 'head',
      cell: ({ district, plan }) => (
        <Link to={`/d/${district.key}/settings/rostering/hold/${plan}`}>
          <bdi>{district.name}</bdi>
        </Link>
      ),
    },
    { id: 'since', label: say('fleet.holds.since'), cell: row => <Time at={row.since} ago="beside" /> },
    {
      id: 'reasons',
      label: say('fleet.holds.reasons'),
      kind: 'wide',
      cell: row => row.reasons.map(({ message }) => message).join('. '),
    },
    {
      id: 'told',
      label: say('fleet.holds.told'),
      kind: 'number',
      cell: row => count(row.told.filter(({ at }) => at !== null).length),
    },
  ]
  return (
    <Table
      caption={say('fleet.holds.caption', { count: holds.length })}
      columns={columns}
      rows={holds}
      rowKey={row => row.plan}
      empty={say('fleet.holds.none')}
    />
  )
}
