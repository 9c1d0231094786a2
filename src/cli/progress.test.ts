import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { makeMeter, meterLine } from './progress.ts'

function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 60 })
  return { stream, said: () => String(stream.read() ?? '') }
}

test('tells phase, rows, rate and what is left', () => {
  expect(meterLine('Reading', 200_000, 800_000, 1000)).toBe(
    'Reading  200,000 of 800,000 rows  200,000/s  3 s left',
  )
  expect(meterLine('Reading', 200_000, null, 1000)).toBe('Reading  200,000 rows  200,000/s')
})

test('guesses no rate from the first half second', () => {
  expect(meterLine('Reading', 200, 800, 100)).toBe('Reading  200 of 800 rows')
})

test('draws at most ten times a second, and every new phase at once', () => {
  let now = 0
  const { stream, said } = terminal(true)
  const { progress } = makeMeter(stream, () => now)
  for (now = 0; now < 1000; now += 10) progress('Reading', now, null)
  progress('Checking', 1, null)
  expect(said().match(/Reading/g)).toHaveLength(10)
})

test('clears its line before anything else is said', () => {
  const { stream, said } = terminal(true)
  const meter = makeMeter(stream, () => 0)
  meter.progress('Reading', 1, null)
  meter.clear()
  meter.clear()
  expect(said()).toBe('\r\u001b[KReading  1 rows\r\u001b[K')
})

test('says nothing where no person looks', () => {
  const { stream, said } = terminal(false)
  makeMeter(stream, () => 0).progress('Reading', 1, null)
  expect(said()).toBe('')
})
