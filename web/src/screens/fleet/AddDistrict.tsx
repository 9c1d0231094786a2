import { useState } from 'react'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { Select, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { useSay } from '../../words/say.tsx'
import { zones } from '../rostering-settings/zones.ts'

type Values = Readonly<Record<string, string>>

/** A district and its first owner, who is invited by mail and sets rostering up. */
export function AddDistrict({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const aloud = useAloud()
  const [key, setKey] = useState('')
  const add = useWrite(
    async ({ name = '', zone = '', email = '', owner = '' }: Values) => {
      await write('POST', '/api/fleet/districts', { key, name, zone, email, owner })
      aloud.note(say('fleet.added', { name }))
      onClose()
    },
    ['/api/fleet'],
  )
  return (
    <Section title={say('fleet.add')} note={say('fleet.add.note')}>
      <Form label={say('fleet.add')} error={add.error} onSubmit={values => add.mutate(values)}>
        <TextField name="name" label={say('general.name')} maxLength={200} required onBlur={event => key === '' && setKey(keyOf(event.currentTarget.value))} />
        <TextField name="key" label={say('general.key')} note={say('fleet.key.note')} maxLength={63} required value={key} onChange={event => setKey(event.currentTarget.value)} />
        <Select name="zone" label={say('set.zone')} defaultValue="America/Chicago" options={zones.map(one => ({ value: one, label: one.replaceAll('_', ' ') }))} />
        <TextField name="owner" label={say('fleet.ownerName')} maxLength={200} autoComplete="off" />
        <TextField name="email" type="email" label={say('fleet.ownerEmail')} autoComplete="off" required />
        <Buttons>
          <Button kind="primary" type="submit" busy={add.isPending}>{say('fleet.add.send')}</Button>
          <Button onPress={onClose}>{say('cancel')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
} // prettier-ignore

/** "Elm Fork ISD" as a key: elm-fork-isd. */
function keyOf(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 63) // prettier-ignore
}
