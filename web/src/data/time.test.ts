import { expect, test } from 'vitest'
import { agoWords, dayWords, timeWords } from './time.ts'

const chicago = { locale: 'en-US', zone: 'America/Chicago', now: new Date('2026-11-18T15:02:00Z') }
const plain = (text: string) => text.replaceAll(' ', ' ')
const ago = (at: string) => agoWords(new Date(at), chicago.now, 'en-US')

test('an instant reads as the clocks of the district show it', () => {
  expect(plain(timeWords(new Date('2026-11-19T08:00:00Z'), chicago))).toBe('Thu, Nov 19, 2:00 AM')
  expect(plain(timeWords(new Date('2026-11-19T08:00:00Z'), { ...chicago, zone: 'Pacific/Honolulu' }))).toBe(
    'Wed, Nov 18, 10:00 PM',
  )
})

test('another year is named, that of the district', () => {
  expect(plain(timeWords(new Date('2027-01-01T05:30:00Z'), chicago))).toBe('Thu, Dec 31, 11:30 PM')
  expect(plain(timeWords(new Date('2027-01-01T06:30:00Z'), { ...chicago, style: 'date' }))).toBe(
    'Fri, Jan 1, 2027',
  )
})

test('a calendar day is the same day everywhere', () => {
  expect(dayWords('2026-11-17', chicago)).toBe('Tue, Nov 17')
})

test('how long ago is said in hours up to two days', () => {
  expect(ago('2026-11-17T08:01:00Z')).toBe('31 hours ago')
  expect(ago('2026-11-19T08:02:00Z')).toBe('in 17 hours')
  expect(ago('2026-11-16T15:02:00Z')).toBe('2 days ago')
  expect(ago('2026-11-18T14:50:00Z')).toBe('12 minutes ago')
  expect(ago('2026-11-18T15:02:20Z')).toBe('now')
})
