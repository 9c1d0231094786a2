import { expect, test } from 'vitest'
import { isPage, pages } from './pages.ts'

test('an address is a page when the table has its shape', () => {
  expect(isPage('/d/lincoln-usd/settings/rostering?sort=staff')).toBe(true)
  expect(isPage('/d/lincoln-usd/settings/rostering/nothing-here')).toBe(false)
  expect(isPage('/d/lincoln-usd/a/settings')).toBe(false)
})

test('no address stands in the table twice', () => {
  expect(new Set(pages.map(page => page.path)).size).toBe(pages.length)
})
