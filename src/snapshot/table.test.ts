import { expect, test } from 'vitest'
import { flags, KeyTable } from './table.ts'

/** Keys that spread over the segments as hashes do. */
const keyOf = (at: number): [lo: number, hi: number] => [
  Math.imul(at, 0x9e3779b1),
  Math.imul(at + 7, 0x85ebca6b),
]

function tableOf(count: number): KeyTable {
  return fill(new KeyTable(), count)
}

function fill(table: KeyTable, count: number): KeyTable {
  for (let at = 0; at < count; at++) {
    const slot = table.insert(...keyOf(at), at, flags.seen)
    table.setRow(slot, at, ~at)
    table.setContent(slot, at + 1, at + 2)
    table.addMark(slot, flags.valid)
  }
  return table
}

/** What stands under a key: its mark and name, and whether row and content are those that were set. */
function told(table: KeyTable, at: number): string {
  const slot = table.find(...keyOf(at))
  if (slot < 0) return 'none'
  const kept = table.sameRow(slot, at, ~at) && table.sameContent(slot, at + 1, at + 2)
  return `${table.mark(slot)} ${kept}`
}

const COUNT = 20_000
const all = Array.from({ length: COUNT }, (_, at) => at)

test('finds every key with what was set, however often it grew', () => {
  const table = tableOf(COUNT)
  expect(table.count).toBe(COUNT)
  expect(all.filter(at => told(table, at) !== `${flags.seen | flags.valid} true`)).toEqual([])
  expect(told(table, COUNT)).toBe('none')
})

test('room for as many as come makes no difference but in memory', () => {
  const sizeOf = (table: KeyTable) => [...table.pieces()].reduce((sum, piece) => sum + piece.length, 0)
  const table = new KeyTable()
  table.reserve(COUNT)
  const before = sizeOf(table)
  fill(table, COUNT)
  expect(all.filter(at => told(table, at) !== `${flags.seen | flags.valid} true`)).toEqual([])
  expect(sizeOf(table)).toBeLessThan(before * 1.02)
  table.reserve(COUNT * 10)
  expect(table.count).toBe(COUNT)
})

test('a key that is there is not entered twice, and keeps its name', () => {
  const table = tableOf(10)
  table.insert(...keyOf(3), 99, flags.held)
  const names: number[] = []
  table.each((_, name) => names.push(name))
  expect([table.count, names.sort((a, b) => a - b)]).toEqual([10, all.slice(0, 10)])
})

test('another row or content is told from the same, and marks do not change rows', () => {
  const table = tableOf(10)
  const slot = table.find(...keyOf(3))
  table.setMark(slot, flags.held | flags.out)
  expect([table.sameRow(slot, 3, ~3), table.sameRow(slot, 3, 3), table.sameRow(slot, 4, ~3)]).toEqual([
    true, false, false,
  ]) // prettier-ignore
  expect([table.sameContent(slot, 4, 5), table.sameContent(slot, 4, 4)]).toEqual([true, false])
})

test('settling keeps what was accepted and forgets what is gone', () => {
  const table = tableOf(COUNT)
  for (const at of all) if (at % 3 === 0) table.setMark(table.find(...keyOf(at)), flags.held)
  table.settle(mark => (mark & flags.seen) === 0)
  expect(table.count).toBe(all.filter(at => at % 3 !== 0).length)
  expect(all.filter(at => told(table, at) !== (at % 3 === 0 ? 'none' : `${flags.held} true`))).toEqual([])
})

test('knows whether anything the next run starts from is another', async () => {
  const table = await copyOf(tableOf(10))
  const slot = table.find(...keyOf(3))
  table.settle(() => false)
  const settled = await copyOf(table)
  settled.setRow(slot, 3, ~3)
  settled.addMark(slot, flags.seen | flags.valid)
  settled.settle(() => false)
  expect([table.changed, settled.changed]).toEqual([true, false])
  const steps: ((one: KeyTable) => void)[] = [
    one => one.setRow(slot, 4, 4),
    one => one.setContent(slot, 4, 4),
    one => one.addMark(slot, flags.again),
    one => one.settle(() => true),
    one => one.insert(...keyOf(11), 11, flags.seen),
  ]
  for (const step of steps) {
    const copy = await copyOf(table)
    step(copy)
    expect(copy.changed).toBe(true)
  }
})

test('comes back from its bytes as it was', async () => {
  const table = tableOf(COUNT)
  const back = await copyOf(table)
  expect(back.count).toBe(COUNT)
  expect(all.filter(at => told(back, at) !== told(table, at))).toEqual([])
})

async function copyOf(table: KeyTable): Promise<KeyTable> {
  const bytes = Buffer.concat([...table.pieces()].map(piece => Buffer.from(piece)))
  let at = 0
  return await KeyTable.from(piece => {
    piece.set(bytes.subarray(at, (at += piece.length)))
    return Promise.resolve()
  })
}
