import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flags, KeyTable } from '../../src/snapshot/table.ts'
import { cases } from './cases.ts'

// KeyTable against a Map: what is put in is found, through growth, settling and the way to disk and back.

type Step = Row & { readonly key: readonly [number, number] }
type Row = { mark: number; name: number; row: readonly [number, number]; content: readonly [number, number] }
/** Words of a hash are 32 bits with their sign (snapshot/hash.ts). */
const word = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, -0x80000000))
/** Few distinct keys in few segments: they collide, and the same one comes again. */
const key = fc.tuple(fc.oneof(fc.nat(40), word), fc.oneof(fc.nat(3), fc.constant(-1), word))
const mark = fc.constantFrom(
  flags.held, flags.seen, flags.held | flags.seen | flags.valid, flags.seen | flags.valid, flags.held | flags.gone | flags.seen,
  flags.out | flags.seen, flags.out, flags.held | flags.again, flags.held | flags.again | flags.seen | flags.valid,
) // prettier-ignore
const step = fc.record({
  key,
  mark,
  name: fc.nat(1e6),
  row: fc.tuple(word, word),
  content: fc.tuple(word, word),
})

const text = ([lo, hi]: readonly [number, number]) => `${lo} ${hi}`

function build(steps: readonly Step[]): { table: KeyTable; model: Map<string, Row> } {
  const table = new KeyTable()
  const model = new Map<string, Row>()
  for (const { key, mark, name, row, content } of steps) {
    const [lo, hi] = key
    const known = model.get(text(key))
    expect(table.find(lo, hi) >= 0).toBe(known !== undefined)
    const slot = table.insert(lo, hi, name, mark)
    if (known !== undefined) table.addMark(slot, mark)
    table.setRow(slot, ...row)
    table.setContent(slot, ...content)
    model.set(text(key), { mark: (known?.mark ?? 0) | mark, name: known?.name ?? name, row, content })
  }
  return { table, model }
}

function compare(table: KeyTable, model: ReadonlyMap<string, Row>): void {
  expect(table.count).toBe(model.size)
  for (const [text, row] of model) {
    const [lo = 0, hi = 0] = text.split(' ').map(Number)
    const slot = table.find(lo, hi)
    expect(slot).toBeGreaterThanOrEqual(0)
    expect(table.mark(slot)).toBe(row.mark)
    expect(table.sameRow(slot, ...row.row)).toBe(true)
    expect(table.sameContent(slot, ...row.content)).toBe(true)
    expect(table.sameContent(slot, row.content[0] ^ 1, row.content[1])).toBe(false)
  }
  const names: number[] = []
  table.each((_, name) => names.push(name))
  const numbers = (list: number[]) => list.sort((a, b) => a - b)
  expect(numbers(names)).toEqual(numbers([...model.values()].map(({ name }) => name)))
}

const many = fc.array(step, { maxLength: 300, size: 'max' })

test('what is put in is found, and nothing else', () => {
  fc.assert(
    fc.property(many, steps => {
      const { table, model } = build(steps)
      compare(table, model)
    }),
    cases(60),
  )
})

/** What outlives a run, said once more in words: the accepted and the held that were not proven gone, and what is out. */
function settled({ mark }: Row, gone: boolean): number {
  const is = (flag: number) => (mark & flag) !== 0
  const again = mark & flags.again
  if (is(flags.valid) || (is(flags.held) && !gone)) return flags.held | again
  return is(flags.out) && is(flags.seen) ? flags.out | again : 0
}

test('settling keeps what the next run may start from, and only that', () => {
  fc.assert(
    fc.property(many, fc.boolean(), (steps, proven) => {
      const { table, model } = build(steps)
      const goneToo = (mark: number) =>
        (mark & flags.gone) !== 0 || (mark & flags.out) !== 0 || (proven && (mark & flags.seen) === 0)
      table.settle(goneToo)
      const kept = [...model].flatMap(([key, row]) => {
        const mark = settled(row, goneToo(row.mark))
        return mark === 0 ? [] : [[key, { ...row, mark }] as const]
      })
      compare(table, new Map(kept))
    }),
    cases(60),
  )
})

test('a table read back from its bytes is the same table', async () => {
  await fc.assert(
    fc.asyncProperty(many, async steps => {
      const { table, model } = build(steps)
      const bytes = Buffer.concat([...table.pieces()].map(piece => Buffer.from(piece)))
      let at = 0
      const read = await KeyTable.from(async target => {
        target.set(bytes.subarray(at, at + target.length))
        at += target.length
      })
      expect(at).toBe(bytes.length)
      compare(read, model)
    }),
    cases(30),
  )
})
