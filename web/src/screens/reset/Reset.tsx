import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { useFragment } from '../../session/fragment.ts'
import { useSay } from '../../words/say.tsx'
import { Doorway } from '../sign-in/Doorway.tsx'

/** A new password by a mailed link. Every session of the person ends with the old one. */
export function Reset() {
  const say = useSay()
  const token = useFragment()
  const reset = useWrite((values: Readonly<Record<string, string>>) =>
    write('POST', '/api/password/reset', { token, ...values }),
  )
  return (
    <Doorway title={say('reset')}>
      {reset.isSuccess ? (
        <>
          <Banner tone="ok" role="status">
            {say('reset.done')}
          </Banner>
          <ButtonLink kind="primary" to="/sign-in">
            {say('signIn')}
          </ButtonLink>
        </>
      ) : (
        <Form label={say('reset')} error={reset.error} onSubmit={values => reset.mutate(values)}>
          <TextField
            name="password"
            label={say('welcome.password')}
            note={say('password.note')}
            type="password"
            autoComplete="new-password"
            required
          />
          <Button kind="primary" type="submit" busy={reset.isPending}>
            {say('reset.set')}
          </Button>
        </Form>
      )}
    </Doorway>
  )
}
