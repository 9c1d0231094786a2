import type { LimitName, RulesView } from '../../../../src/http/contract/rules.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay } from '../../words/say.tsx'
import styles from './Settings.module.css'

/** How much change passes without asking, and how long somebody removed is kept. */
export function Limits({ view }: { view: RulesView }) {
  const say = useSay()
  const aloud = useAloud()
  const numbers = useNumbers()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const { rules, version } = view
  const save = useWrite(
    async (values: Readonly<Record<string, string>>) => {
      const limits = Object.fromEntries(
        view.today.map(({ limit }) => [limit, { share: Number(values[`${limit}.share`]) / 100, count: Number(values[`${limit}.count`]) }]),
      )
      await write('PUT', `${api}/rules`, { version, comment: values.comment ?? '', rules: { ...rules, limits, graceDays: Number(values['rules.graceDays']) } })
      aloud.note(say('set.saved'))
    },
    [`${api}/rules`],
  )
  const passes = (limit: LimitName, of: number) =>
    Math.max(rules.limits[limit].count, Math.floor(rules.limits[limit].share * of + 1e-9))
  const box = (limit: LimitName, part: 'share' | 'count') => (
    <TextField name={`${limit}.${part}`} type="number" min={0} step={part === 'share' ? 0.1 : 1}
      label={<span className={text.hidden}>{say(`set.limit.${limit}`)}, {say(`set.limits.${part}`)}</span>}
      defaultValue={part === 'share' ? Math.round(rules.limits[limit].share * 1000) / 10 : rules.limits[limit].count} />
  )
  return (
    <Section title={say('set.limits')} note={say('set.limits.note')}>
      <Form guard label={say('set.limits')} error={save.error} onSubmit={values => save.mutate(values)}>
        <Table
          caption={say('set.limits.caption')}
          rows={view.today}
          rowKey={({ limit }) => limit}
          columns={[
            { id: 'what', label: say('set.what'), kind: 'head', cell: ({ limit }) => say(`set.limit.${limit}`) },
            { id: 'share', label: say('set.limits.share'), cell: ({ limit }) => box(limit, 'share') },
            { id: 'count', label: say('set.limits.count'), cell: ({ limit }) => box(limit, 'count') },
            { id: 'today', label: say('set.limits.today'), kind: 'number', cell: ({ limit, of }) => say('hold.counts', { count: passes(limit, of), of }) },
            { id: 'most', label: say('set.limits.most'), kind: 'number', cell: ({ most }) => (most === null ? '–' : numbers.count(most)) },
          ]}
        />
        <div className={styles.narrow}>
        <TextField name="rules.graceDays" type="number" min={0} max={365} label={say('set.grace')} note={say('set.grace.note')} defaultValue={rules.graceDays} />
        </div>
        <div className={styles.narrow}>
        <TextField name="comment" label={say('set.limits.comment')} note={say(`set.looser.${view.looser}`)} autoComplete="off" />
        </div>
        <Buttons>
          <Button type="submit" busy={save.isPending} locked={locked}>{say('set.limits.save')}</Button>
        </Buttons>
      </Form>
    </Section>
  )
} // prettier-ignore
