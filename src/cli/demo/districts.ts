/** A made-up district of the served demo, and what its week came to. */
export type DemoDistrict = {
  readonly key: string
  readonly name: string
  readonly zone: string
  /** Of the generator: the same seed gives the same schools and people. */
  readonly seed: string
  readonly schools: number
  readonly students: number
  /** Share of rows that differ from one night to the next. */
  readonly churn: number
  /** `calm` goes on, `accident` ends in a hold, `new_year` ends with everybody a grade further. */
  readonly ending: 'calm' | 'accident' | 'new_year'
  /** Night of the week, from 0, on which no files came. */
  readonly silent: number | null
}

export const demoDistricts: readonly DemoDistrict[] = [
  {
    key: 'harbor-point', name: 'Harbor Point', zone: 'America/New_York', seed: 'rollbook',
    schools: 5, students: 1_200, churn: 0.008, ending: 'calm', silent: 3,
  },
  {
    key: 'cedar-valley', name: 'Cedar Valley', zone: 'America/Chicago', seed: 'cedar',
    schools: 5, students: 900, churn: 0.01, ending: 'accident', silent: null,
  },
  {
    key: 'golden-plains', name: 'Golden Plains', zone: 'America/Denver', seed: 'k',
    schools: 6, students: 1_000, churn: 0.006, ending: 'new_year', silent: null,
  },
] // prettier-ignore
