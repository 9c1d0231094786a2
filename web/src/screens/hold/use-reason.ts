import type { Hold } from '../../../../src/http/contract/holds.ts'
import { isMessage, useSay, useSayCode } from '../../words/say.tsx'

/** What a hazard is called: with what it counts, where it counts something. */
export function useReason(): (hazard: Hold['hazards'][number]) => string {
  const say = useSay()
  const code = useSayCode()
  return ({ code: hazard, measure, kind }) => {
    const measured = `reasonOf.${hazard}.${measure ?? kind ?? ''}`
    return isMessage(measured) ? say(measured) : code('hazard', hazard)
  }
}
