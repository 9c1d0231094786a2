import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cleverSpec } from './clever-spec.ts'
import { openClever, type OpenClever } from './clever.ts'

/** What the sandbox says as Clever, against its official files, its documents and recordings of it. */

type Json = Readonly<Record<string, unknown>>
let clever: OpenClever
beforeAll(async () => {
  clever = await openClever({ guardians: true })
})
afterAll(() => clever.close())
afterEach(() => clever.reset())

describe('the official file', () => {
  const spec = cleverSpec('v3.1')

  test('has 42 paths', () => {
    expect(spec.paths).toHaveLength(42)
  })

  test.each(spec.paths.filter(path => !path.startsWith('/resources/{id}')))('describes what %s answers', async path => {
    const { status, body } = await clever.ask(await filled(path), '?limit=10000')
    expect([path, status]).toEqual([path, 200])
    if (!path.endsWith('/resources')) expect([body.data].flat().length).toBeGreaterThan(0)
    expect(spec.faultsOf(path, body)).toEqual([])
  })

  test('describes what a district says that is paused', async () => {
    await clever.change('pause', { start: '2026-06-05', end: '2026-08-10' })
    const { body } = await clever.ask('/districts')
    expect(clever.records(body)[0]).toMatchObject({ state: 'paused', pause_start: '2026-06-05', pause_end: '2026-08-10' })
    expect(spec.faultsOf('/districts', body)).toEqual([])
  })
}) // prettier-ignore

/** A path with the id of somebody or something that has what it asks for. */
async function filled(path: string): Promise<string> {
  const users = clever.records((await clever.ask('/users', '?limit=10000')).body)
  const inRole = (role: string) => users.find(({ roles }) => role in (roles as object))?.['id']
  const [section] = clever.records((await clever.ask('/sections', '?limit=1')).body)
  const ids: Json = {
    '/users/{id}/mycontacts': inRole('student'),
    '/users/{id}/mystudents': section?.['teacher'],
    '/users/{id}/sections': section?.['teacher'],
    '/users/{id}/myteachers': (section?.['students'] as string[])[0],
    '/users/{id}/schools': inRole('student'),
  }
  const kind = path.split('/')[1] ?? ''
  const usual: Json = { sections: section?.['id'], courses: section?.['course'], terms: section?.['term_id'], schools: section?.['school'], users: inRole('student'), districts: clever.districtId }
  return path.replace('{id}', String(ids[path] ?? usual[kind]))
} // prettier-ignore
