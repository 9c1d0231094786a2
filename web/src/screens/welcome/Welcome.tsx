import { useQuery } from '@tanstack/react-query'
import { useIntl } from 'react-intl'
import type { InviteView, Session } from '../../../../src/http/contract/session.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Skeleton } from '../../design/Skeleton.tsx'
import { useFragment } from '../../session/fragment.ts'
import { useSay } from '../../words/say.tsx'
import { Doorway } from '../sign-in/Doorway.tsx'
import { useEnter } from '../sign-in/SignIn.tsx'

/** An invitation: whom it is for, then name and password, then in. */
export function Welcome() {
  const say = useSay()
  const intl = useIntl()
  const token = useFragment()
  const invite = useQuery({
    queryKey: ['invite', token],
    queryFn: () => write<InviteView>('POST', '/api/invites/look', { token }),
    retry: false,
  })
  const districts = intl.formatList(invite.data?.districts ?? [], { type: 'conjunction' })
  const lead =
    invite.data?.vendor === true ? say('welcome.vendor') : districts && say('welcome.lead', { districts })
  return (
    <Doorway title={say('welcome')} lead={lead}>
      {invite.error && <Failed error={invite.error} />}
      {invite.isPending && <Skeleton rows={3} />}
      {invite.data && <Accept token={token} invite={invite.data} />}
    </Doorway>
  )
}

function Accept({ token, invite }: { token: string; invite: InviteView }) {
  const say = useSay()
  const enter = useEnter()
  const accept = useWrite(async (values: Readonly<Record<string, string>>) =>
    enter(await write<Session>('POST', '/api/invites/accept', { token, ...values })),
  )
  return (
    <Form label={say('welcome')} error={accept.error} onSubmit={values => accept.mutate(values)}>
      {invite.email === null ? (
        <TextField name="email" label={say('signIn.email')} type="email" autoComplete="username" required />
      ) : (
        <p>{say('welcome.for', { email: invite.email })}</p>
      )}
      <TextField
        name="name"
        label={say('welcome.name')}
        defaultValue={invite.name}
        autoComplete="name"
        required
      />
      <TextField
        name="password"
        label={say('welcome.password')}
        note={say('password.note')}
        type="password"
        autoComplete="new-password"
        required
      />
      <Button kind="primary" type="submit" busy={accept.isPending}>
        {say('welcome.enter')}
      </Button>
    </Form>
  )
}
