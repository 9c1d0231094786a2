import { useState } from 'react'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { RoleChoice, type Role } from './RoleChoice.tsx'

/** Lets somebody in; the least role that changes anything is chosen beforehand. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const [role, setRole] = useState<Role>('viewer')
  const invite = useWrite(
    (person: { name: string; email: string }) => write('POST', `${api}/team`, { ...person, role }),
    [`${api}/team`, `${api}/activity`],
  )
  const send = ({ name = '', email = '' }: Readonly<Record<string, string>>) =>
    invite.mutate(
      { name, email },
      {
        onSuccess: () => {
          aloud.polite(say('team.invite.done', { name: name || email }))
          onClose()
        },
      },
    )
  return (
    <Section title={say('team.invite')} note={say('team.invite.note')}>
      <Form label={say('team.invite')} error={invite.error} onSubmit={send}>
        <TextField name="email" type="email" label={say('team.email')} autoComplete="off" required />
        <TextField name="name" label={say('team.name')} autoComplete="off" />
        <RoleChoice value={role} onChange={setRole} />
        <Buttons>
          <Button kind="primary" type="submit" busy={invite.isPending}>
            {say('team.invite.send')}
          </Button>
          <Button onPress={onClose}>{say('cancel')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
}
