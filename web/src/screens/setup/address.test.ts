import { expect, test } from 'vitest'
import { isBare, rootOf, wrongBase, wrongId, wrongPage, wrongSecret, wrongToken } from './address.ts'

const base = 'https://sis.lincoln.example/ims/oneroster/v1p1'

test.each([
  [base, null],
  [`  ${base}/ `, null],
  ['https://sis.lincoln.example/genesis', null],
  ['http://127.0.0.1:7700/lincoln/ims/oneroster/v1p1', null],
  ['', 'missing'],
  ['https://sis.lincoln example/', 'spaces'],
  ['sis.lincoln.example', 'https'],
  ['http://sis.lincoln.example', 'https'],
  ['https://', 'noAddress'],
  ['https://ada:secret@sis.lincoln.example', 'password'],
  [`${base}?limit=100`, 'query'],
  ['https://sis.lincoln.example/oauth/token', 'isToken'],
  ['https://sis.lincoln.example/oauth/access_token', 'isToken'],
  ['https://sis.lincoln.example/as/token.oauth2', 'isToken'],
  [`${base}/users`, 'collection'],
  ['https://192.168.4.20/ims/oneroster/v1p1', 'inside'],
  ['https://powerschool/ims/oneroster/v1p1', 'inside'],
] as const)('of %j as base URL it is said: %s', (text, wrong) => {
  expect(wrongBase(text)).toBe(wrong)
})

test.each([
  ['https://sis.lincoln.example/oauth/access_token', null],
  ['https://ic.lincoln.example/campus/oauth2/token?appName=lincoln', null],
  [base, 'sameAsBase'],
  ['https://sis.lincoln.example/ims/oneroster/rostering/v1p2', 'isBase'],
  ['', 'missing'],
] as const)('of %j as token URL it is said: %s', (text, wrong) => {
  expect(wrongToken(text, base)).toBe(wrong)
})

test('an id and a secret are neither addresses nor sentences, and not the same', () => {
  expect([wrongId('abc-1'), wrongId('a b'), wrongId(base), wrongId('')]).toEqual([null, 'spaces', 'isAddress', 'missing']) // prettier-ignore
  expect([wrongSecret('s3', 'abc', false), wrongSecret('abc', 'abc', false), wrongSecret('', 'abc', false), wrongSecret('', 'abc', true)]).toEqual([null, 'sameAsId', 'missing', null]) // prettier-ignore
  expect([wrongPage(''), wrongPage('1000'), wrongPage('0'), wrongPage('ten')]).toEqual([null, null, 'number', 'number']) // prettier-ignore
})

test('the path of the standard may be missing, and what stands before it is the root', () => {
  expect([isBare('https://sis.lincoln.example/genesis'), isBare(base), isBare('x')]).toEqual([true, false, false]) // prettier-ignore
  expect([rootOf(base), rootOf('https://sis.lincoln.example/genesis/'), rootOf('x')]).toEqual(['https://sis.lincoln.example', 'https://sis.lincoln.example/genesis', '']) // prettier-ignore
})
