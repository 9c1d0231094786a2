import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, readWhole, type Row, type Whole } from '../../../../test/support/audit.ts'
import { generateChurn } from '../churn/churn.ts'
import { generateDistrict } from '../district.ts'
import { generateYear } from './year.ts'

const common = { seed: 'ada', zip: false, guardians: true, writtenAt: new Date('2026-09-01T07:00:00Z') }
let folder = ''
let before: Whole
let after: Whole
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'year-'))
  for (const version of ['1.1', '1.2'] as const) {
    const out = join(folder, version)
    await generateDistrict({ ...common, out, schools: 8, students: 2600, version })
    await next(version, `${version}-next`)
  }
  before = await readWhole(join(folder, '1.2'))
  after = await readWhole(join(folder, '1.2-next'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function next(from: string, out: string): Promise<void> {
  const writtenAt = new Date('2027-08-10T07:00:00Z')
  await generateYear({
    out: join(folder, out),
    after: join(folder, from),
    seed: 'ada',
    zip: false,
    writtenAt,
  })
}

const students = (whole: Whole) => whole.rows.users.filter(row => row.grades !== '')
const byId = (rows: readonly Row[]) => new Map(rows.map(row => [row.sourcedId, row]))

describe('the next school year', () => {
  test.each(['1.1', '1.2'] as const)('is legal OneRoster %s', async version => {
    expect(faults(await readWhole(join(folder, `${version}-next`)))).toEqual([])
  })

  test('has terms, classes and enrollments of its own, and the same courses and schools', () => {
    for (const sheet of ['academicSessions', 'classes', 'enrollments'] as const) {
      const old = byId(before.rows[sheet])
      expect(after.rows[sheet].filter(row => old.has(row.sourcedId))).toEqual([])
    }
    expect(after.rows.courses).toEqual(before.rows.courses)
    expect(after.rows.orgs).toEqual(before.rows.orgs)
    expect(new Set(after.rows.academicSessions.map(row => row.schoolYear))).toEqual(new Set(['2028']))
  })

  test('moves students up a grade, keeps a few, and lets the top grade go', () => {
    const now = byId(after.rows.users)
    const moved = { up: 0, kept: 0, gone: 0, graduated: 0 }
    for (const row of students(before)) {
      const grade = now.get(row.sourcedId)?.grades
      if (row.grades === '12') moved.graduated += grade === undefined ? 1 : 0
      else if (grade === undefined) moved.gone++
      else if (grade === row.grades) moved.kept++
      else moved.up++
    }
    expect(moved.graduated).toBeGreaterThan(185)
    expect(moved.up).toBeGreaterThan(2220)
    expect(moved.kept).toBeGreaterThan(25)
    expect(moved.gone).toBeLessThan(110)
  })

  test('keeps the district its size, with kindergartners who are new', () => {
    const old = byId(before.rows.users)
    const small = students(after).filter(row => row.grades === 'KG')
    expect(small.filter(row => !old.has(row.sourcedId)).length).toBeGreaterThan(190)
    expect(students(after).length / students(before).length).toBeCloseTo(1, 1)
  })

  test('sends children who grew out of their school to the next one', () => {
    const now = byId(after.rows.users)
    const levels = byId(before.rows.orgs)
    const grown = students(before).filter(
      row => row.grades === '05' && now.get(row.sourcedId)?.grades === '06',
    )
    expect(grown.length).toBeGreaterThan(150)
    for (const row of grown) {
      const school = levels.get(now.get(row.sourcedId)?.primaryOrgSourcedId ?? '')?.name
      expect(school).toMatch(/Middle|Secondary/)
    }
  })

  test('changes a few of the staff, and no post stays empty', () => {
    const staff = (whole: Whole) => whole.rows.roles.filter(row => !/student|guardian/.test(row.role ?? ''))
    const old = new Set(staff(before).map(row => row.userSourcedId))
    const fresh = new Set(
      staff(after)
        .map(row => row.userSourcedId)
        .filter(id => !old.has(id)),
    )
    expect(staff(after).length).toBe(staff(before).length)
    expect(fresh.size / old.size).toBeGreaterThan(0)
    expect(fresh.size / old.size).toBeLessThan(0.05)
    const led = new Set(
      after.rows.enrollments.filter(row => row.primary === 'true').map(row => row.classSourcedId),
    )
    expect(led.size).toBe(after.rows.classes.length)
  })

  test.each(['1.1', '1.2'] as const)(
    'follows days of churn, and is followed by them, in %s',
    async version => {
      const churn = (from: string, out: string, day: string) =>
      generateChurn({
        out: join(folder, out), after: join(folder, from), churn: 0.1, seed: 'ada', zip: out.endsWith('.zip'),
        writtenAt: new Date(`${day}T07:00:00Z`),
      }) // prettier-ignore
      await generateDistrict({
        ...common,
        out: join(folder, `${version}-a`),
        schools: 6,
        students: 700,
        version,
      })
      await churn(`${version}-a`, `${version}-b.zip`, '2026-09-02')
      await churn(`${version}-b.zip`, `${version}-c`, '2027-03-01')
      await next(`${version}-c`, `${version}-d`)
      await churn(`${version}-d`, `${version}-e`, '2027-09-01')
      await next(`${version}-e`, `${version}-f`)
      for (const drop of ['b.zip', 'c', 'd', 'e', 'f']) {
        expect([drop, faults(await readWhole(join(folder, `${version}-${drop}`)))]).toEqual([drop, []])
      }
    },
  )
})
