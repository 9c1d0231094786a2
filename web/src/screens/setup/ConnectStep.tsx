import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useAddress } from '../../data/address.ts'
import { useWrite } from '../../data/queries.ts'
import { ButtonLink, Buttons } from '../../design/Button.tsx'
import { Lines } from '../../design/Lines.tsx'
import { Section } from '../../design/Section.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { ProviderSide } from './ProviderSide.tsx'
import { RestForm } from './RestForm.tsx'
import { Stages } from './Stages.tsx'
import { sourceOf } from './steps.ts'
import { TenantForm } from './TenantForm.tsx'
import { UploadForm } from './UploadForm.tsx'
import { useSize } from '../../words/use-size.ts'

/** What a system must be told to hand its records over: files, the address of a server, or the name of a tenant. */
export function ConnectStep({ view }: { view: SetupView }) {
  const say = useSay()
  const source = sourceOf(view)
  if (source !== 'oneroster-rest' && source !== 'classlink' && source !== 'clever')
    return <FilesStep view={view} />
  return (
    <Section title={say('setup.connect')} note={say('rest.note')}>
      <div className={text.two}>
        <div>
          {source === 'oneroster-rest' && <RestForm view={view} />}
          {source === 'classlink' && <TenantForm view={view} provider="tenant" />}
          {source === 'clever' && <TenantForm view={view} provider="clever" />}
        </div>
        <div className={text.stack}>
          {source === 'clever' && <Stages view={view} />}
          <ProviderSide view={view} />
        </div>
      </div>
    </Section>
  )
}

/** Takes the zip, tests it at once, and goes to what the test says. */
function FilesStep({ view: { answers } }: { view: SetupView }) {
  const say = useSay()
  const size = useSize()
  const { api, path } = useDistrict()
  const { set } = useAddress()
  const test = useWrite(
    async (form: FormData) => {
      await write('POST', `${api}/setup/upload`, form)
      await write('POST', `${api}/setup/test`)
      set({ step: 'test' })
    },
    [`${api}/setup`, `${api}/overview`],
  )
  return (
    <Section title={say('setup.connect')} note={say('wizard.connect.note')}>
      {answers.drop !== null && (
        <>
          <Lines
            lines={[
              { label: say('wizard.drop'), value: <bdi>{answers.drop.name}</bdi> },
              { label: say('wizard.drop.size'), value: answers.drop.bytes === null ? '–' : size(answers.drop.bytes) },
              { label: say('wizard.drop.at'), value: <Time at={answers.drop.at} ago="beside" /> },
            ]}
          />
          <Buttons>
            <ButtonLink to={`${path}/settings/rostering/setup?step=test`}>{say('wizard.on', { step: say('setup.test') })}</ButtonLink>
          </Buttons>
        </>
      )}
      <UploadForm
        label={say(answers.drop === null ? 'wizard.upload' : 'wizard.replace')}
        busy={test.isPending}
        error={test.error}
        onSend={form => test.mutate(form)}
      />
    </Section>
  )
} // prettier-ignore
