import type { Overview } from '../../../../src/http/contract/overview.ts'
import { Headline } from '../../design/Headline.tsx'
import { Status } from '../../design/Status.tsx'
import { Time, useTimeWords } from '../../design/Time.tsx'
import { useSession } from '../../session/session.ts'
import { isMessage, useNumbers, useSay, type Say, type Values } from '../../words/say.tsx'
import text from '../../design/text.module.css'
import { HeadlineAction } from './HeadlineAction.tsx'
import { headlineMark, headlineWords } from './headline.ts'
import type { Told } from './use-overview.ts'

/** The state of the district in one word and one sentence, who acts next, and the one thing to do. */
export function StateHeadline({ overview, told }: { overview: Overview; told: Told | null }) {
  const say = useSay()
  const values = useValues(overview)
  const { vendor, who } = useSession()
  const guest = who.kind === 'vendor'
  const { headline, lastGoodSync, nextSync } = overview
  const sentence = sentenceOf(overview, say, values)
  return (
    <Headline
      tone={headline.tone}
      mark={headlineMark(headline)}
      words={
        guest && headline.state === 'on_hold'
          ? say('state.on_hold.guest')
          : headlineWords(headline, say, values)
      }
      action={<HeadlineAction overview={overview} />}
      facts={[
        {
          label: say('headline.owner'),
          value: guest
            ? say(`fleet.owner.${headline.owner}`)
            : say(`owner.${headline.owner}`, { vendor: vendor.name }),
        },
        {
          label: say('headline.lastGood'),
          value: lastGoodSync === null ? say('never') : <Time at={lastGoodSync} ago="beside" />,
        },
        {
          label: say('headline.next'),
          value: nextSync === null ? say('headline.noNext') : <Time at={nextSync} ago="beside" />,
        },
        { label: say('headline.freshness'), value: <Freshness overview={overview} /> },
      ]}
    >
      {sentence && <p>{sentence}</p>}
      {overview.running && <Progress running={overview.running} told={told} />}
    </Headline>
  )
}

function Freshness({ overview: { freshness, missedRuns } }: { overview: Overview }) {
  const say = useSay()
  if (freshness === 'never') return <>{say('never')}</>
  const mark = freshness === 'up_to_date' ? 'ok' : 'late'
  return (
    <>
      <Status mark={mark}>{say(`freshness.${freshness}`)}</Status>
      {missedRuns > 0 && (
        <span className={text.quiet}> {say('freshness.missed', { count: missedRuns })}</span>
      )}
    </>
  )
}

/** Where a run is: its phase, and how far when the phase can be counted. */
function Progress({ running, told }: { running: NonNullable<Overview['running']>; told: Told | null }) {
  const say = useSay()
  const phase = `phase.${told?.phase ?? running.phase}`
  return (
    <p>
      <strong>{isMessage(phase) ? say(phase) : (told?.phase ?? running.phase)}</strong>
      {told?.total ? ` ${say('headline.progress', { done: told.done, total: told.total })}` : ''}
      {'. '}
      {say('headline.started')} <Time at={running.startedAt} style="clock" ago="beside" />
    </p>
  )
}

/** Facts of the headline as values of its sentence: instants and days in the district's words. */
function useValues({ headline, issues, schools, lastGoodSync, nextSync }: Overview): Values {
  const words = useTimeWords()
  const { vendor } = useSession()
  const told = Object.entries(headline.facts).map(([name, value]) => {
    if (value === null) return [name, 'none'] as const
    if (typeof value !== 'string') return [name, value] as const
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return [name, words.day(value)] as const
    return [name, /^\d{4}-\d\d-\d\dT/.test(value) ? words.time(value) : value] as const
  })
  return {
    issues: issues.total,
    schools: schools.length,
    vendor: vendor.name,
    lastGood: lastGoodSync === null ? 'none' : words.time(lastGoodSync),
    next: nextSync === null ? 'none' : words.time(nextSync),
    ...Object.fromEntries(told),
  }
}

function sentenceOf(overview: Overview, say: Say, values: Values): string | null {
  const { headline, holds } = overview
  const [worst] = holds
  if (headline.state === 'on_hold' && worst)
    return `${holdSentence(worst, say)} ${say('headline.onHold.safe', values)}`
  const id = `state.${headline.state}.sentence`
  return isMessage(id) ? say(id, values) : null
}

/** Number, of how many, and limit together. */
export function holdSentence(hold: Overview['holds'][number], say: Say): string {
  if (hold.of === 0) return hold.message
  const kind = `kind.${hold.kind ?? 'records'}`
  const what = hold.code.startsWith('MASS_REMOVE') ? 'hold.remove' : 'hold'
  return say(hold.schoolName === null ? `${what}.district` : `${what}.school`, {
    kind: isMessage(kind) ? say(kind) : (hold.kind ?? ''),
    school: hold.schoolName,
    count: hold.count,
    of: hold.of,
    limit: hold.limit,
    part: hold.count / hold.of,
  })
}

/** "41%" and "208 of 507" of a hold. */
export function useHoldNumbers(): (hold: Pick<Overview['holds'][number], 'count' | 'of' | 'limit'>) => {
  part: string
  counts: string
  limit: string
} {
  const say = useSay()
  const numbers = useNumbers()
  return ({ count, of, limit }) => ({
    part: of === 0 ? numbers.count(count) : numbers.percent(count / of),
    counts: say('hold.counts', { count, of }),
    limit: numbers.count(limit),
  })
}
