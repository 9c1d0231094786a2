import { useState } from 'react'
import { useIntl } from 'react-intl'
import type { Fleet as FleetView } from '../../../../src/http/contract/fleet.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useSession } from '../../session/session.ts'
import { useNumbers, useSay } from '../../words/say.tsx'
import { headlineMark, headlineTitle } from '../overview/headline.ts'
import { AddDistrict } from './AddDistrict.tsx'
import { chosen, inOrder, sortOf } from './filter.ts'
import { FleetFilters } from './FleetFilters.tsx'

type Row = FleetView['districts'][number]

/** Every district with its state and whose turn it is: where the vendor's people begin their day. */
export function Fleet() {
  const say = useSay()
  const { locale } = useIntl()
  const { who } = useSession()
  const { query } = useAddress()
  const [adding, setAdding] = useState(false)
  const fleet = useRead<FleetView>('/api/fleet', { every: 30_000 })
  return (
    <Page
      title={say('fleet.title')}
      lead={say('fleet.lead')}
      zone
      actions={
        <Button icon="plus" locked={who.role === 'admin' ? null : say('fleet.add.locked')} onPress={() => setAdding(true)}>
          {say('fleet.add')}
        </Button>
      }
    >
      {adding && <AddDistrict onClose={() => setAdding(false)} />}
      <Loaded query={fleet}>
        {({ districts, fresh }) => {
          const shown = inOrder(chosen(districts, query), sortOf(query), locale)
          return (
            <Section title={say('fleet.districts')} note={say('fleet.fresh', fresh)}>
              <FleetFilters districts={districts} />
              <Districts districts={shown} of={districts.length} />
            </Section>
          )
        }}
      </Loaded>
    </Page>
  )
} // prettier-ignore

function Districts({ districts, of }: { districts: readonly Row[]; of: number }) {
  const say = useSay()
  const { count } = useNumbers()
  const { query, set } = useAddress()
  const sort = sortOf(query)
  const at = (instant: string | null) => (instant === null ? say('never') : <Time at={instant} />)
  const columns: readonly Column<Row>[] = [
    {
      id: 'district',
      label: say('district'),
      kind: 'head',
      sortable: true,
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
    { id: 'good', sortable: true, label: say('headline.lastGood'), cell: row => at(row.lastGoodSync) },
    { id: 'next', sortable: true, label: say('headline.next'), cell: row => at(row.nextSync) },
    {
      id: 'people',
      sortable: true,
      label: say('fleet.people'),
      kind: 'number',
      cell: row => count(row.people),
    },
    {
      id: 'classes',
      sortable: true,
      label: say('fleet.classes'),
      kind: 'number',
      cell: row => count(row.classes),
    },
    {
      id: 'issues',
      sortable: true,
      label: say('fleet.issues'),
      kind: 'number',
      cell: row => count(row.issues),
    },
  ]
  return (
    <Table
      caption={say('fleet.caption', { count: districts.length, of })}
      columns={columns}
      rows={districts}
      rowKey={row => row.key}
      {...(sort && { sort })}
      onSort={next => set({ sort: next.by, down: next.down ? '1' : null }, 'replace')}
      empty={<Empty>{say(of === 0 ? 'fleet.none' : 'fleet.noMatch')}</Empty>}
    />
  )
}
