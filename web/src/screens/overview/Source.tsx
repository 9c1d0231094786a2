import type { Overview } from '../../../../src/http/contract/overview.ts'
import { Lines } from '../../design/Lines.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Time } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'
import { NewFiles } from './NewFiles.tsx'
import { systemName } from './RosteringPage.tsx'

/** Where the records come from, since when, how fresh, and how much of them is taken. */
export function Source({ source }: { source: Overview['source'] }) {
  const say = useSay()
  if (source === null)
    return (
      <Section title={say('source')} flush>
        <Empty>{say('source.none')}</Empty>
      </Section>
    )
  return (
    <Section title={say('source')} flush>
      <Lines
        lines={[
          { label: say('source.system'), value: <strong>{systemName(source.system, say)}</strong> },
          { label: say('source.connected'), value: <Time at={source.connectedAt} style="date" /> },
          {
            label: say('source.read'),
            value: source.readAt === null ? say('never') : <Time at={source.readAt} ago="beside" />,
          },
          {
            label: say('source.written'),
            value: source.writtenAt === null ? say('never') : <Time at={source.writtenAt} ago="beside" />,
          },
          {
            label: say('source.fields'),
            value: say('source.fieldsOn', { on: source.fieldsOn, all: source.fieldsAll }),
          },
        ]}
      />
      {source.system === 'oneroster-csv' && <NewFiles />}
    </Section>
  )
}
