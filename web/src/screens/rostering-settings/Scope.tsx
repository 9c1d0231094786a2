import { useState } from 'react'
import type { RulesFields, RulesPreview, RulesView } from '../../../../src/http/contract/rules.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Checkbox } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { useGradeWord } from '../../words/grade-word.ts'
import { PreviewTable } from './PreviewTable.tsx'

type Wanted = Pick<RulesFields, 'scope' | 'fields'>

/** Whom and what is let in. Before it is saved, one sees whom it adds and removes. */
export function Scope({ view }: { view: RulesView }) {
  const say = useSay()
  const aloud = useAloud()
  const grade = useGradeWord()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const { rules, version } = view
  const { scope } = rules
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const preview = useWrite((change: Wanted) => write<RulesPreview>('POST', `${api}/rules/preview`, change))
  const save = useWrite(
    async (change: Wanted) => {
      await write('PUT', `${api}/rules`, { version, rules: { ...rules, ...change } })
      aloud.note(say('set.scope.saved'))
    },
    [`${api}/rules`, `${api}/runs`, `${api}/overview`],
  )
  const look = (values: Readonly<Record<string, string>>) => {
    const change = wantedOf(view, values)
    preview.mutate(change, { onSuccess: () => setWanted(change) })
  }
  const ticks = (name: string, all: readonly { id: string; label: string }[], chosen: readonly string[] | null) => (
    <fieldset id={`field-scope.${name}`} tabIndex={-1}>
      {all.map(({ id, label }) => (
        <Checkbox key={id} name={`${name}.${id}`} label={label} defaultChecked={chosen === null || chosen.includes(id)} />
      ))}
    </fieldset>
  )
  return (
    <Section title={say('set.scope')} note={say('set.scope.note')}>
      <Form guard label={say('set.scope')} error={preview.error} onSubmit={look}>
        <Disclosure open label={say('schools')}>
          {ticks('schools', view.schools.map(({ sourcedId, name }) => ({ id: sourcedId, label: name })), scope.schools)}
        </Disclosure>
        <Disclosure label={say('set.grades')}>
          {ticks('grades', view.grades.map(code => ({ id: code, label: grade.of(code) })), scope.grades)}
        </Disclosure>
        <Disclosure label={say('set.fields')}>
          {ticks('fields', view.fields.filter(({ need }) => need !== 'required').map(({ path }) => ({ id: path, label: path })),
            view.fields.filter(({ on }) => on).map(({ path }) => path))}
        </Disclosure>
        <Buttons>
          <Button type="submit" busy={preview.isPending} locked={locked}>{say('set.scope.preview')}</Button>
        </Buttons>
      </Form>
      <Dialog
        title={say('set.preview')}
        open={wanted !== null && preview.data !== undefined}
        onClose={() => setWanted(null)}
        danger={(preview.data?.people.removed ?? 0) > 0}
        busy={save.isPending}
        confirm={say('set.preview.save', { added: preview.data?.people.added ?? 0, removed: preview.data?.people.removed ?? 0 })}
        onConfirm={() => wanted && save.mutate(wanted, { onSuccess: () => setWanted(null) })}
      >
        {save.error && <Failed error={save.error} />}
        {preview.data && <PreviewTable preview={preview.data} />}
      </Dialog>
    </Section>
  )
} // prettier-ignore

/** What is ticked; where all is, new schools and grades are let in too. */
function wantedOf(view: RulesView, values: Readonly<Record<string, string>>): Wanted {
  const ticked = <Id extends string>(name: string, all: readonly Id[]) => {
    const chosen = all.filter(id => values[`${name}.${id}`] !== undefined)
    return chosen.length === all.length ? null : chosen
  }
  const { scope, fields } = view.rules
  const turned = view.fields.filter(({ path, need, on }) => need !== 'required' && on !== (values[`fields.${path}`] !== undefined))
  return {
    scope: {
      ...scope,
      schools: ticked('schools', view.schools.map(({ sourcedId }) => sourcedId)),
      grades: ticked('grades', view.grades),
    },
    fields: { ...fields, ...Object.fromEntries(turned.map(({ path, on }) => [path, !on])) },
  }
} // prettier-ignore
