import type { RunPage } from '../../../../src/http/contract/runs.ts'
import { ButtonLink } from '../../design/Button.tsx'
import { Time, useTimeWords } from '../../design/Time.tsx'
import { isPage } from '../../pages.ts'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay } from '../../words/say.tsx'
import type { Told } from './use-live-read.ts'
import styles from './Jobs.module.css'

/** The next sync, set like a departure: the time large, what it does beside it. */
export function NextRun({ next, told }: { next: RunPage['next']; told: Told | null }) {
  const say = useSay()
  const words = useTimeWords()
  const { path } = useDistrict()
  const settings = `${path}/settings/rostering/settings`
  const phase = `phase.${told?.phase ?? ''}`
  const at = next?.at ?? null
  const about = () => {
    if (next === null) return say('jobs.next.none')
    if (next.at === null) return say('jobs.next.off')
    if (next.paused)
      return say('jobs.next.paused', {
        date: next.pausedUntil === null ? 'none' : words.day(next.pausedUntil),
      })
    return say(next.addOnly ? 'jobs.next.addOnly' : `jobs.next.${next.repeat}`)
  }
  return (
    <section className={styles.departure} aria-labelledby="next-run">
      <div>
        {at !== null && (
          <>
            <p className={styles.day}>
              <Time at={at} style="date" />
            </p>
            <p className={styles.clock}>
              <Time at={at} style="clock" />
            </p>
          </>
        )}
      </div>
      <div>
        <h2 id="next-run">{say('jobs.next')}</h2>
        <p>
          {about()}{' '}
          {at !== null && (
            <>
              (<Time at={at} ago="only" />)
            </>
          )}
        </p>
        {told && isMessage(phase) && <p>{say('jobs.now', { phase: say(phase) })}</p>}
      </div>
      {isPage(settings) && <ButtonLink to={settings}>{say('jobs.schedule')}</ButtonLink>}
    </section>
  )
}
