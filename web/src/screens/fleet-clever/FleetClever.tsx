import type { FleetSharers } from '../../../../src/http/contract/fleet.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button } from '../../design/Button.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Empty, Failed, Loaded } from '../../design/PageStates.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Day } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'

type Row = FleetSharers['sharers'][number]
type Fit = Row['fits'][number]
const url = '/api/fleet/sharers/clever'
const marks = { sure: 'ok', likely: 'caution', unsure: 'hold' } as const

/** V2: who shares through Clever, which of ours each may be and what speaks for it; a person says which it is. */
export function FleetClever() {
  const say = useSay()
  const sharers = useRead<FleetSharers>(url)
  return (
    <Page title={say('match.title')} lead={say('match.lead')} zone>
      <Loaded query={sharers}>{answer => <Sharers rows={answer.sharers} />}</Loaded>
    </Page>
  )
}

function Sharers({ rows }: { rows: readonly Row[] }) {
  const say = useSay()
  const aloud = useAloud()
  const tie = useWrite(
    async ({ tenantId, district }: { tenantId: string; district: Fit['district'] }) => {
      const setup = `/api/districts/${district.key}/setup`
      await write('PUT', setup, { step: 'connect', system: 'clever' })
      await write('POST', `${setup}/tenant`, { tenant: tenantId })
      aloud.note(say('match.tied', { district: district.name }))
    },
    [url, '/api/fleet', '/api/fleet/requests'],
  )
  return (
    <>
      {tie.error && <Failed error={tie.error} />}
      <Table
        caption={say('match.caption')}
        rows={rows}
        rowKey={row => row.tenantId}
        empty={<Empty>{say('match.none')}</Empty>}
        columns={[
          { id: 'name', label: say('match.theirs'), kind: 'head', cell: row => <Theirs row={row} /> },
          { id: 'nces', label: say('place.nces'), cell: row => row.ncesId || '–' },
          { id: 'state', label: say('place.state'), cell: row => row.state || '–' },
          { id: 'launch', label: say('match.launch'), cell: row => (row.launchDate === '' ? '–' : <Day on={row.launchDate} />) },
          {
            id: 'ours', label: say('match.ours'), kind: 'wide',
            cell: row => row.tied === null
              ? <Fits row={row} busy={tie.isPending} onTie={district => tie.mutate({ tenantId: row.tenantId, district })} />
              : <Status mark="ok"><Link to={`/d/${row.tied.key}/settings/rostering`}><bdi>{row.tied.name}</bdi></Link></Status>,
          },
        ]}
      />
    </>
  )
} // prettier-ignore

function Theirs({ row: { name, tenantId, closed } }: { row: Row }) {
  const say = useSay()
  return (
    <>
      <bdi>{name || say('match.unnamed')}</bdi>
      <span className={text.small}>
        <code className={text.code}>{tenantId}</code> <Copy text={tenantId} />
      </span>
      {closed !== null && <Status mark="trouble"><span lang="en">{closed}</span></Status>}
    </>
  )
} // prettier-ignore

/** Only a district that chose Clever is tied here: for any other it would throw away what it has set up. */
function Fits({ row: { fits, closed }, busy, onTie }: { row: Row; busy: boolean; onTie: (district: Fit['district']) => void }) {
  const say = useSay()
  if (fits.length === 0) return <>{say('match.nobody')}</>
  return (
    <>
      {fits.map(({ district, certainty, evidence, asks }) => (
        <div key={district.key}>
          <Status mark={marks[certainty]}>{say(`match.${certainty}`)}</Status>{' '}
          <Link to={`/d/${district.key}/settings/rostering/setup?step=connect`}><bdi>{district.name}</bdi></Link>
          <span className={text.small}>{evidence.map(one => say(`match.by.${one}`)).join(', ')}</span>
          {asks && closed === null
            ? <Button size="small" busy={busy} aria-label={say('match.tie.of', { district: district.name })} onPress={() => onTie(district)}>{say('match.tie')}</Button>
            : <span className={text.small}>{say('match.notAsked')}</span>}
        </div>
      ))}
    </>
  )
} // prettier-ignore
