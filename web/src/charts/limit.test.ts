import { expect, test } from 'vitest'
import { limitBars } from './limit.ts'

const box = { width: 200, height: 110, top: 10 }

test('the largest count reaches the top, and the limit stands to the same scale', () => {
  const { bars, limitY } = limitBars([0, 200], 50, box)
  expect(bars.map(bar => [bar.y, bar.height])).toEqual([
    [110, 0],
    [10, 100],
  ])
  expect(limitY).toBe(85)
})

test('a limit above every count is drawn inside the box', () => {
  expect(limitBars([5, 20], 100, box).limitY).toBe(10)
})

test('one of ten thousand can be told from none', () => {
  expect(limitBars([1, 10_000], 50, box).bars.map(bar => bar.height)).toEqual([1.5, 100])
})
