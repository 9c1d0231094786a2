import { expect, test } from 'vitest'
import { backAddress, isOpen } from './session.ts'

test('after the sign-in one goes back to a page of this console only', () => {
  expect(backAddress('/d/lincoln/settings/rostering?sort=staff')).toBe(
    '/d/lincoln/settings/rostering?sort=staff',
  )
  expect(
    ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', null].map(
      backAddress,
    ),
  ).toEqual(Array.from({ length: 6 }, () => null))
})

test('the sign-in does not lead back to itself', () => {
  expect(backAddress('/sign-in?back=%2F')).toBeNull()
})

test('guides are read without signing in', () => {
  expect(['/help', '/help/holds?from=%2F', '/help#contact', '/sign-in'].map(isOpen)).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(['/helpers', '/my/classes', '/d/lincoln/settings'].map(isOpen)).toEqual([false, false, false])
})
