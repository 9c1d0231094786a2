import { expect, test } from 'vitest'
import { fitDistricts, type Known } from './fit.ts'

const known = (name: string, ncesId = '', state = ''): Known => ({ name, ncesId, state })
const fit = (theirs: Known, ...ours: Known[]) =>
  fitDistricts(theirs, ours).map(({ district, certainty, evidence }) => [
    district.name,
    certainty,
    evidence.join(' '),
  ])

test('an NCES id and a name are sure, an id under another name is likely', () => {
  const theirs = known('Fox Hollow Unified School District', '4828942')
  expect(fit(theirs, known('Fox Hollow ISD', '4828942'))).toEqual([['Fox Hollow ISD', 'sure', 'nces name']])
  expect(fit(theirs, known('Lincoln', '4828942'))).toEqual([['Lincoln', 'likely', 'nces name_differs']])
})

test('where both have an NCES id and they differ, the same name says nothing', () => {
  expect(fit(known('Lincoln', '3901234', 'OH'), known('Lincoln', '3104321', 'NE'))).toEqual([])
  expect(fit(known('Lincoln', '3901234', 'OH'), known('Lincoln', '3909999', 'OH'))).toEqual([])
})

test('a name fits in its state alone; the state comes with the NCES id', () => {
  const ohio = known('Lincoln Public Schools', '3901234')
  expect(fit(ohio, known('Lincoln', '', 'NE'))).toEqual([])
  expect(fit(ohio, known('Lincoln', '', 'OH'))).toEqual([['Lincoln', 'likely', 'name state']])
  expect(fit(ohio, known('Lincoln'))).toEqual([['Lincoln', 'unsure', 'name']])
})

test('of two that fit as well neither is more than unsure, and the surest stands first', () => {
  const theirs = known('Peñasco Schools', '3500030', 'NM')
  const [a, b] = [known('Penasco', '', 'NM'), known('Peñasco', '', 'NM')]
  expect(fit(theirs, a, b).map(([, certainty]) => certainty)).toEqual(['unsure', 'unsure'])
  expect(fit(theirs, a, known('Peñasco', '3500030')).map(([name]) => name)).toEqual(['Peñasco', 'Penasco'])
})

test('a district without a name fits nobody', () => {
  expect(fit(known(''), known(''), known('District'))).toEqual([])
})
