import type { FleetHolds as HoldsView, Nudged } from '../../../../src/http/contract/fleet.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Failed, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useSay, useSayCode } from '../../words/say.tsx'
import { useHoldNumbers } from '../overview/StateHeadline.tsx'

type Held = HoldsView['holds'][number]

/** What waits for a district's decision, the oldest first, and who there has been told. */
export function FleetHolds() {
  const say = useSay()
  const query = useRead<HoldsView>('/api/fleet/holds', { every: 30_000 })
  return (
    <Page title={say('fleet.holds.title')} lead={say('fleet.holds.lead')} zone>
      <Loaded query={query}>
        {({ holds }) => (
          <Section title={say('holds')}>
            <Holds holds={holds} />
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

function Holds({ holds }: { holds: readonly Held[] }) {
  const say = useSay()
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
    {
      id: 'since',
      label: say('fleet.holds.since'),
      kind: 'wide',
      cell: row => <Time at={row.since} ago="beside" />,
    },
    { id: 'reasons', label: say('fleet.holds.reasons'), kind: 'wide', cell: row => <Reasons of={row} /> },
    { id: 'told', label: say('fleet.holds.told'), kind: 'wide', cell: row => <Told of={row} /> },
    {
      id: 'nudge',
      label: say('fleet.holds.nudge'),
      hideLabel: true,
      kind: 'bare',
      cell: row => <Nudge of={row} />,
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

/** Each reason with its number and limit, and the school it is about. */
function Reasons({ of: { reasons } }: { of: Held }) {
  const code = useSayCode()
  const say = useSay()
  const shown = useHoldNumbers()
  return (
    <ul>
      {reasons.map(one => (
        <li key={`${one.code} ${one.kind} ${one.school}`}>
          {code('hazard', one.code)}, <bdi>{one.schoolName ?? say('place.district')}</bdi>
          <small>
            {shown(one).part} {one.of > 0 && `(${shown(one).counts})`}; {say('holds.limit')}:{' '}
            {shown(one).limit}
          </small>
        </li>
      ))}
    </ul>
  )
}

/** Who of the district had mail of it and when, the latest first. */
function Told({ of: { told } }: { of: Held }) {
  const say = useSay()
  if (told.length === 0) return say('fleet.holds.nobody')
  return (
    <ul>
      {told.map(({ name, at, nudged }, index) => (
        <li key={index}>
          <bdi>{name}</bdi>, {at === null ? say('fleet.holds.waiting') : <Time at={at} />}
          {nudged && <small>{say('fleet.holds.nudged')}</small>}
        </li>
      ))}
    </ul>
  )
}

function Nudge({ of: { district } }: { of: Held }) {
  const say = useSay()
  const aloud = useAloud()
  const nudge = useWrite(async () => {
    const { mails } = await write<Nudged>('POST', `/api/districts/${district.key}/nudge`)
    aloud.note(say('fleet.holds.sent', { count: mails, district: district.name }))
  }, ['/api/fleet/holds'])
  return (
    <>
      <Button
        size="small"
        icon="mail"
        aria-label={say('fleet.holds.nudge.who', { district: district.name })}
        busy={nudge.isPending}
        onPress={() => nudge.mutate()}
      >
        {say('fleet.holds.nudge')}
      </Button>
      {nudge.error && <Failed error={nudge.error} />}
    </>
  )
}
