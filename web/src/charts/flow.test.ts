import { expect, test } from 'vitest'
import { layOutFlow, type Flow } from './flow.ts'

const sizes = { scale: 1, row: 22, x0: 0, x1: 100 }
const flows: Flow[] = [
  { from: '06', to: '07', count: 30, kind: 'up' },
  { from: '06', to: '06', count: 2, kind: 'stay' },
  { from: 'new', to: '06', count: 20, kind: 'join' },
  { from: '07', to: 'left', count: 0, kind: 'leave' },
]
const layout = layOutFlow(flows, ['new', '06', '07'], ['06', '07', 'left'], sizes)

test('a node is as high as its students are many, and nobody makes no node', () => {
  expect(layout.left).toEqual([
    { id: 'new', y: 0, height: 20, count: 20 },
    { id: '06', y: 28, height: 32, count: 32 },
  ])
  expect(layout.right).toEqual([
    { id: '06', y: 0, height: 22, count: 22 },
    { id: '07', y: 30, height: 30, count: 30 },
  ])
})

test('bands at a node lie in the order of the other side, each as thick as its students', () => {
  const edges = layout.ribbons.map(({ from, to, path }) => [
    from,
    to,
    ...(path.match(/^M0\.0 (\S+)C.* 100\.0 (\S+)V(\S+)C/)?.slice(1) ?? []),
  ])
  expect(edges).toEqual([
    ['06', '07', '30.0', '30.0', '60.0'],
    ['06', '06', '28.0', '20.0', '22.0'],
    ['new', '06', '0.0', '0.0', '20.0'],
  ])
})

test('the picture is as high as the lower of its columns', () => {
  expect(layout.height).toBe(60)
})
