import type { Hazard } from '../guard/hazards.ts'
import { blocks } from '../guard/hazards.ts'
import { largestAllowed } from '../guard/weigh.ts'
import { measures, type Measure } from '../plan/tally.ts'
import type { Limit, Limits } from '../roster/rules.ts'
import type { Reason } from './letter.ts'

/**
 * What holds a plan, in numbers: the sentence of a hazard may quote addresses and people, and is left where it is.
 * `schools` gives the names of sourcedIds.
 */
export function reasonsOf(
  hazards: readonly Hazard[],
  limits: Limits,
  schools: ReadonlyMap<string, string>,
): Reason[] {
  return hazards.filter(blocks).map(hazard => ({
    code: hazard.code,
    kind: measureOf(hazard) ?? hazard.kind,
    school: hazard.school === null ? null : (schools.get(hazard.school) ?? hazard.school),
    count: hazard.count,
    of: hazard.of,
    limit: limitOf(hazard, limits),
  }))
}

/** A hazard names the kind; whether its users are students or staff, only its sentence, which guard wrote, says. */
function measureOf({ code, message }: Hazard): Measure | null {
  if (code !== 'MASS_REMOVE' && code !== 'MASS_REMOVE_SCHOOL' && code !== 'SWITCHED_OFF') return null
  return measures.find(measure => message.includes(` of ${measure} `)) ?? null
}

/** The limit as people set it: its share, or its count where that let more pass. */
function limitOf(hazard: Hazard, limits: Limits): Reason['limit'] {
  const rule = ruleOf(hazard, limits)
  if (rule === null) return hazard.limit === 0 ? null : { count: hazard.limit }
  const shared = largestAllowed({ count: 0, share: rule.share }, hazard.of)
  return shared === hazard.limit ? { share: rule.share } : { count: hazard.limit }
}

function ruleOf(hazard: Hazard, limits: Limits): Limit | null {
  const measure = measureOf(hazard)
  switch (hazard.code) {
    case 'MASS_REMOVE':
      return measure === null ? null : limits[measure]
    case 'SWITCHED_OFF':
      return measure === null || hazard.school !== null ? limits.school : limits[measure]
    case 'MASS_REMOVE_SCHOOL':
      return limits.school
    case 'MASS_UPDATE':
      return limits.updates
    case 'RE_KEYED':
      return limits.rekeyed
    case 'DOMAIN_CHANGED':
      return limits.domain
    default:
      return null
  }
}
