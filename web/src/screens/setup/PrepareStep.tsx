import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Banner } from '../../design/Banner.tsx'
import { Section } from '../../design/Section.tsx'
import { useLocked } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { useSay } from '../../words/say.tsx'
import { AskSupport } from './AskSupport.tsx'
import { ProviderSide, useSystemName } from './ProviderSide.tsx'
import { isReadable } from './steps.ts'
import { useStep } from './use-setup.ts'
import styles from './Setup.module.css'

/** What is needed and who has it. A system that is not read yet is asked for here, with the answers so far. */
export function PrepareStep({ view }: { view: SetupView }) {
  const say = useSay()
  const step = useStep()
  const locked = useLocked()('settings')
  const { vendor } = useSession()
  const called = useSystemName()(view.answers)
  return (
    <Section title={say('setup.prepare')} note={say('wizard.prepare.note', { system: called })}>
      <ProviderSide view={view} />
      {isReadable(view) ? (
        <div className={styles.next}>
          <Buttons>
            <Button kind="primary" busy={step.isPending} locked={locked} onPress={() => step.mutate({ step: 'connect' })}>
              {say('wizard.on', { step: say('setup.connect') })}
            </Button>
          </Buttons>
        </div>
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
