import { useState } from 'react'
import type { ScheduleView } from '../../../../src/http/contract/schedule.ts'
import { YearPicture } from '../../charts/YearPicture.tsx'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { DateField, RadioGroup } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Link } from '../../design/Link.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import { Day, useTimeWords } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import styles from './Settings.module.css'
import { useSaveSchedule } from './use-save.ts'

type Kind = 'pauses' | 'addOnly'

/** Days without a sync, and days on which a sync removes nobody. */
export function Pauses({ view }: { view: ScheduleView }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const words = useTimeWords()
  const save = useSaveSchedule(view)
  const { path } = useDistrict()
  const [kind, setKind] = useState<Kind>('pauses')
  const { schedule, proposal } = view
  const ranges = (['pauses', 'addOnly'] as const).flatMap(of => schedule[of].map(range => ({ of, ...range })))
  const add = (of: Kind, from: string, until: string, note: string) =>
    save.mutate({ [of]: [...schedule[of], { from, until, note }] })
  return (
    <Section id="pauses" title={say('set.pauses')} note={say('set.pauses.note')}
      action={<Link to={`${path}/settings/rostering/rollover`}>{say('rollover.link')}</Link>}>
      <div className={styles.body}>
      <HandPause view={view} />
      {proposal && !proposal.accepted && (
        <Banner
          tone="running"
          icon="calendar"
          action={
            <Button size="small" locked={locked} busy={save.isPending} onPress={() => add('pauses', proposal.from, proposal.until, '')}>
              {say('set.proposal.accept')}
            </Button>
          }
        >
          {say('set.proposal', { from: words.day(proposal.from), until: words.day(proposal.until) })}
        </Banner>
      )}
      <YearPicture today={view.today} spans={ranges.map(({ of, from, until }) => ({ kind: of === 'pauses' ? 'paused' : 'adding', from, until }))} />
      <Table
        caption={say('set.ranges')}
        rows={ranges}
        rowKey={({ of, from, until }) => `${of} ${from} ${until}`}
        empty={<p>{say('set.ranges.none')}</p>}
        columns={[
          { id: 'from', label: say('set.from'), kind: 'head', cell: range => <Day on={range.from} /> },
          { id: 'until', label: say('set.until'), cell: range => <Day on={range.until} /> },
          { id: 'what', label: say('set.what'), cell: ({ of }) => <Status mark={of === 'pauses' ? 'paused' : 'adding'}>{say(`set.${of}.short`)}</Status> },
          {
            id: 'remove', label: say('set.remove'), hideLabel: true, kind: 'bare',
            cell: ({ of, from, until }) => (
              <Button size="small" kind="quiet" locked={locked} aria-label={say('set.remove.range', { from: words.day(from), until: words.day(until) })}
                onPress={() => save.mutate({ [of]: schedule[of].filter(one => one.from !== from || one.until !== until) })}>
                {say('set.remove')}
              </Button>
            ),
          },
        ]}
      />
      <Form guard label={say('set.add')} error={save.error} onSubmit={values => add(kind, values.from ?? '', values.until ?? '', '')}>
        <RadioGroup name="kind" label={say('set.what')} value={kind} onChange={value => setKind(value === 'addOnly' ? 'addOnly' : 'pauses')}
          options={[{ value: 'pauses', label: say('set.pauses.short') }, { value: 'addOnly', label: say('set.addOnly.short') }]} />
        <div className={styles.row}>
        <DateField name="from" label={say('set.from')} required />
        <DateField name="until" label={say('set.until')} required />
        </div>
        <Buttons>
          <Button type="submit" icon="plus" busy={save.isPending} locked={locked}>{say('set.add')}</Button>
        </Buttons>
      </Form>
      </div>
    </Section>
  )
} // prettier-ignore

/** Pause from now on, or resume: at once, without a form to save. */
function HandPause({ view: { mode } }: { view: ScheduleView }) {
  const say = useSay()
  const locked = useLocked()('run')
  const words = useTimeWords()
  const { api } = useDistrict()
  const paused = mode.mode !== 'run'
  const turn = useWrite(
    () => (paused ? write('POST', `${api}/resume`) : write('POST', `${api}/pause`, { until: null })),
    [`${api}/schedule`, `${api}/overview`, `${api}/runs`],
  )
  const until = mode.until === null ? 'none' : words.day(mode.until)
  return (
    <div className={styles.row}>
      {turn.error && <Failed error={turn.error} />}
      <p>
        <Status mark={paused ? 'paused' : 'ok'}>{say(`set.mode.${mode.mode}`, { until })}</Status>
      </p>
      <Buttons>
        <Button icon={paused ? 'running' : 'paused'} busy={turn.isPending} locked={locked} onPress={() => turn.mutate()}>
          {say(paused ? 'set.resume' : 'set.pauseNow')}
        </Button>
      </Buttons>
    </div>
  )
} // prettier-ignore
