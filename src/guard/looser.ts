import type { Limits } from '../roster/rules.ts'

/** Limits of which more would pass than before: a greater count, or a greater share. */
export function looserLimits(before: Limits, after: Limits): (keyof Limits)[] {
  const names = Object.keys(before) as (keyof Limits)[] // the keys of the type and no others
  return names.filter(
    name => after[name].count > before[name].count || after[name].share > before[name].share,
  )
}
