import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, readWhole, type Whole } from '../../../../test/support/audit.ts'
import { sheetsOf, type SheetName } from '../columns.ts'
import { generateDistrict } from '../district.ts'
import { generateChurn, type Churned } from './churn.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'churn-'))
  for (const version of ['1.1', '1.2'] as const) {
    await generateDistrict({
      out: join(folder, version), schools: 8, students: 2400, seed: 'ada', version, zip: false, guardians: true,
      writtenAt: new Date('2026-09-01T07:00:00Z'),
    }) // prettier-ignore
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function next(after: string, out: string, churn: number, day = 2): Promise<Churned> {
  const writtenAt = new Date(Date.UTC(2026, 8, day, 7))
  return generateChurn({ out: join(folder, out), after: join(folder, after), churn, seed: 'ada', zip: out.endsWith('.zip'), writtenAt })
} // prettier-ignore

/** What really differs between two drops, told by sourcedId. */
function compare(before: Whole, after: Whole, sheet: SheetName) {
  const old = new Map(before.rows[sheet].map(row => [row.sourcedId, JSON.stringify(row)]))
  let [changed, added] = [0, 0]
  for (const row of after.rows[sheet]) {
    const was = old.get(row.sourcedId)
    old.delete(row.sourcedId)
    if (was === undefined) added++
    else if (was !== JSON.stringify(row)) changed++
  }
  return { changed, added, gone: old.size }
}

describe('a day of churn', () => {
  test.each(['1.1', '1.2'] as const)('leaves OneRoster %s legal and counts what it did', async version => {
    const before = await readWhole(join(folder, version))
    const { differences } = await next(version, `${version}-next`, 0.08)
    const after = await readWhole(join(folder, `${version}-next`))
    expect(faults(after)).toEqual([])
    for (const sheet of sheetsOf(version))
      expect([sheet, compare(before, after, sheet)]).toEqual([sheet, differences[sheet]])
  })

  test('is half changes, a quarter new and a quarter gone', async () => {
    const { differences, counts } = await next('1.2', 'shares', 0.08)
    for (const sheet of ['users', 'classes', 'enrollments', 'roles'] as const) {
      const share = (rows: number) => rows / (counts[sheet] ?? 0)
      const { changed, added, gone } = differences[sheet]
      expect.soft(share(changed), `${sheet} changed`).toBeCloseTo(0.04, 1.5)
      expect.soft(share(added), `${sheet} added`).toBeCloseTo(0.02, 1.5)
      expect.soft(share(gone), `${sheet} gone`).toBeCloseTo(0.02, 1.5)
    }
  })

  test('of nothing is the same district', async () => {
    await next('1.2', 'same', 0)
    expect((await readWhole(join(folder, 'same'))).rows).toEqual((await readWhole(join(folder, '1.2'))).rows)
  })

  test('of everything is still a legal one', async () => {
    await next('1.2', 'all', 1)
    expect(faults(await readWhole(join(folder, 'all')))).toEqual([])
  })

  test('goes on from day to day, through zips, over its own folder, and gives no number twice', async () => {
    const ever = new Map<string, string>()
    await next('1.2', 'day-2.zip', 0.05, 2)
    await next('day-2.zip', 'day', 0.05, 3)
    for (let day = 4; day < 8; day++) {
      await next('day', 'day', 0.05, day)
      const whole = await readWhole(join(folder, 'day'))
      expect(faults(whole)).toEqual([])
      for (const user of whole.rows.users) {
        expect(ever.get(user.identifier ?? '') ?? user.sourcedId).toBe(user.sourcedId)
        ever.set(user.identifier ?? '', user.sourcedId ?? '')
      }
    }
  })

  test('takes the roles and enrollments of a student who leaves, and no other’s', async () => {
    await next('1.2', 'leavers', 0.08)
    const before = await readWhole(join(folder, '1.2'))
    const after = await readWhole(join(folder, 'leavers'))
    const still = new Set(after.rows.users.map(row => row.sourcedId))
    const seats = (whole: Whole, id: string | undefined) =>
      whole.rows.enrollments.filter(row => row.userSourcedId === id).length
    const students = before.rows.users.filter(row => row.grades !== '')
    const left = students.filter(row => !still.has(row.sourcedId))
    expect(left.length).toBeGreaterThan(20)
    for (const row of left) expect(seats(after, row.sourcedId)).toBe(0)
    for (const row of students.filter(row => still.has(row.sourcedId)).slice(0, 200)) {
      expect(seats(after, row.sourcedId)).toBeGreaterThan(0)
    }
  })
})
