import { useState } from 'react'
import type { SetupPreview, SetupView, WentLive } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { DateField, RadioGroup, Select, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** When it begins, and how often it goes on. */
export function GoLive({ view: { schedule }, preview }: { view: SetupView; preview: SetupPreview }) {
  const say = useSay()
  const aloud = useAloud()
  const locked = useLocked()('decide')
  const { api } = useDistrict()
  const [begin, setBegin] = useState<'now' | 'day'>('now')
  const [repeat, setRepeat] = useState(schedule.repeat)
  const changes = preview.kinds.reduce((sum, { create, update, remove }) => sum + create + update + remove, 0)
  const live = useWrite(
    async ({ on = '', time = '', day = '' }: Readonly<Record<string, string>>) => {
      const { plan, digest } = preview
      const when = { time, repeat, days: repeat === 'weekly' ? [day] : [] }
      const { state } = await write<WentLive>('POST', `${api}/setup/live`, { plan, digest, on: begin === 'day' ? on : null, ...when })
      aloud.note(say(state === 'asked' ? 'wizard.live.done' : 'wizard.live.second'))
    },
    [api],
  )
  return (
    <Section title={say('wizard.live')} note={say('wizard.live.note')}>
      <Form label={say('wizard.live')} error={live.error} onSubmit={values => live.mutate(values)}>
        <RadioGroup
          name="begin"
          label={say('wizard.begin')}
          value={begin}
          onChange={value => setBegin(value === 'day' ? 'day' : 'now')}
          options={[
            { value: 'now', label: say('wizard.begin.now') },
            { value: 'day', label: say('wizard.begin.day') },
          ]}
        />
        {begin === 'day' && <DateField name="on" label={say('wizard.begin.on')} note={say('wizard.begin.note')} required />}
        <RadioGroup
          name="repeat"
          label={say('set.repeat')}
          value={repeat}
          onChange={value => setRepeat(value === 'weekly' ? 'weekly' : 'daily')}
          options={[
            { value: 'daily', label: say('set.daily') },
            { value: 'weekly', label: say('set.weekly') },
          ]}
        />
        {repeat === 'weekly' && (
          <Select name="day" label={say('set.days')} defaultValue={schedule.days[0] ?? 'sunday'} options={week.map(day => ({ value: day, label: say(`set.day.${day}`) }))} />
        )}
        <TextField name="time" type="time" label={say('set.time')} defaultValue={schedule.time} required />
        <Buttons>
          <Button kind="primary" type="submit" busy={live.isPending} locked={locked}>
            {begin === 'day' ? say('wizard.live.later') : say('wizard.live.now', { count: changes })}
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
} // prettier-ignore
