import { expect, test } from 'vitest'
import { layOutTiles } from './mosaic.ts'

const box = { x: 0, y: 0, width: 6, height: 4 }

test('the example of the paper is cut as its authors cut it', () => {
  const weights = [6, 6, 4, 3, 2, 2, 1].map((weight, at) => ({ id: String(at), weight }))
  const round = (value: number) => Math.round(value * 100) / 100
  const tiles = layOutTiles(weights, box).map(({ x, y, width, height }) => [x, y, width, height].map(round))
  expect(tiles).toEqual([
    [0, 0, 3, 2],
    [0, 2, 3, 2],
    [3, 0, 1.71, 2.33],
    [4.71, 0, 1.29, 2.33],
    [3, 2.33, 1.2, 1.67],
    [4.2, 2.33, 1.2, 1.67],
    [5.4, 2.33, 0.6, 1.67],
  ])
})

test('tiles are as large as their weights, in whatever order they come, and nothing has none', () => {
  const weights = [1, 0, 90, 5, 4].map((weight, at) => ({ id: `s-${at}`, weight }))
  const areas = layOutTiles(weights, { ...box, width: 100, height: 10 }).map(({ id, width, height }) => [
    id,
    Math.round(width * height),
  ])
  expect(areas).toEqual([
    ['s-2', 900],
    ['s-3', 50],
    ['s-4', 40],
    ['s-0', 10],
  ])
  expect(layOutTiles([], box)).toEqual([])
})

test('three hundred schools leave no gap and lie on none of the others', () => {
  const weights = Array.from({ length: 300 }, (_, at) => ({
    id: String(at),
    weight: 1 + ((at * 7919) % 500),
  }))
  const tiles = layOutTiles(weights, { x: 0, y: 0, width: 980, height: 320 })
  const covered = tiles.reduce((area, { width, height }) => area + width * height, 0)
  expect(covered).toBeCloseTo(980 * 320, 3)
  const over = tiles.flatMap((a, at) => tiles.slice(at + 1).filter(b => overlap(a, b) > 1e-6))
  expect(over).toEqual([])
  expect(Math.max(...tiles.map(({ x, width }) => x + width))).toBeCloseTo(980, 6)
})

type Box = typeof box
function overlap(a: Box, b: Box): number {
  const along = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, along) * Math.max(0, down)
}
