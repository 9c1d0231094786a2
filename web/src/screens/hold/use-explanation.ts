import type { Hold } from '../../../../src/http/contract/holds.ts'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay } from '../../words/say.tsx'
import { useCauseWords } from './use-cause-words.ts'
import { useReason } from './use-reason.ts'

/** The hold as text, whole, ready to send to whoever looks after the source; it names no person. */
export function useExplanation(): (hold: Hold) => string {
  const say = useSay()
  const numbers = useNumbers()
  const reason = useReason()
  const causeOf = useCauseWords()
  const { name } = useDistrict()
  return hold => {
    const cause = causeOf(hold)
    const lines = hold.hazards.map(row =>
      say('hold.line', {
        reason: reason(row),
        where: row.schoolName ?? say('place.district'),
        part: numbers.percent(row.count / Math.max(1, row.of)),
        count: row.count,
        of: row.of,
        limit: row.limit,
      }),
    )
    return [
      say('hold.explain', { district: name, run: hold.run, plan: hold.plan }),
      ...lines.map(line => `- ${line}`),
      `${say('cause')}: ${cause.sentence} ${cause.note}`,
    ].join('\n')
  }
}
