import { expect, test } from 'vitest'
import { openedBy, recordPage, recordUrl } from './record.ts'

test('the page of a record opens that record', () => {
  const page = new URL(recordPage('/d/lincoln', 'users', '01a2', 'why'), 'http://rollbook.example')
  expect(openedBy(page.searchParams.get('open'))).toEqual({ kind: 'users', id: '01a2' })
  expect(page.searchParams.get('tab')).toBe('why')
})

test('what is asked for may hold colons and more, and what is no record opens nothing', () => {
  expect(openedBy('asked:urn:sis:0042')).toEqual({ asked: 'urn:sis:0042' })
  for (const text of [null, '', 'users:', 'plans:1', 'users']) expect([text, openedBy(text)]).toEqual([text, null]) // prettier-ignore
})

test('each kind is read where the service has it', () => {
  expect(recordUrl('/api/districts/l', { kind: 'orgs', id: '7' })).toBe('/api/districts/l/schools/7')
})
