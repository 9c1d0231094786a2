import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { useIntl } from 'react-intl'
import { Time } from '../../design/Time.tsx'
import text from '../../design/text.module.css'
import { useSay, useSayCode } from '../../words/say.tsx'

/** Whether a person decided anything: a plan without a hazard runs by itself, as the run that made it. */
export function isDecided({ decision, run }: RunDetail): boolean {
  if (decision === null) return false
  const { who, allow, only, schools, comments } = decision
  return who !== run.who || allow.length > 0 || only !== 'all' || schools !== null || comments.length > 0
}

/** Who let the plan run, which part of it, with which consents, and what was said about it. */
export function DecisionWords({ decision }: { decision: NonNullable<RunDetail['decision']> }) {
  const say = useSay()
  const code = useSayCode()
  const intl = useIntl()
  const { name, at, allow, only, schools, comments } = decision
  const part =
    only === 'additions'
      ? say('decision.additions')
      : schools === null
        ? say('decision.whole')
        : say('decision.schools', { schools: intl.formatList(schools.map(one => one.name)) })
  return (
    <div className={text.stack}>
      <p>
        <bdi>{name}</bdi>
        {at !== null && (
          <>
            , <Time at={at} />
          </>
        )}
        : {part}
        {allow.length > 0 &&
          ` ${say('decision.allow', { hazards: intl.formatList(allow.map(one => code('hazard', one))) })}`}
      </p>
      {comments.map(one => (
        <p key={`${one.name} ${one.at}`}>
          “<bdi>{one.comment}</bdi>” <span className={text.quiet}>{one.name}</span>
        </p>
      ))}
    </div>
  )
}
