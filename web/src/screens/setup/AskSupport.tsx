import type { RequestBody } from '../../../../src/http/contract/requests.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { TextArea, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

/** A request to Product Support to connect a system with the district. */
export function AskSupport({ system }: { system: string }) {
  const say = useSay()
  const { vendor, who } = useSession()
  const { api, path } = useDistrict()
  const ask = useWrite(
    ({ message = '', contact = '' }: Readonly<Record<string, string>>) => {
      const page = `${path}/settings/rostering/setup`
      const body: RequestBody = { kind: 'system', answers: { system, message, contact, page } }
      return write('POST', `${api}/requests`, body)
    },
    [`${api}/requests`, `${api}/activity`],
  )
  if (ask.isSuccess)
    return (
      <Banner tone="ok" icon="mail" role="status">
        {say('wizard.asked', { vendor: vendor.name })}
      </Banner>
    )
  return (
    <Form label={say('wizard.ask', { vendor: vendor.name })} error={ask.error} onSubmit={values => ask.mutate(values)}>
      <TextArea name="message" label={say('wizard.ask.message')} note={say('wizard.ask.note')} maxLength={4000} required />
      <TextField name="contact" label={say('wizard.ask.contact')} defaultValue={who.email ?? ''} maxLength={300} />
      <Buttons>
        <Button kind="primary" type="submit" busy={ask.isPending}>
          {say('wizard.ask', { vendor: vendor.name })}
        </Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore
