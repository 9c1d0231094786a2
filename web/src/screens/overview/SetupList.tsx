import type { Overview } from '../../../../src/http/contract/overview.ts'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { useSay } from '../../words/say.tsx'
import styles from './SetupList.module.css'

const steps = ['choose', 'prepare', 'connect', 'test', 'map', 'preview'] as const

/** Before the first sync: what is done, what comes next, and what waits for it. */
export function SetupList({ overview: { source, setup } }: { overview: Overview }) {
  const say = useSay()
  const at = setup ? steps.findIndex(step => step === setup.step) : source ? steps.length : 0
  return (
    <Section title={say('setup')} note={say('setup.note')}>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={step} aria-current={index === at ? 'step' : undefined}>
            <span className={styles.number}>{index + 1}</span>
            <div>
              <h3>{say(`setup.${step}`)}</h3>
              <p>{say(`setup.${step}.about`)}</p>
            </div>
            <Status mark={index < at ? 'ok' : 'setup'}>
              {say(index < at ? 'setup.done' : index === at ? 'setup.now' : 'setup.later')}
            </Status>
          </li>
        ))}
      </ol>
    </Section>
  )
}
