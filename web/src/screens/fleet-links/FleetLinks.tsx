import type { FleetSetupLinks } from '../../../../src/http/contract/setup-links.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Checkbox } from '../../design/Field.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useSay, useSayCode } from '../../words/say.tsx'
import { LinkStatus } from '../setup/LinkStatus.tsx'

/** V3: every link to a setup, how far its district is, and where it is called back. */
export function FleetLinks() {
  const say = useSay()
  const code = useSayCode()
  const { query, set } = useAddress()
  const links = useRead<FleetSetupLinks>('/api/fleet/setup-links', { every: 30_000 })
  const over = query.get('over') === 'true'
  return (
    <Page title={say('link.fleet')} lead={say('link.fleet.lead')} zone>
      <Checkbox
        name="over"
        label={say('link.over')}
        checked={over}
        onChange={event => set({ over: event.currentTarget.checked ? 'true' : null })}
      />
      <Loaded query={links}>
        {answer => (
          <Table
            caption={say('link.caption')}
            rows={answer.links.filter(({ state }) => over || state === 'sent' || state === 'opened')}
            rowKey={row => row.id}
            empty={<Empty>{say('link.none')}</Empty>}
            columns={[
              {
                id: 'district',
                label: say('district'),
                kind: 'head',
                cell: ({ district }) => (
                  <Link to={`/d/${district.key}/settings/rostering/setup?send=true`}>
                    <bdi>{district.name}</bdi>
                  </Link>
                ),
              },
              { id: 'email', label: say('team.email'), cell: row => <bdi>{row.email}</bdi> },
              { id: 'state', label: say('wizard.test.state'), cell: row => <LinkStatus state={row.state} /> },
              {
                id: 'step',
                label: say('link.step'),
                cell: row => (row.step === null ? '–' : code('setup', row.step)),
              },
              {
                id: 'made',
                label: say('link.made'),
                cell: row => (
                  <>
                    <Time at={row.createdAt} ago="beside" />
                    <span className={text.small}>
                      <bdi>{row.who}</bdi>
                    </span>
                  </>
                ),
              },
              { id: 'expires', label: say('link.expires'), cell: row => <Time at={row.expiresAt} /> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  )
}
