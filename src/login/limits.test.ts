import { expect, test } from 'vitest'
import { Buckets, limits } from './limits.ts'

const start = new Date('2026-09-01T14:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)

/** How many of `wanted` are let through at this moment. */
function through(buckets: Buckets, wanted: number, whom: string, now: Date): number {
  let passed = 0
  for (let count = 0; count < wanted; count++) {
    try {
      buckets.take('export', whom, now)
      passed++
    } catch {
      continue
    }
  }
  return passed
}

// export: 10 at once, then 30 an hour, which is one in two minutes
test.each([
  ['at once', 0, 10],
  ['after not quite two minutes', 119, 0],
  ['after two minutes', 120, 1],
  ['after ten minutes', 600, 5],
  ['after a day', 86_400, 10],
])('a bucket that was emptied lets through, %s: %#', (_, seconds, passed) => {
  const buckets = new Buckets()
  if (seconds > 0) through(buckets, 50, 'ada', start)
  expect(through(buckets, 50, 'ada', later(seconds))).toBe(passed)
})

test('a refusal says how long to wait, and does not make it longer', () => {
  const buckets = new Buckets()
  through(buckets, 10, 'ada', start)
  const refused = () => buckets.take('export', 'ada', later(60))
  for (let count = 0; count < 5; count++)
    expect(refused).toThrow('Cannot do this now: it was asked too often. Try again in 60 seconds')
  expect(through(buckets, 5, 'ada', later(120))).toBe(1)
})

test('one person’s bucket, and one kind of it, is not another’s', () => {
  const buckets = new Buckets()
  through(buckets, 10, 'ada', start)
  expect(through(buckets, 10, 'lee', start)).toBe(10)
  expect(() => buckets.take('syncNow', 'ada', start)).not.toThrow()
})

test('a clock that steps back gives nothing and takes nothing', () => {
  const buckets = new Buckets()
  through(buckets, 10, 'ada', start)
  expect(through(buckets, 10, 'ada', later(-3_600))).toBe(0)
})

test('the buckets are bounded, and the one unused for longest goes first', () => {
  const buckets = new Buckets()
  through(buckets, 10, 'first', start)
  for (let count = 0; count < 19_999; count++) buckets.take('export', `address ${count}`, start)
  expect(through(buckets, 1, 'first', start)).toBe(0)
  buckets.take('export', 'one more', start)
  expect(buckets.size).toBe(20_000)
  expect(through(buckets, 1, 'first', start)).toBe(0)
})

test('each limit lets a person through who makes a few mistakes', () => {
  expect(Object.values(limits).filter(({ burst }) => burst < 3)).toEqual([])
})
