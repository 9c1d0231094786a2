import { expect, test } from 'vitest'
import { addressOf, chooseRun, chosenRuns } from './filter.ts'

test('the service is asked for what the address of the page says, and for nothing else', () => {
  const query = new URLSearchParams('result=held&before=40&compare=3,4&trigger=schedule')
  expect(addressOf(query)).toBe('?result=held&trigger=schedule&before=40')
  expect(addressOf(new URLSearchParams('compare=on'))).toBe('')
})

test('two runs are compared; a third takes the place of the first, and one chosen again is let go', () => {
  const chosen = (words: string) => chosenRuns(new URLSearchParams({ compare: words }))
  const choose = (words: string, run: number) => chooseRun(new URLSearchParams({ compare: words }), run)
  expect([choose('on', 7), choose('7', 9), choose('7,9', 12), choose('7,9', 7), choose('7', 7)]).toEqual(['7', '7,9', '9,12', '9', 'on']) // prettier-ignore
  expect([chosen('on'), chosen('7,x,9'), chosen('1,2,3')]).toEqual([[], [7, 9], [2, 3]])
})
