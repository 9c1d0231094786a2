import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { Banner } from '../../design/Banner.tsx'
import { ButtonLink } from '../../design/Button.tsx'
import type { Tone } from '../../design/Status.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay } from '../../words/say.tsx'
import { isWaiting, useTook } from '../jobs/run-words.ts'
import type { Told } from '../jobs/use-live-read.ts'
import styles from './Run.module.css'

const tones: Readonly<Record<RunDetail['run']['result'], Tone>> = {
  running: 'running', applied: 'ok', held: 'hold', cleared: 'resting', empty: 'ok', failed: 'trouble', undone: 'resting',
} // prettier-ignore

/** How the run stands, and what comes of it. A run is never half applied, and the words never say so. */
export function RunBanner({ detail, told }: { detail: RunDetail; told: Told | null }) {
  const say = useSay()
  const { path } = useDistrict()
  const { run } = detail
  const plan = `${path}/settings/rostering/hold/${run.plan ?? ''}`
  const review = isWaiting(run) || (run.result === 'cleared' && run.planStatus === 'cleared')
  const tone = run.result === 'held' && !isWaiting(run) ? 'resting' : tones[run.result]
  const back = detail.phases.find(({ phase }) => phase === 'resumed')
  return (
    <div className={styles.banner}>
      <Banner
        tone={tone}
        action={
          review && (
            <ButtonLink to={plan} size="small">
              {say(run.result === 'held' ? 'action.review_hold' : 'run.reviewPlan')}
            </ButtonLink>
          )
        }
      >
        <Words detail={detail} told={told} />
        {back && (
          <>
            {' '}
            {say('run.resumed')} <Time at={back.from} style="clock" />.
          </>
        )}
      </Banner>
    </div>
  )
}

function Words({ detail: { run, undo }, told }: { detail: RunDetail; told: Told | null }) {
  const say = useSay()
  const took = useTook()
  if (run.result === 'running') {
    const phase = `phase.${told?.phase ?? run.phase}`
    return (
      <>
        <strong>{say('state.running')}.</strong> {isMessage(phase) ? say(phase) : run.phase}
        {told?.total ? ` ${say('headline.progress', { done: told.done, total: told.total })}` : ''}.{' '}
        {say('run.running.safe')}
      </>
    )
  }
  if (run.result === 'undone') return <>{say('run.undone.by', { run: run.undoneBy })}</>
  if (run.result === 'failed')
    return (
      <>
        <strong>{say('run.failed')}.</strong> {run.message}
      </>
    )
  if (run.result === 'held')
    return (
      <>
        <strong>{say(isWaiting(run) ? 'state.on_hold' : `run.held.${run.planStatus ?? 'held'}`)}.</strong>{' '}
        {say('run.nothingChanged')}
      </>
    )
  if (run.result === 'cleared') return <>{say('run.cleared.about')}</>
  const spent = run.workedMillis === null ? '' : took(run.workedMillis)
  if (run.result === 'empty') return <>{say('run.empty.about', { took: spent })}</>
  return (
    <>
      <strong>{say('run.applied.in', { took: spent })}</strong>{' '}
      {run.counts.promoted > 0 && say('run.promoted', { count: run.counts.promoted })}{' '}
      {undo === 'possible' && say('run.canUndo')}
    </>
  )
}
