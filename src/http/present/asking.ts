import { defaultSchedule } from '../../roster/schedule.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import type { Question } from '../../explain/explain.ts'
import type { DistrictCall } from '../route.ts'

/** What a screen calls the verbs that an explanation sends people to. */
const places: Readonly<Record<string, string>> = {
  apply: 'the plan that waits under Sync jobs',
  rules: 'the scope in the settings of Rostering',
  sync: 'a sync',
}

/** A question of the console: days are the district's own, and remedies lead to its screens. */
export function questionOf(
  {
    office,
    district,
  }: Pick<DistrictCall<unknown, unknown, unknown>, 'office'> & {
    readonly district: { readonly key: string }
  },
  asked: Pick<Question, 'asked' | 'kind' | 'classId' | 'data'>,
): Question {
  const now = office.now()
  return {
    ...asked,
    district: district.key,
    now,
    today: zone => dayOf(defaultSchedule(zone), now),
    next: words => places[words.split(' ')[0] ?? ''] ?? `rollbook ${words}`,
  }
}
