import type { SetupPreview, SetupView } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink, Buttons } from '../../design/Button.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Link } from '../../design/Link.tsx'
import { Section } from '../../design/Section.tsx'
import { Skeleton } from '../../design/Skeleton.tsx'
import { Table } from '../../design/Table.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { GoLive } from './GoLive.tsx'

/** What the first sync would do, and the button that begins it. */
export function LiveStep({ view }: { view: SetupView }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const { preview, previewing } = view
  const look = useWrite(() => write('POST', `${api}/setup/preview`), [`${api}/setup`, `${api}/runs`])
  const busy = previewing || look.isPending
  return (
    <>
      <Section
        title={say('wizard.preview')}
        note={say('wizard.preview.note')}
        action={
          <Button busy={busy} locked={locked} onPress={() => look.mutate()}>
            {say(preview === null ? 'wizard.preview.make' : 'wizard.preview.again')}
          </Button>
        }
      >
        {look.error && <Failed error={look.error} />}
        {busy ? (
          <>
            <p role="status">{say('wizard.preview.busy')}</p>
            <Skeleton rows={6} />
          </>
        ) : (
          preview !== null && <Preview preview={preview} />
        )}
      </Section>
      {!busy && preview !== null && preview.plan !== null && <Begin view={view} preview={preview} />}
    </>
  )
}

function Preview({ preview: { run, message, kinds, match, plan } }: { preview: SetupPreview }) {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  const { path } = useDistrict()
  const jobs = `${path}/settings/rostering/jobs/${run}`
  if (plan === null)
    return (
      <Banner tone="trouble" role="alert" action={<ButtonLink to={jobs}>{say('people.run', { run })}</ButtonLink>}>
        <span lang="en">{message ?? say('wizard.preview.nothing')}</span>
      </Banner>
    )
  return (
    <>
      <Table
        caption={say('wizard.preview.caption')}
        rows={kinds}
        rowKey={row => row.kind}
        columns={[
          { id: 'kind', label: say('run.kind'), kind: 'head', cell: row => code('record', row.kind) },
          ...(['create', 'update', 'remove'] as const).map(op => ({
            id: op,
            label: say(`op.${op}`),
            kind: 'number' as const,
            cell: (row: SetupPreview['kinds'][number]) => numbers.count(row[op]),
          })),
        ]}
      />
      {match !== null && match.byHand > 0 && <p>{say('wizard.match', match)}</p>}
      <p>
        <Link to={`${jobs}?tab=changes`}>{say('wizard.preview.all')}</Link>
      </p>
    </>
  )
} // prettier-ignore

/** A plan with hazards is decided about where every plan is; any other begins here. */
function Begin({ view, preview }: { view: SetupView; preview: SetupPreview }) {
  const say = useSay()
  const { path } = useDistrict()
  if (preview.status === 'held')
    return (
      <Section title={say('wizard.live')}>
        <Banner
          tone="hold"
          action={<ButtonLink kind="primary" to={`${path}/settings/rostering/hold/${preview.plan ?? ''}`}>{say('action.review_hold')}</ButtonLink>}
        >
          <p>{say('wizard.held')}</p>
          <ul lang="en">
            {preview.hazards.map(({ code, message }) => (
              <li key={`${code} ${message}`}>{message}</li>
            ))}
          </ul>
        </Banner>
      </Section>
    )
  if (preview.status !== 'cleared' && preview.status !== 'applied')
    return <Buttons>{say('wizard.preview.old')}</Buttons>
  return <GoLive view={view} preview={preview} />
} // prettier-ignore
