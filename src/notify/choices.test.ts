import { expect, test } from 'vitest'
import { hears, mayHear, notices, type Listener, type Notice } from './choices.ts'

const who = (role: Listener['role'], schools: readonly string[] | null = null): Listener => ({
  role,
  schools,
})
const told = (listener: Listener) => notices.filter(notice => hears(notice, listener, null))

test.each<readonly [Listener['role'], readonly Notice[]]>([
  ['owner', ['held', 'waiting', 'failed', 'first_success', 'paused', 'weekly']],
  ['manager', ['held', 'waiting', 'failed', 'first_success', 'paused']],
  ['helpdesk', ['first_success', 'paused']],
  ['viewer', []],
  ['privacy', []],
  ['vendor', ['request']],
])('until they choose, %s hears of %j', (role, expected) => {
  expect(told(who(role))).toEqual(expected)
})

test('a choice counts for more than the role', () => {
  expect(hears('weekly', who('viewer'), true)).toBe(true)
  expect(hears('held', who('owner'), false)).toBe(false)
})

test('who sees some schools only is told no numbers of the district, whatever they chose', () => {
  const viewer = who('viewer', ['s-12'])
  expect(notices.filter(notice => hears(notice, viewer, true))).toEqual(['first_success', 'paused'])
})

test('requests are for the vendor alone, and nothing else is', () => {
  expect(mayHear('request', who('owner'))).toBe(false)
  expect(notices.filter(notice => mayHear(notice, who('vendor')))).toEqual(['request'])
})
