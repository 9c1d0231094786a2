import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useAddress } from '../../data/address.ts'
import { useWrite } from '../../data/queries.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Checkbox } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import text from '../../design/text.module.css'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useGradeWord } from '../../words/grade-word.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import styles from './Setup.module.css'

/** Which schools come in, and which fields are shared; what is required says so, and nothing else is taken. */
export function MapStep({ view: { answers, map } }: { view: SetupView }) {
  const say = useSay()
  const numbers = useNumbers()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const { set } = useAddress()
  const schools = answers.test?.heard.schools ?? []
  const save = useWrite(
    async (values: Readonly<Record<string, string>>) => {
      const chosen = schools.map(({ sourcedId }) => sourcedId).filter(id => values[`school.${id}`] !== undefined)
      const fields = Object.fromEntries((map?.fields ?? []).filter(({ need }) => need !== 'required').map(({ field }) => [field, values[`field.${field}`] !== undefined]))
      await write('PUT', `${api}/setup/map`, { schools: chosen.length === schools.length ? null : chosen, fields })
      set({ step: 'preview' })
    },
    [`${api}/setup`],
  )
  if (map === null) return null
  return (
    <Form label={say('setup.map')} error={save.error} onSubmit={values => save.mutate(values)}>
      <Section title={say('wizard.map.schools')} note={say('wizard.map.schools.note')}>
        <fieldset className={styles.ticks}>
          <legend className={text.hidden}>{say('wizard.map.schools')}</legend>
          {schools.map(({ sourcedId, name, students, staff }) => (
            <Checkbox
              key={sourcedId}
              name={`school.${sourcedId}`}
              label={<bdi>{name}</bdi>}
              note={say('wizard.map.school', { students: numbers.count(students), staff: numbers.count(staff) })}
              defaultChecked={map.schools === null || map.schools.includes(sourcedId)}
            />
          ))}
        </fieldset>
      </Section>
      <Grades answers={answers} />
      <Section title={say('wizard.map.fields')} note={say('wizard.map.fields.note')}>
        <Fields fields={map.fields} />
      </Section>
      <Buttons>
        <Button kind="primary" type="submit" busy={save.isPending} locked={locked}>
          {say('wizard.on', { step: say('setup.preview') })}
        </Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore

function Grades({ answers }: { answers: SetupView['answers'] }) {
  const say = useSay()
  const numbers = useNumbers()
  const grade = useGradeWord()
  const found = answers.test?.heard.grades ?? []
  const counts = new Map(found.map(one => [one.grade, one.count]))
  return (
    <Section title={say('wizard.map.grades')} note={say('wizard.map.grades.note')}>
      <ul className={styles.grades}>
        {grade.inOrder([...counts.keys()]).map(code => (
          <li key={code}>
            {grade.of(code)} <b>{numbers.count(counts.get(code) ?? 0)}</b>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Fields({ fields }: { fields: NonNullable<SetupView['map']>['fields'] }) {
  const say = useSay()
  const code = useSayCode()
  const label = (field: string) => {
    const [kind = '', name = ''] = field.split('.')
    return `${code('recordOne', kind)}: ${code('field', name)}`
  }
  return (
    <>
      <p>{say('wizard.map.required', { fields: fields.filter(({ need }) => need === 'required').map(({ field }) => label(field)).join(', ') })}</p>
      {(['optional', 'off'] as const).map(need => (
        <fieldset key={need} className={styles.ticks}>
          <legend>{say(`wizard.map.${need}`)}</legend>
          {fields.filter(one => one.need === need).map(one => (
            <Checkbox key={one.field} name={`field.${one.field}`} label={label(one.field)} note={<span lang="en">{one.purpose}</span>} defaultChecked={one.on} />
          ))}
        </fieldset>
      ))}
    </>
  )
} // prettier-ignore
