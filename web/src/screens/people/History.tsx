import type { History as Answer } from '../../../../src/http/contract/why.ts'
import { useRead } from '../../data/queries.ts'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Link } from '../../design/Link.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay, useSayCode } from '../../words/say.tsx'
import { FieldChanges } from './FieldChanges.tsx'
import { recordUrl } from '../../data/record.ts'
import type { Opened } from './RecordPanel.tsx'
import styles from './People.module.css'

/** What happened to the record, run by run, the newest first. */
export function History({ opened }: { opened: Opened }) {
  const { api } = useDistrict()
  const past = useRead<Answer>(`${recordUrl(api, opened)}/history`)
  return (
    <Loaded query={past} rows={4}>
      {({ steps }) =>
        steps.length === 0 ? (
          <Empty />
        ) : (
          <ol className={styles.past}>
            {steps.toReversed().map(step => (
              <Step key={step.run} step={step} />
            ))}
          </ol>
        )
      }
    </Loaded>
  )
}

function Step({ step: { run, at, op, reason, who, fields } }: { step: Answer['steps'][number] }) {
  const say = useSay()
  const code = useSayCode()
  const { path } = useDistrict()
  const word = `op.${op}`
  return (
    <li>
      <h3>
        {isMessage(word) ? say(word) : op}
        {reason !== null && <span className={text.quiet}> {code('reason', reason)}</span>}
      </h3>
      <p className={text.note}>
        <Link to={`${path}/settings/rostering/jobs/${run}`}>{say('people.run', { run })}</Link>
        {at !== null && (
          <>
            {', '}
            <Time at={at} ago="beside" />
          </>
        )}
        {', '}
        <bdi>{who === 'schedule' ? say('run.bySchedule') : who}</bdi>
      </p>
      {fields.length > 3 ? (
        <Disclosure label={say('people.fields', { count: fields.length })}>
          <FieldChanges fields={fields} />
        </Disclosure>
      ) : (
        <FieldChanges fields={fields} />
      )}
    </li>
  )
}
