import { isRecord, readText, type Record } from '../oneroster-rest/columns.ts'
import { dayOf } from './words.ts'

const raceNames = ['americanIndianOrAlaskaNative', 'asian', 'blackOrAfricanAmerican', 'nativeHawaiianOrOtherPacificIslander', 'white', 'demographicRaceTwoOrMoreRaces'] as const // prettier-ignore

export const demographicNames = ['sourcedId', 'status', 'dateLastModified', 'birthDate', 'sex', ...raceNames, 'hispanicOrLatinoEthnicity'] as const // prettier-ignore

/** Of Clever's words (Data API v3.1, Student.race) one is said, of OneRoster's flags each. */
const races: { readonly [word: string]: (typeof raceNames)[number] } = {
  'American Indian': 'americanIndianOrAlaskaNative',
  Asian: 'asian',
  'Black or African American': 'blackOrAfricanAmerican',
  'Hawaiian or Other Pacific Islander': 'nativeHawaiianOrOtherPacificIslander',
  Caucasian: 'white',
  'Two or More Races': 'demographicRaceTwoOrMoreRaces',
}
const sexes: { readonly [word: string]: string } = { M: 'male', F: 'female', X: 'other' }
const answers: { readonly [word: string]: string } = { Y: 'true', N: 'false' }

/** What Clever says of a student besides; nobody else has it. */
export function demographicCells(user: Record): string[][] {
  const student = isRecord(user.roles) ? user.roles.student : undefined
  if (!isRecord(student)) return []
  const said = (name: string) => readText(student[name]).trim()
  const race = races[said('race')]
  const flags = raceNames.map(name => (race === undefined ? '' : String(name === race)))
  return [
    [readText(user.id), 'active', readText(user.last_modified), dayOf(said('dob')), sexes[said('gender')] ?? '', ...flags, answers[said('hispanic_ethnicity')] ?? ''],
  ]
} // prettier-ignore
