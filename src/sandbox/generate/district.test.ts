import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, readWhole } from '../../../test/support/audit.ts'
import { manifestFiles } from './columns.ts'
import { generateDistrict, type DistrictOptions } from './district.ts'

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'district-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const small = { schools: 6, students: 1300, seed: 'ada', version: '1.2', zip: false } as const
const writtenAt = new Date('2026-09-01T07:00:00Z')

async function make(name: string, changes: Partial<DistrictOptions> = {}): Promise<string> {
  const out = join(folder, name)
  await generateDistrict({ ...small, writtenAt, out, ...changes })
  return out
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(path)).sort()) hash.update(name).update(await readFile(join(path, name)))
  return hash.digest('hex')
}

describe('a generated district', () => {
  test.each(['1.1', '1.2'] as const)('is legal OneRoster %s', async version => {
    const whole = await readWhole(await make(`legal-${version}`, { version }))
    expect(faults(whole)).toEqual([])
    expect(whole.rows.users.filter(row => row.grades !== '')).toHaveLength(1300)
  })

  test('is legal at any size, down to one school and one student', async () => {
    for (const [schools, students] of [[1, 1], [1, 200], [2, 90], [3, 40], [9, 25]] as const) {
      const path = await make(`size-${schools}-${students}`, { schools, students })
      expect(faults(await readWhole(path))).toEqual([])
    } // prettier-ignore
  })

  test('is the same bytes for the same options, and others for another seed', async () => {
    const [one, two, other] = [await make('one'), await make('two'), await make('other', { seed: 'grace' })]
    expect(await digest(one)).toBe(await digest(two))
    expect(await digest(other)).not.toBe(await digest(one))
  })

  test('names every file of its version in the manifest', async () => {
    const text = await readFile(join(await make('manifest'), 'manifest.csv'), 'utf8')
    for (const name of manifestFiles('1.2'))
      expect(text).toMatch(new RegExp(`^file\\.${name},(bulk|absent)$`, 'm'))
    expect(manifestFiles('1.2')).toHaveLength(21)
    expect(text.startsWith('propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n')).toBe(true)
  })

  test('runs in the school year that contains the day it is written', async () => {
    const { rows } = await readWhole(await make('calendar'))
    expect(rows.academicSessions.map(row => `${row.type} ${row.startDate} ${row.endDate}`)).toEqual([
      'schoolYear 2026-08-17 2027-06-12',
      'semester 2026-08-17 2027-01-11',
      'semester 2027-01-11 2027-06-12',
      'gradingPeriod 2026-08-17 2026-10-19',
      'gradingPeriod 2026-10-19 2027-01-11',
      'gradingPeriod 2027-01-11 2027-03-22',
      'gradingPeriod 2027-03-22 2027-06-12',
    ])
  })

  test('fills classes evenly, and seats nobody in two rooms at once', async () => {
    const { rows } = await readWhole(await make('seats'))
    const classes = new Map(rows.classes.map(row => [row.sourcedId, row]))
    const sizes = new Map<string, number>()
    const busy = new Set<string>()
    for (const row of rows.enrollments.filter(row => row.role === 'student')) {
      const own = classes.get(row.classSourcedId)
      sizes.set(row.classSourcedId ?? '', (sizes.get(row.classSourcedId ?? '') ?? 0) + 1)
      const at = `${row.userSourcedId} ${own?.termSourcedIds} ${own?.periods}`
      // Guests travel: their elective elsewhere follows the bell of the other school.
      expect(busy.has(at)).toBe(false)
      busy.add(at)
    }
    const homerooms = rows.classes
      .filter(row => row.classType === 'homeroom')
      .map(row => sizes.get(row.sourcedId ?? '') ?? 0)
    expect(Math.min(...homerooms)).toBeGreaterThanOrEqual(12)
    expect(Math.max(...homerooms)).toBeLessThanOrEqual(36)
    expect(sizes.size).toBe(rows.classes.length)
  })

  test('writes names of many scripts, twins, co-teachers and staff of two schools', async () => {
    const { rows } = await readWhole(await make('people', { students: 4000 }))
    const names = rows.users.map(row => `${row.givenName} ${row.familyName}`).join('\n')
    for (const script of ['Arabic', 'Han', 'Hangul', 'Devanagari', 'Cyrillic']) {
      expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
    }
    expect(names).toMatch(/O'|D'/)
    expect(names).toMatch(/Nguyễn|Trần|Phạm/)
    expect(names).toMatch(/^\p{L} |, Jr\.$/mu)
    expect(rows.enrollments.some(row => row.role === 'teacher' && row.primary === 'false')).toBe(true)
    const schools = new Map<string, Set<string>>()
    for (const role of rows.roles.filter(role => role.role === 'teacher')) {
      const of = schools.get(role.userSourcedId ?? '') ?? new Set()
      schools.set(role.userSourcedId ?? '', of.add(role.orgSourcedId ?? ''))
    }
    expect([...schools.values()].some(of => of.size === 2)).toBe(true)
  })

  test('gives each household a guardian when asked', async () => {
    const whole = await readWhole(await make('guardians', { guardians: true }))
    expect(faults(whole)).toEqual([])
    const guardians = whole.rows.roles.filter(row => row.role === 'guardian')
    expect(guardians.length).toBeGreaterThan(1200)
    expect(guardians.length).toBeLessThan(1300)
  })

  test('reads the same from a zip', async () => {
    const zip = await make('drop.zip', { zip: true })
    expect(await readWhole(zip)).toEqual(await readWhole(await make('unzipped')))
  })

  test('refuses a folder with somebody else’s files, and replaces a drop of its own', async () => {
    await mkdir(join(folder, 'theirs'))
    await writeFile(join(folder, 'theirs', 'notes.txt'), 'mine')
    await expect(make('theirs')).rejects.toMatchObject({ code: 'NOT_EMPTY' })
    await make('again')
    const path = await make('again', { version: '1.1' })
    expect((await readWhole(path)).version).toBe('1.1')
    expect(await readdir(path)).not.toContain('roles.csv')
  })
})
