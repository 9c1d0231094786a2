import type { General as Answer } from '../../../../src/http/contract/general.ts'
import { write } from '../../data/api.ts'
import { sessionUrl, useRead, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Select, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Lines } from '../../design/Lines.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded, ReadOnly } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { PlaceFields, placeOf } from './PlaceFields.tsx'
import { zones } from '../rostering-settings/zones.ts'

/** D1: how the district is called, where its clocks hang, and whom to reach. */
export function General() {
  const say = useSay()
  const { api, path } = useDistrict()
  const locked = useLocked()('settings')
  const general = useRead<Answer>(`${api}/general`)
  return (
    <Page title={say('nav.general')} zone crumbs={[{ label: say('settings'), to: `${path}/settings` }]} lead={say('general.lead')}>
      {locked && <ReadOnly>{locked}</ReadOnly>}
      <Loaded query={general} rows={5}>
        {answer => (
          <>
            <Names key={`${answer.name} ${answer.zone} ${answer.place.ncesId} ${answer.place.state}`} general={answer} locked={locked} />
            <Section title={say('general.about')}>
              <Lines
                lines={[
                  { label: say('general.key'), value: <><code className={text.code}>{answer.key}</code> <Copy text={answer.key} /></> },
                  { label: say('general.since'), value: <Time at={answer.since} style="date" /> },
                  {
                    label: say('general.owners'),
                    value: answer.owners.map(({ id, name, email }) => (
                      <span key={id} className={text.small}>
                        <bdi>{name}</bdi>, {email}
                      </span>
                    )),
                  },
                ]}
              />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
} // prettier-ignore

function Names({ general: { name, zone, place }, locked }: { general: Answer; locked: string | null }) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const save = useWrite(
    async (body: Pick<Answer, 'name' | 'zone' | 'place'>) => {
      await write('PUT', `${api}/general`, body)
      aloud.note(say('set.saved'))
    },
    [api, sessionUrl],
  )
  const listed = zones.includes(zone) ? zones : [zone, ...zones]
  return (
    <Section title={say('general.names')}>
      <Form label={say('general.names')} error={save.error} guard onSubmit={values => save.mutate({ name: values.name ?? '', zone: values.zone ?? zone, place: placeOf(values) })}>
        <TextField name="name" label={say('general.name')} defaultValue={name} maxLength={200} required />
        <Select name="zone" label={say('set.zone')} note={say('general.zone.note')} defaultValue={zone} options={listed.map(one => ({ value: one, label: one.replaceAll('_', ' ') }))} />
        <PlaceFields place={place} />
        <Buttons>
          <Button kind="primary" type="submit" busy={save.isPending} locked={locked}>{say('general.save')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
} // prettier-ignore
