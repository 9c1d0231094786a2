import type { PortalView, SignInView } from '../../../../src/http/contract/sign-in.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { ButtonLink } from '../../design/Button.tsx'
import { Checkbox } from '../../design/Field.tsx'
import { Lines } from '../../design/Lines.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import text from '../../design/text.module.css'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { Address } from './Address.tsx'
import { FindPerson } from './FindPerson.tsx'
import { Providers } from './Providers.tsx'
import { SignIns } from './SignIns.tsx'

/** D14: how teachers and students of the district sign in, and how that went lately. */
export function SingleSignOn() {
  const say = useSay()
  const { api, path } = useDistrict()
  const page = useRead<SignInView>(`${api}/sign-in`, { every: 30_000 })
  return (
    <Page
      title={say('nav.sso')}
      crumbs={[{ label: say('settings'), to: `${path}/settings` }, { label: say('nav.integrations') }]}
      lead={say('sso.lead')}
      zone
    >
      <Loaded query={page} rows={6}>
        {view => (
          <>
            <Portals view={view} />
            <Providers providers={view.providers} />
            <Section title={say('sso.help')} note={say('sso.help.note')}>
              <FindPerson />
            </Section>
            <Recent view={view} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** Through which the district is rostered; where it is through none, what there could be. */
function Portals({ view: { classlink, clever } }: { view: SignInView }) {
  const all = [
    { provider: 'ClassLink', portal: classlink },
    { provider: 'Clever', portal: clever },
  ]
  const on = all.filter(({ portal }) => stateOf(portal) === 'on')
  return (on.length > 0 ? on : all).map(one => <Portal key={one.provider} {...one} />)
}

function stateOf({ ready, tenantId }: PortalView): 'on' | 'off' | 'unconnected' {
  if (!ready) return 'off'
  return tenantId === null ? 'unconnected' : 'on'
}

function Portal({ provider, portal }: { provider: string; portal: PortalView }) {
  const say = useSay()
  const { vendor } = useSession()
  const { path } = useDistrict()
  const state = stateOf(portal)
  if (state !== 'on')
    return (
      <Section title={provider}>
        <Banner
          tone="resting"
          icon="key"
          action={
            state === 'unconnected' ? (
              <ButtonLink to={`${path}/settings/rostering`}>{say('wizard.toRostering')}</ButtonLink>
            ) : null
          }
        >
          {say(`sso.portal.${state}`, { vendor: vendor.name, provider })}
        </Banner>
      </Section>
    )
  return (
    <Section title={provider}>
      <Lines
        lines={[
          {
            label: say('wizard.test.state'),
            value: <Status mark="ok">{say('sso.portal.on', { provider })}</Status>,
          },
          { label: say('sso.tenant'), value: portal.tenantId },
          { label: say('sso.start'), value: <Address url={portal.start} /> },
          { label: say('sso.launch'), value: say('sso.launch.on') },
        ]}
      />
      <p className={text.note}>{say('sso.try')}</p>
    </Section>
  )
}

function Recent({ view: { recent } }: { view: SignInView }) {
  const say = useSay()
  const { query, set } = useAddress()
  const failed = query.get('failed') === 'true'
  return (
    <Section title={say('sso.recent')} note={say('sso.recent.note')}>
      <Checkbox
        name="failed"
        label={say('sso.failed')}
        checked={failed}
        onChange={event => set({ failed: event.currentTarget.checked ? 'true' : null })}
      />
      <SignIns signIns={recent.filter(({ outcome }) => !failed || outcome !== 'signed_in')} />
    </Section>
  )
}
