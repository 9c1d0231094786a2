import type { SetupStep, SetupView } from '../../../../src/http/contract/setup.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { Icon } from '../../design/Icon.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Time } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { ChooseStep } from './ChooseStep.tsx'
import { ConnectStep } from './ConnectStep.tsx'
import { LiveStep } from './LiveStep.tsx'
import { MapStep } from './MapStep.tsx'
import { OwnRequests } from './OwnRequests.tsx'
import { PrepareStep } from './PrepareStep.tsx'
import { SendStep } from './SendStep.tsx'
import { reach, stepOf, steps } from './steps.ts'
import { TestStep } from './TestStep.tsx'
import styles from './Setup.module.css'

/** D3: from nothing to the first sync in six steps, each saved as it is taken. */
export function Setup() {
  const say = useSay()
  const { api, path } = useDistrict()
  const { query, set } = useAddress()
  const guest = useSession().who.kind === 'guest'
  const sending = !guest && query.get('send') === 'true'
  const setup = useRead<SetupView>(`${api}/setup`, { every: 5000 })
  const rostering = `${path}/settings/rostering`
  const step = setup.data && setup.data.state !== 'done' ? stepOf(query.get('step'), setup.data) : undefined
  return (
    <Page
      title={say('wizard.title')}
      state={step && say(`setup.${step}`)}
      crumbs={
        guest
          ? [{ label: say('nav.rostering') }]
          : [
              { label: say('settings'), to: `${path}/settings` },
              { label: say('nav.integrations') },
              { label: say('nav.rostering'), to: rostering },
            ]
      }
      lead={say('wizard.lead')}
      zone
      actions={
        guest ? null : (
          <Button icon="mail" aria-expanded={sending} onPress={() => set({ send: sending ? null : 'true' })}>
            {say('wizard.send')}
          </Button>
        )
      }
    >
      {sending && <SendStep onClose={() => set({ send: null })} />}
      <Loaded query={setup} rows={8}>
        {view =>
          view.state === 'done' ? (
            <Banner
              tone="ok"
              action={guest ? null : <ButtonLink to={rostering}>{say('wizard.toRostering')}</ButtonLink>}
            >
              {say('wizard.done')}
            </Banner>
          ) : (
            <Steps view={view} step={stepOf(query.get('step'), view)} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Steps({ view, step }: { view: SetupView; step: SetupStep }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const { api, path } = useDistrict()
  const guest = useSession().who.kind === 'guest'
  return (
    <>
      <StepBar view={view} step={step} />
      {locked !== null && <Banner tone="resting" icon="lock">{locked}</Banner>}
      {step === 'choose' && <ChooseStep view={view} />}
      {step === 'prepare' && <PrepareStep view={view} />}
      {step === 'connect' && <ConnectStep view={view} />}
      {step === 'test' && <TestStep view={view} />}
      {step === 'map' && <MapStep view={view} />}
      {step === 'preview' && <LiveStep view={view} />}
      {(step === 'choose' || step === 'prepare') && <OwnRequests api={api} />}
      <p className={styles.later}>
        {guest ? <span>{say('link.later')}</span> : <Link to={`${path}/settings/rostering`}>{say('wizard.later')}</Link>}
        {view.who !== null && view.changedAt !== null && (
          <span>
            {say('wizard.saved', { who: view.who })} <Time at={view.changedAt} ago="only" />
          </span>
        )}
      </p>
    </>
  )
} // prettier-ignore

/** Where one is, what is done, and what may be opened again. */
function StepBar({ view, step }: { view: SetupView; step: SetupStep }) {
  const say = useSay()
  const { path } = useDistrict()
  const most = steps.indexOf(reach(view))
  const here = steps.indexOf(step)
  return (
    <nav aria-label={say('wizard.steps')}>
      <ol className={styles.bar}>
        {steps.map((one, at) => {
          const words = (
            <>
              <span className={styles.number}>
                {at + 1} {at < most && <Icon name="ok" size="s" />}
              </span>
              {say(`setup.${one}`)}
            </>
          )
          return (
            <li key={one} className={at < here ? styles.past : at === here ? styles.here : undefined}>
              {at <= most ? (
                <Link to={`${path}/settings/rostering/setup?step=${one}`} aria-current={one === step ? 'step' : undefined}>{words}</Link>
              ) : (
                <span>{words}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
} // prettier-ignore
