import { expect, test } from 'vitest'
import { linePath, sparkPoints } from './spark.ts'

const box = { width: 204, height: 36 }

test('the largest count is at the top, the least at the foot, evenly apart', () => {
  expect(sparkPoints([10, 30, 20], box)).toEqual([
    { x: 0, y: 32 },
    { x: 100, y: 4 },
    { x: 200, y: 18 },
  ])
})

test('counts that never moved make a line in the middle', () => {
  expect(sparkPoints([164, 164], box).map(point => point.y)).toEqual([18, 18])
})

test('a path goes from point to point', () => {
  expect(linePath(sparkPoints([1, 2], box))).toBe('M0.0 32.0L200.0 4.0')
})
