import { useState } from 'react'
import type { Recheck as Answer } from '../../../../src/http/contract/why.ts'
import { useRead } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay, useSayCode } from '../../words/say.tsx'
import { FieldChanges } from './FieldChanges.tsx'
import { recordUrl } from '../../data/record.ts'
import type { Opened } from './RecordPanel.tsx'

/** What the newest reading of the source would do to this one record. */
export function Recheck({ opened }: { opened: Opened }) {
  const say = useSay()
  const { api } = useDistrict()
  const [asked, setAsked] = useState(false)
  const found = useRead<Answer>(asked ? `${recordUrl(api, opened)}/recheck` : null)
  const ask = () => {
    if (asked) void found.refetch()
    setAsked(true)
  }
  return (
    <div aria-live="polite">
      <Button size="small" icon="change" busy={found.isFetching} onPress={ask}>
        {say('people.recheck')}
      </Button>
      {asked && (
        <Loaded query={found} rows={1}>
          {answer => <Found answer={answer} />}
        </Loaded>
      )}
    </div>
  )
}

function Found({ answer: { run, at, change } }: { answer: Answer }) {
  const say = useSay()
  const code = useSayCode()
  const { path } = useDistrict()
  if (run === null) return <p>{say('people.recheck.never')}</p>
  const op = `op.${change?.op ?? ''}`
  return (
    <>
      <p>
        {change === null
          ? say('people.recheck.same')
          : say('people.recheck.would', { op: isMessage(op) ? say(op) : change.op })}{' '}
        <Link to={`${path}/settings/rostering/jobs/${run}`}>{say('people.run', { run })}</Link>
        {at !== null && (
          <>
            {', '}
            <Time at={at} ago="beside" />
          </>
        )}
      </p>
      {change !== null && change.hazards.length > 0 && (
        <p>{change.hazards.map(hazard => code('hazard', hazard)).join(', ')}</p>
      )}
      {change !== null && <FieldChanges fields={change.fields} />}
    </>
  )
}
