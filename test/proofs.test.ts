import { expect, test } from 'vitest'
import { read } from './support/tree.ts'

/* Docs name the test that shows what they say: each is there, under that name. */

const docs = ['docs/clever-certification.md', 'docs/sources/clever.md']

test.each(docs)('each test that %s names is there', doc => {
  const named = [...read(doc).text.matchAll(/`([\w./-]+\.test\.tsx?)`: (.+?) (?=\|)/g)]
  expect(named.length).toBeGreaterThan(10)
  const missing = named.filter(([, file = '', name = '']) => !read(file).text.includes(`'${name}'`))
  expect(missing.map(([words]) => words)).toEqual([])
})
