import { explain } from '../../src/explain/explain.ts'
import type { Explanation } from '../../src/explain/answer.ts'
import type { Kind } from '../../src/roster/kinds.ts'
import { schoolDay, type Lincoln } from '../events/district.ts'

/** Asks why, as `rollbook explain` does. */
export async function ask(
  lincoln: Lincoln,
  asked: string,
  { classId = null, kind = null, today = schoolDay }: { classId?: string | null; kind?: Kind | null; today?: string } = {},
): Promise<Explanation> {
  const { pool, data } = lincoln.store
  return await explain(pool, {
    data, district: 'lincoln-usd', asked, kind, classId, today: () => today, now: new Date(),
    next: words => `rollbook ${words} --data there`,
  })
} // prettier-ignore
