import { existsSync } from 'node:fs'
import { readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import type { Command } from '../../src/cli/command.ts'
import { command as exporting } from '../../src/cli/commands/export.ts'
import { Artifacts } from '../../src/explain/artifacts.ts'
import { csvLine, csvRow, harmless, header } from '../../src/explain/report/csv.ts'
import type { Choice } from '../../src/explain/report/people.ts'
import { report } from '../../src/explain/report/report.ts'
import type { Outcome } from '../../src/explain/report/telling.ts'
import { findConnection } from '../../src/store/districts.ts'
import { Lincoln } from '../events/district.ts'

/** Takes CSV apart as RFC 4180 has it; a second opinion, and not the reader of ours. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]]
  const pattern = /(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n|$)/gy
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text)
    if (found === null) throw new Error(`not CSV at ${pattern.lastIndex}`)
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '\r\n' && pattern.lastIndex < text.length) rows.push([])
  }
  return rows
}

describe('a cell', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', '＝1', '＋1', '－1', '＠x'])(
    '%j is no formula any more',
    text => expect(harmless(text)).toBe(`'${text}`),
  )
  test.each(["O'Neil", '1=1', 'a@b.example', '', 'Ng-Brandt', '🎒'])('%j stays as it is', text =>
    expect(harmless(text)).toBe(text),
  )
  test('of any text comes back, and begins no formula', () => {
    const cells = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('=x', '"', ',', '\r\n', "'")), { minLength: 1, maxLength: 6 })
    fc.assert(fc.property(cells, cells => {
      const [row] = parse(csvRow(cells))
      expect(row?.map(cell => (/^'[=+\-@\t\r\n\0＝＋－＠]/.test(cell) ? cell.slice(1) : cell))).toEqual(cells.map(cell => (/^'[=+\-@\t\r\n\0＝＋－＠]/.test(cell) ? cell.slice(1) : cell)))
      for (const cell of row ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/)
    }))
  })
}) // prettier-ignore

describe('the export of a run', () => {
  let lincoln: Lincoln
  beforeEach(async () => void (lincoln = await Lincoln.open()))
  afterEach(() => lincoln.close())

  async function told(run: number, choice: Choice): Promise<Outcome[]> {
    const { pool, data } = lincoln.store
    const district = await lincoln.district()
    const connection = await findConnection(pool, district)
    const artifacts = new Artifacts(data, district.districtId)
    const all: Outcome[] = []
    const tell = async (some: readonly Outcome[]) => void all.push(...some)
    await report({ pool, district, connection, artifacts, run, choice }, tell)
    return all
  }
  const of = (outcomes: readonly Outcome[], id: string) =>
    outcomes.filter(({ sourcedId }) => sourcedId === id)

  test('tells of the first run who was created and at which school', async () => {
    await lincoln.settle()
    const students = await told(1, 'students')
    expect(students).toHaveLength(36)
    expect(of(students, 'u-ada-park')).toMatchObject([
      { type: 'student', schools: ['Roosevelt Middle'], action: 'created', reason: 'new in the source', issues: [] },
    ])
    expect(await told(1, 'staff')).toHaveLength(8)
    expect(await told(1, 'classrooms')).toHaveLength(10)
    expect((await told(1, 'everything')).length).toBeGreaterThan(190)
  }) // prettier-ignore

  test('tells what changed, who moved up, came to a school, left and was skipped', async () => {
    await lincoln.settle()
    await lincoln.edit('users', text =>
      text
        .replace(/(u-ada-park,.*),07,/, '$1,08,')
        .replace('nwhitfield@', 'nora@')
        .replace('u-oliver-brandt,,,true', 'u-oliver-brandt,,,perhaps'),
    )
    await lincoln.add('roles', 'r-grace-2,,,u-grace-lindqvist,primary,principal,,,s-lincoln-high,')
    await lincoln.drop('enrollments', 'u-tom-becker')
    await lincoln.drop('roles', 'u-tom-becker')
    await lincoln.drop('users', 'u-tom-becker')
    const { run } = await lincoln.settle()
    const [staff, students] = [await told(run, 'staff'), await told(run, 'students')]
    expect(of(students, 'u-ada-park')).toMatchObject([
      { action: 'promoted', fields: [{ field: 'grades', before: ['07'], after: ['08'] }] },
    ])
    expect(of(staff, 'u-nora-whitfield')).toMatchObject([{ action: 'updated', fields: [{ field: 'email' }] }])
    expect(of(staff, 'u-grace-lindqvist')).toMatchObject([{ action: 'added to a school', schools: ['Lincoln High'] }])
    expect(of(staff, 'u-tom-becker')).toMatchObject([{ action: 'removed', reason: 'not in the source any more', type: 'teacher' }])
    expect(of(students, 'u-oliver-brandt')).toMatchObject([
      { action: 'skipped, kept as it was', issues: [{ rule: 'invalid_boolean', severity: 'error' }] },
    ])
    expect(staff).toHaveLength(3)
  }) // prettier-ignore

  test('of a plan that nobody applied says what would be done', async () => {
    await lincoln.settle()
    await lincoln.drop('classes', 'c-music')
    const { run } = await lincoln.sync({ planOnly: true })
    expect(of(await told(run, 'classrooms'), 'c-music')).toMatchObject([
      { action: 'would be removed', schools: ['Lincoln Elementary'] },
    ])
  })

  test('of a first plan that nobody applied has every record from the snapshot', async () => {
    const { run } = await lincoln.sync({ planOnly: true })
    const students = await told(run, 'students')
    expect(students).toHaveLength(36)
    expect(of(students, 'u-ada-park')).toMatchObject([
      { action: 'would be created', type: 'student', schools: ['Roosevelt Middle'] },
    ])
  })

  test('of a row that was never taken says why', async () => {
    await lincoln.edit('classes', text => text.replace(/(c-algebra-p3,.*),s-roosevelt-middle,/, '$1,,'))
    await lincoln.settle()
    const found = of(await told(1, 'classrooms'), 'c-algebra-p3')
    expect(found).toMatchObject([{ action: 'skipped', issues: [{ rule: 'missing_required_value' }] }])
    const [, row] = parse(csvRow(header) + found.map(csvLine).join(''))
    expect(row).toHaveLength(header.length)
    expect(row?.slice(6, 8)).toEqual(['missing_required_value', 'error'])
  })

  test('is written as CSV and, lossless, as JSON', async () => {
    await lincoln.edit('users', text => text.replace('nwhitfield@lincoln.example', '=cmd|calc@lincoln.example'))
    await lincoln.settle()
    await lincoln.edit('users', text => text.replace('=cmd|calc@lincoln.example', 'nora@lincoln.example'))
    await lincoln.settle()
    const out = join(lincoln.folder, 'staff.csv')
    expect((await exported(`--run 2 --kind staff --out ${out}`)).code).toBe(0)
    const rows = parse(await readFile(out, 'utf8'))
    expect(rows[0]).toEqual([...header])
    expect(rows[1]?.[5]).toMatch(/^email: .*nora@lincoln\.example$/)
    expect(parse((await exported('--run 2 --kind staff')).stdout)).toEqual(rows)
    const { records } = JSON.parse((await exported('--run 2 --kind staff --json')).stdout) as { records: Outcome[] }
    expect(records).toMatchObject([{ sourcedId: 'u-nora-whitfield', fields: [{ field: 'email', after: 'nora@lincoln.example' }] }])
    expect((await exported('--run 2 --kind lunch')).code).toBe(2)
    expect((await exported('--run 99 --kind staff')).code).toBe(2)
  }) // prettier-ignore

  test.skipIf(!existsSync('/dev/full'))('ends with DISK_FULL where the disk is full', async () => {
    await lincoln.settle()
    const out = join(lincoln.folder, 'all.csv')
    await symlink('/dev/full', `${out}.part`)
    const { code, stderr } = await exported(`--run 1 --kind everything --out ${out}`)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Cannot export to .*all\.csv: the disk is full/m)
    expect(await readdir(lincoln.folder)).toEqual(['drop'])
  })

  async function exported(line: string) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const verbs = { export: async () => ({ command: onStore(exporting) }) }
    const signal = new AbortController().signal
    const code = await main(['export', 'lincoln-usd', ...line.split(' ')], { stdout, stderr, env: {}, verbs, signal })
    return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
  } // prettier-ignore

  /** The verb on the store of this test. */
  function onStore(command: Command): Command {
    return { ...command, run: call => command.run({ ...call, store: async () => lincoln.store }) }
  }
})
