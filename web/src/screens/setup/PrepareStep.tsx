import type { SetupView, SystemName } from '../../../../src/http/contract/setup.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Banner } from '../../design/Banner.tsx'
import { Link } from '../../design/Link.tsx'
import { Section } from '../../design/Section.tsx'
import { useLocked } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import type { MessageId } from '../../words/en-US.ts'
import { Said, isMessage, useSay } from '../../words/say.tsx'
import { AskSupport } from './AskSupport.tsx'
import { isReadable } from './steps.ts'
import { useStep } from './use-setup.ts'
import styles from './Setup.module.css'

type Way = { readonly guide: string; readonly steps: readonly MessageId[] }
const files: Way = { guide: 'oneroster-files', steps: ['wizard.files.1', 'wizard.files.2', 'wizard.files.3'] }
const other: Way = { guide: 'another-system', steps: ['wizard.other.1', 'wizard.other.2', 'wizard.other.3'] }
/** What is done on the provider's side, in its own words for its own pages. */
const ways: Readonly<Partial<Record<SystemName, Way>>> = {
  'oneroster-csv': files,
  clever: { guide: 'clever', steps: ['wizard.clever.1', 'wizard.clever.2', 'wizard.clever.3', 'wizard.clever.4'] },
  classlink: { guide: 'classlink', steps: ['wizard.classlink.1', 'wizard.classlink.2', 'wizard.classlink.3', 'wizard.classlink.4'] },
} // prettier-ignore

/** What is needed and who has it. A system that is not read yet is asked for here, with the answers so far. */
export function PrepareStep({ view }: { view: SetupView }) {
  const say = useSay()
  const step = useStep()
  const locked = useLocked()('settings')
  const { vendor } = useSession()
  const { system, systemName } = view.answers
  const way = (system === null ? undefined : ways[system]) ?? other
  const id = `system.${system ?? ''}`
  const called = system === 'other' ? systemName : isMessage(id) ? say(id) : (system ?? '')
  return (
    <Section title={say('setup.prepare')} note={say('wizard.prepare.note', { system: called })}>
      <ol className={styles.todo}>
        {way.steps.map(one => (
          <li key={one}>
            <Said id={one} values={{ vendor: vendor.name, b: inside => <strong>{inside}</strong> }} />
          </li>
        ))}
      </ol>
      <p>
        <Link to={`/help/${way.guide}`}>{say('wizard.guide')}</Link>
      </p>
      {isReadable(view) ? (
        <Buttons>
          <Button kind="primary" busy={step.isPending} locked={locked} onPress={() => step.mutate({ step: 'connect' })}>
            {say('wizard.on', { step: say('setup.connect') })}
          </Button>
        </Buttons>
      ) : (
        <>
          <Banner tone="resting" icon="mail">
            {say('wizard.notYet', { system: called, vendor: vendor.name })}
          </Banner>
          <AskSupport system={called} />
        </>
      )}
    </Section>
  )
} // prettier-ignore
