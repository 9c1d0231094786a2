import { useState } from 'react'
import type { ScheduleView, SlotView } from '../../../../src/http/contract/schedule.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Checkbox, RadioGroup, Select, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time, useTimeWords } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useSay } from '../../words/say.tsx'
import styles from './Settings.module.css'
import { useSaveSchedule } from './use-save.ts'
import { zones } from './zones.ts'

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** Time, days and zone, and the next three syncs they give. */
export function When({ view }: { view: ScheduleView }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const save = useSaveSchedule(view)
  const { schedule } = view
  const [repeat, setRepeat] = useState(schedule.repeat)
  const listed = zones.includes(schedule.zone) ? zones : [schedule.zone, ...zones]
  const send = (values: Readonly<Record<string, string>>) =>
    save.mutate({
      repeat,
      time: values['schedule.time'] ?? '',
      zone: values['schedule.zone'] ?? schedule.zone,
      days: repeat === 'weekly' ? week.filter(day => values[day] !== undefined) : schedule.days,
    })
  return (
    <Section title={say('set.when')} note={say('set.when.note')}>
      <div className={styles.body}>
      <Form guard label={say('set.when')} error={save.error} onSubmit={send}>
        <RadioGroup
          name="schedule.repeat"
          label={say('set.repeat')}
          value={repeat}
          onChange={value => setRepeat(value === 'weekly' ? 'weekly' : 'daily')}
          options={[
            { value: 'daily', label: say('set.daily') },
            { value: 'weekly', label: say('set.weekly') },
          ]}
        />
        {repeat === 'weekly' && (
          <fieldset id="field-schedule.days" tabIndex={-1}>
            <legend>{say('set.days')}</legend>
            {week.map(day => (
              <Checkbox key={day} name={day} label={say(`set.day.${day}`)} defaultChecked={schedule.days.includes(day)} />
            ))}
          </fieldset>
        )}
        <div className={styles.row}>
        <TextField name="schedule.time" type="time" label={say('set.time')} defaultValue={schedule.time} />
        <Select
          name="schedule.zone"
          label={say('set.zone')}
          defaultValue={schedule.zone}
          options={listed.map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        />
        </div>
        <Buttons>
          <Button type="submit" kind="primary" busy={save.isPending} locked={locked}>
            {say('set.when.save')}
          </Button>
        </Buttons>
      </Form>
      <Next view={view} />
      </div>
    </Section>
  )
} // prettier-ignore

function Next({ view }: { view: ScheduleView }) {
  const say = useSay()
  const words = useTimeWords()
  const { clocks } = view
  const what = (slot: SlotView) => say(slot.mode === 'add_only' ? 'set.addOnly' : 'set.run')
  return (
    <>
      <Table
        caption={say('set.next')}
        rows={view.next}
        rowKey={slot => slot.at}
        empty={<p>{say('set.next.none')}</p>}
        columns={[
          { id: 'at', label: say('set.next.at'), kind: 'head', cell: slot => <Time at={slot.at} ago="beside" /> },
          { id: 'what', label: say('set.what'), cell: what },
        ]}
      />
      {clocks?.clocks && (
        <p className={text.note}>
          {say(`set.clocks.${clocks.clocks}`, { day: words.day(clocks.day), time: words.time(clocks.at, 'clock') })}
        </p>
      )}
    </>
  )
} // prettier-ignore
