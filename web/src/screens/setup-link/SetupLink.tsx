import { useQuery } from '@tanstack/react-query'
import type { Session } from '../../../../src/http/contract/session.ts'
import type { LinkOpening } from '../../../../src/http/contract/setup-links.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink, Buttons } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Skeleton } from '../../design/Skeleton.tsx'
import { useFragment } from '../../session/fragment.ts'
import { useSay } from '../../words/say.tsx'
import { Doorway } from '../sign-in/Doorway.tsx'
import { useEnter } from '../sign-in/SignIn.tsx'

/** The other end of a link to a setup: whose it is, a code by mail, then in. What is over says who sends another. */
export function SetupLink() {
  const say = useSay()
  const token = useFragment()
  const look = useQuery({
    queryKey: ['setup-link', token],
    queryFn: () => write<LinkOpening>('POST', '/api/setup-link/look', { token }),
    enabled: token !== '',
    retry: false,
  })
  const district = look.data?.district.name
  return (
    <Doorway title={say('link.title')} lead={district === undefined ? '' : say('link.lead', { district })}>
      {token === '' && <Banner tone="caution">{say('link.bare')}</Banner>}
      {look.error && <Failed error={look.error} />}
      {token !== '' && look.isPending && <Skeleton rows={3} />}
      {look.data && <Standing token={token} link={look.data} />}
    </Doorway>
  )
}

function Standing({ token, link }: { token: string; link: LinkOpening }) {
  const say = useSay()
  const { state, district } = link
  if (state === 'ready') return <Opening token={token} email={link.email} />
  if (state === 'here')
    return (
      <ButtonLink kind="primary" to={`/d/${district.key}/settings/rostering/setup`}>
        {say('link.on')}
      </ButtonLink>
    )
  return <Banner tone={state === 'finished' ? 'ok' : 'caution'}>{say(`link.${state}`)}</Banner>
}

/** First the code is asked for, so that no mail goes out for whoever only looks at a link. */
function Opening({ token, email }: { token: string; email: string }) {
  const say = useSay()
  const enter = useEnter()
  const mail = useWrite(() => write('POST', '/api/setup-link/code', { token }))
  const open = useWrite(async ({ code = '' }: Readonly<Record<string, string>>) =>
    enter(await write<Session>('POST', '/api/setup-link/open', { token, code: code.replaceAll(' ', '') })),
  )
  if (!mail.isSuccess)
    return (
      <>
        <p>{say('link.code.about', { email })}</p>
        {mail.error && <Failed error={mail.error} />}
        <Button kind="primary" icon="mail" busy={mail.isPending} onPress={() => mail.mutate()}>
          {say('link.code.send')}
        </Button>
      </>
    )
  return (
    <Form label={say('link.title')} error={open.error} onSubmit={values => open.mutate(values)}>
      <p role="status">{say('link.code.sent', { email })}</p>
      <TextField
        name="code"
        label={say('link.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        required
      />
      <Buttons>
        <Button kind="primary" type="submit" busy={open.isPending}>
          {say('link.open')}
        </Button>
        <Button busy={mail.isPending} onPress={() => mail.mutate()}>
          {say('link.code.again')}
        </Button>
      </Buttons>
    </Form>
  )
}
