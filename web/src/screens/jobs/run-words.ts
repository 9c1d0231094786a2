import type { RunBrief } from '../../../../src/http/contract/common.ts'
import { useSay } from '../../words/say.tsx'

/** How long something took, as people say it: "52 s", "1 min 8 s", "2 h 5 min". */
export function useTook(): (millis: number) => string {
  const say = useSay()
  return millis => {
    if (millis < 1000) return say('took.instant')
    const seconds = Math.round(millis / 1000)
    if (seconds < 60) return say('took.seconds', { seconds })
    const minutes = Math.floor(seconds / 60)
    if (minutes < 60) return say('took.minutes', { minutes, seconds: seconds % 60 })
    return say('took.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
  }
}

/** Whether a run still waits for a person. */
export function isWaiting({ result, planStatus }: RunBrief): boolean {
  return result === 'held' && planStatus === 'held'
}
