import { useParams } from '@tanstack/react-router'
import { Page } from '../../design/Page.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { FindPerson } from '../single-sign-on/FindPerson.tsx'
import { Trace } from './Trace.tsx'

/** V7: why somebody can or cannot sign in, for whoever helps them. */
export function SignInTrace() {
  const say = useSay()
  const { path } = useDistrict()
  const { id = '' } = useParams({ strict: false })
  const sso = `${path}/settings/single-sign-on`
  return (
    <Page
      title={say('trace.title')}
      crumbs={[
        { label: say('settings'), to: `${path}/settings` },
        { label: say('nav.integrations') },
        { label: say('nav.sso'), to: sso },
      ]}
      lead={say('trace.lead')}
      zone
    >
      <FindPerson />
      <Trace key={id} person={id} named />
    </Page>
  )
}
