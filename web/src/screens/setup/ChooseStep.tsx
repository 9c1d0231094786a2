import { useState } from 'react'
import type { SetupView, SystemName } from '../../../../src/http/contract/setup.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { RadioGroup, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { useLocked } from '../../session/may.ts'
import { isMessage, useSay } from '../../words/say.tsx'
import { useStep } from './use-setup.ts'

/** Every system there is a way from, by its name or a part of it; the last one is "not in this list". */
export function ChooseStep({ view: { systems, answers } }: { view: SetupView }) {
  const say = useSay()
  const step = useStep()
  const locked = useLocked()('settings')
  const [system, setSystem] = useState<SystemName | null>(answers.system)
  const [words, setWords] = useState('')
  const nameOf = (one: SystemName) => (isMessage(`system.${one}`) ? say(`system.${one}`) : one)
  const found = systems.filter(({ system: one }) => one === 'other' || one === system || nameOf(one).toLowerCase().includes(words.trim().toLowerCase()))
  const send = ({ systemName = answers.systemName }: Readonly<Record<string, string>>) => {
    if (system !== null) step.mutate({ step: 'prepare', system, systemName: system === 'other' ? systemName : '' })
  }
  return (
    <Section title={say('setup.choose')} note={say('wizard.choose.note')}>
      <Form label={say('setup.choose')} error={step.error} onSubmit={send}>
        <TextField name="find" type="search" label={say('wizard.find')} autoComplete="off" value={words} onChange={event => setWords(event.currentTarget.value)} />
        <RadioGroup
          name="system"
          label={say('wizard.systems')}
          rows
          value={system}
          onChange={value => setSystem(systems.find(one => one.system === value)?.system ?? null)}
          options={found.map(({ system: one, works }) => ({
            value: one,
            label: nameOf(one),
            note: say(works ? 'wizard.works' : one === 'other' ? 'wizard.other' : 'wizard.support'),
          }))}
        />
        {system === 'other' && <TextField name="systemName" label={say('wizard.systemName')} defaultValue={answers.systemName} maxLength={200} required />}
        <Buttons>
          <Button kind="primary" type="submit" busy={step.isPending} locked={locked ?? (system === null ? say('wizard.choose.first') : null)}>
            {say('wizard.on', { step: say('setup.prepare') })}
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
} // prettier-ignore
