import { useState } from 'react'
import type { TurnView } from '../../../../src/http/contract/rollover.ts'
import type { ScheduleView } from '../../../../src/http/contract/schedule.ts'
import { useRead, useRefresh } from '../../data/queries.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { DateField, RadioGroup } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { useSaveSchedule } from '../rostering-settings/use-save.ts'
import styles from '../rostering-settings/Settings.module.css'

type Suggested = NonNullable<TurnView['pause']>

/** The suggested pause: one click puts it into the schedule, dates adjusted first where they should be. */
export function SummerPause({ pause }: { pause: TurnView['pause'] }) {
  const say = useSay()
  const { api } = useDistrict()
  const schedule = useRead<ScheduleView>(`${api}/schedule`)
  return (
    <Section id="pause" title={say('rollover.pause')} note={say('rollover.pause.note')}>
      {pause === null ? (
        <Empty>{say('rollover.pause.none')}</Empty>
      ) : (
        <Loaded query={schedule} rows={3}>
          {view => <Plan key={`${view.version} ${pause.from}`} view={view} pause={pause} />}
        </Loaded>
      )}
    </Section>
  )
}

function Plan({ view, pause }: { view: ScheduleView; pause: Suggested }) {
  const say = useSay()
  const words = useTimeWords()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const refresh = useRefresh()
  const save = useSaveSchedule(view)
  const [kind, setKind] = useState<'pauses' | 'addOnly'>('pauses')
  const planned = (['pauses', 'addOnly'] as const).flatMap(of =>
    view.schedule[of]
      .filter(range => range.from <= pause.until && range.until >= pause.from)
      .map(range => ({ of, ...range })),
  )
  const add = ({ from = '', until = '' }: Readonly<Record<string, string>>) =>
    save.mutate(
      { [kind]: [...view.schedule[kind], { from, until, note: say('rollover.pause.called') }] },
      { onSuccess: () => void refresh(`${api}/rollover`) },
    )
  return (
    <div className={styles.body}>
      {planned.map(({ of, from, until }) => (
        <p key={`${of} ${from}`}>
          <Status mark={of === 'pauses' ? 'paused' : 'adding'}>
            {say(`rollover.planned.${of}`, { from: words.day(from), until: words.day(until) })}
          </Status>
        </p>
      ))}
      <Form label={say('rollover.pause.add')} error={save.error} onSubmit={add}>
        <RadioGroup
          name="kind"
          label={say('set.what')}
          value={kind}
          onChange={value => setKind(value === 'addOnly' ? 'addOnly' : 'pauses')}
          options={[
            { value: 'pauses', label: say('set.pauses.short') },
            { value: 'addOnly', label: say('set.addOnly.short') },
          ]}
        />
        <div className={styles.row}>
          <DateField name="from" label={say('set.from')} defaultValue={pause.from} required />
          <DateField name="until" label={say('set.until')} defaultValue={pause.until} required />
        </div>
        <Buttons>
          <Button type="submit" kind={planned.length === 0 ? 'primary' : 'secondary'} icon="plus" busy={save.isPending} locked={locked}>
            {say(kind === 'pauses' ? 'rollover.pause.add' : 'rollover.addOnly.add')}
          </Button>
        </Buttons>
      </Form>
    </div>
  )
} // prettier-ignore
