import { expect, test } from 'vitest'
import { expectedFlow, findTurn, isNear, stateOfTurn, termConflicts, type TurnFacts } from './rollover.ts'

function term(schoolYear: string, start: string, end: string, createdRun = 1, arrived = '2026-08-01') {
  return { type: 'semester', schoolYear, start, end, createdRun, arrived }
}
// Ends are the day after the last, as the standard has them.
const year27 = [term('2027', '2026-08-17', '2027-01-11'), term('2027', '2027-01-11', '2027-06-12')]
const year28 = (run = 9, arrived = '2027-07-20') => [term('2028', '2027-08-16', '2028-06-10', run, arrived)]

function turnOf(terms: Parameters<typeof findTurn>[0], today: string) {
  const turn = findTurn(terms, today)
  if (turn === null) throw new Error('these terms have a turn')
  return turn
}

test('before the source has the next year, it is taken to begin a year after this one did', () => {
  expect(findTurn(year27, '2027-05-01')).toMatchObject({ name: '2028', next: null, firstDay: '2027-08-17', ending: { lastDay: '2027-06-11' } }) // prettier-ignore
})

test('once it is there it is planned, and stays for 60 days after it began', () => {
  const terms = [...year27, ...year28()]
  const days = ['2027-07-25', '2027-08-16', '2027-10-15', '2027-10-16']
  expect(days.map(today => findTurn(terms, today)?.name)).toEqual(['2028', '2028', '2028', '2029'])
})

test('a new year that came late stays for 60 days after it came; one that came with its past does not', () => {
  expect(findTurn([...year27, ...year28(9, '2027-11-25')], '2027-12-01')?.name).toBe('2028')
  expect(findTurn([...year27, ...year28(1, '2027-11-25')], '2027-12-01')?.name).toBe('2029')
})

test('without dates there is nothing to plan', () => {
  expect(findTurn([], '2027-05-01')).toBeNull()
})

test('the turn is near from 60 days before the last day of school, that day included', () => {
  const turn = turnOf(year27, '2027-04-12')
  expect([isNear(turn, '2027-04-11'), isNear(turn, '2027-04-12')]).toEqual([false, true])
})

test('a term that still runs on the first day of the new year is a conflict; one that ends the day before is none', () => {
  const long = term('2027', '2027-01-11', '2027-08-17')
  const short = term('2027', '2027-01-11', '2027-08-16')
  const conflicts = (last: typeof long) => {
    const terms = [last, ...year28()]
    return termConflicts(terms, turnOf(terms, '2027-07-25'))
  }
  expect([conflicts(long), conflicts(short)]).toEqual([[long], []])
})

test('each grade goes to the next one the district has, and the last one out', () => {
  const counts = new Map([['KG', 3], ['01', 4], ['05', 2], ['', 1], ['UG', 2]]) // prettier-ignore
  expect(expectedFlow(counts, ['PK', 'KG', '01', '02', '03', '04', '05'])).toEqual({
    flow: { KG: { '01': 3 }, '01': { '05': 4 }, '05': { gone: 2 }, '': { '': 1 }, UG: { UG: 2 } },
    leaving: '05',
  })
})

const names = [
  'conflict',
  'held',
  'dates',
  'grades',
  'classes',
  'paused',
  'pauseDue',
  'near',
  'begun',
] as const
type Name = (typeof names)[number]

function facts(...on: readonly Name[]): TurnFacts {
  const has = (name: Name) => on.includes(name)
  return {
    conflict: has('conflict'), held: has('held'), dates: has('dates'), grades: has('grades'), classes: has('classes'),
    paused: has('paused'), pauseDue: has('pauseDue'), near: has('near'), begun: has('begun'),
  } // prettier-ignore
}

// What waits for a person first, then what is done, then what should be there by today.
test.each<[ReturnType<typeof stateOfTurn>, TurnFacts]>([
  ['not_started', facts()],
  ['on_track', facts('near')],
  ['on_track', facts('paused')],
  ['on_track', facts('dates')],
  ['on_track', facts('near', 'pauseDue', 'paused')],
  ['on_track', facts('near', 'pauseDue', 'grades')],
  ['needs_attention', facts('near', 'pauseDue')],
  ['needs_attention', facts('begun', 'dates', 'grades')],
  ['needs_attention', facts('begun')],
  ['needs_attention', facts('held', 'dates', 'grades', 'classes')],
  ['needs_attention', facts('conflict', 'dates', 'grades', 'classes')],
  ['completed', facts('dates', 'grades', 'classes')],
  ['completed', facts('dates', 'grades', 'classes', 'begun')],
])('it is %s with %o', (state, told) => {
  expect(stateOfTurn(told)).toBe(state)
})

test('every combination of facts has a state, and nothing is complete while something waits', () => {
  for (let bits = 0; bits < 2 ** names.length; bits++) {
    const told = facts(...names.filter((_, at) => (bits >> at) % 2 === 1))
    const state = stateOfTurn(told)
    if (told.held || told.conflict) expect([told, state]).toEqual([told, 'needs_attention'])
    else expect(['not_started', 'on_track', 'needs_attention', 'completed']).toContain(state)
  }
})
