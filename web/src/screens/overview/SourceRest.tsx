import type { Overview } from '../../../../src/http/contract/overview.ts'
import { Banner } from '../../design/Banner.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'
import { systemName } from './RosteringPage.tsx'

/** The source says by itself that it does not give its latest: until when, and what that means for people. */
export function SourceRest({ source }: { source: Overview['source'] }) {
  const say = useSay()
  const words = useTimeWords()
  if (source === null || source.rest === null) return null
  const { state, from, until } = source.rest
  const values = {
    system: systemName(source.system, say),
    from: from === null ? '' : words.day(from),
    until: until === null ? '' : words.day(until),
    known: from !== null && until !== null ? 'both' : until !== null ? 'until' : 'no',
  }
  return (
    <Banner tone={state === 'paused' ? 'resting' : 'caution'}>
      {say(`rest.${state}`, values)} {say('rest.kept')}
    </Banner>
  )
}
