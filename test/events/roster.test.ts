import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { headerOf } from '../../src/events/columns.ts'
import { findMoment } from '../../src/events/moment.ts'
import { writeRoster } from '../../src/events/write-roster.ts'
import { kinds } from '../../src/roster/kinds.ts'
import { openDrop } from '../../src/sources/oneroster-csv/drop.ts'
import { columnsOf } from '../../src/sources/oneroster-csv/tables.ts'
import { changeRules, findConnection } from '../../src/store/districts.ts'
import { Lincoln } from './district.ts'

let lincoln: Lincoln
beforeEach(async () => void (lincoln = await Lincoln.open()))
afterEach(() => lincoln.close())

type Files = Record<string, string>

async function write(name: string, at: string | null = null): Promise<Files> {
  const { pool } = lincoln.store
  const district = await lincoln.district()
  const { rules } = await findConnection(pool, district)
  const moment = await findMoment(pool, district, at)
  const out = join(lincoln.folder, name)
  await writeRoster({ pool, district, rules, moment, out, progress: () => {} })
  return await read(out)
}

async function read(folder: string): Promise<Files> {
  const files: Files = {}
  for (const file of (await readdir(folder)).sort())
    if (file !== 'manifest.csv') files[file] = await readFile(join(folder, file), 'utf8')
  return files
}

const rowsOf = (text: string | undefined) => (text ?? '').trimEnd().split('\n')
const ids = (text: string | undefined) =>
  rowsOf(text)
    .slice(1)
    .map(line => line.split(',')[0])

/** What a strict reader has against a folder, headers and files; rows are checked by `rollbook validate --strict`. */
async function strictFaults(name: string): Promise<string[]> {
  const drop = await openDrop(join(lincoln.folder, name), { profile: 'strict' })
  await drop.close()
  return drop.issues.map(({ rule, file, message }) => `${file} ${rule}: ${message}`)
}

async function takeIn(name: string): Promise<string> {
  const { status } = await lincoln.sync({ from: join(lincoln.folder, name) })
  return status
}

test('every header is that of the standard', () => {
  for (const kind of kinds) expect(headerOf(kind)).toEqual(columnsOf(kind, '1.2')?.map(({ name }) => name))
})

test('what went in comes out, row for row, and in the order of sourcedIds', async () => {
  await lincoln.edit('classes', text => text.replaceAll(/,(B\d+|Lab \d|Room \d|Music Hall|Music Room|204),/g, ',,'))
  await lincoln.settle()
  const files = await write('roster')
  expect(Object.keys(files)).toEqual((await readdir(lincoln.path)).filter(file => file !== 'manifest.csv').sort())
  for (const [name, text] of Object.entries(files)) {
    const [header, ...lines] = rowsOf(await readFile(join(lincoln.path, name), 'utf8'))
    expect(rowsOf(text), name).toEqual([header, ...lines.sort((a, b) => (a.split(',')[0] ?? '') < (b.split(',')[0] ?? '') ? -1 : 1)])
  }
}) // prettier-ignore

test('a strict reader finds nothing, and reading it in again plans nothing', async () => {
  await lincoln.settle()
  await write('roster')
  expect(await strictFaults('roster')).toEqual([])
  expect(await takeIn('roster')).toBe('empty')
})

test('a field that is off is blank', async () => {
  await lincoln.settle()
  const { pool } = lincoln.store
  const connection = await findConnection(pool, await lincoln.district())
  await changeRules(pool, connection, { ...connection.rules, fields: { 'users.email': false } }, 'ada')
  expect((await write('roster'))['users.csv']).not.toContain('@')
})

test('the roster of a past run is what was written after it, through removal, return and re-key', async () => {
  await lincoln.settle()
  const first = await write('first')
  await lincoln.drop('users', 'u-oliver-brandt')
  await lincoln.drop('roles', 'u-oliver-brandt')
  await lincoln.drop('enrollments', 'u-oliver-brandt')
  const removed = (await lincoln.settle()).run
  const second = await write('second')
  expect(ids(second['users.csv'])).not.toContain('u-oliver-brandt')
  await lincoln.edit('users', text => text.replaceAll('nwhitfield@', 'nora.whitfield@'))
  await lincoln.add(
    'users',
    rowsOf(first['users.csv']).find(line => line.startsWith('u-oliver-brandt,')) ?? '',
  )
  const returned = (await lincoln.settle()).run
  const third = await write('third')
  for (const file of ['users', 'roles', 'enrollments'])
    await lincoln.edit(file, text => text.replaceAll('u-grace-lindqvist', 'SIS-4711'))
  const rekeyed = (await lincoln.settle()).run
  const fourth = await write('fourth')
  expect(ids(fourth['users.csv'])).toContain('SIS-4711')
  expect(await write('at-1', '1')).toEqual(first)
  expect(await write('at-2', String(removed))).toEqual(second)
  expect(await write('at-3', String(returned))).toEqual(third)
  expect(await write('at-4', String(rekeyed))).toEqual(fourth)
  expect(await write('today', new Date(Date.now() + 864e5).toISOString().slice(0, 10))).toEqual(fourth)
  expect(await write('before', '2020-01-01')).toEqual({})
})

test('a run that failed left the roster as it was', async () => {
  await lincoln.settle()
  await expect(lincoln.sync({ from: join(lincoln.folder, 'nowhere') })).rejects.toThrow()
  expect(await write('at', '2')).toEqual(await write('now'))
})

test('an enrollment in a class that is gone is left out, though its row stays', async () => {
  await lincoln.settle()
  await lincoln.drop('classes', 'c-music')
  await lincoln.settle()
  const { rows } = await lincoln.store.pool.query(
    `select count(*)::int as count from enrollments where class_sourced_id = 'c-music' and removed_at is null`,
  )
  expect(rows[0].count).toBeGreaterThan(0)
  const files = await write('roster')
  expect(files['enrollments.csv']).not.toContain('c-music')
  expect(files['enrollments.csv']).toContain('c-band-p6')
})

test('a reference to a term that is gone is left out where others remain', async () => {
  await lincoln.settle()
  await lincoln.store.pool.query(
    `update academic_sessions set removed_at = now() where sourced_id in ('t-2027-fall', 't-2027')`,
  )
  const files = await write('roster')
  expect(files['classes.csv']).toMatch(/c-algebra-p3,.*,t-2027-spring,/)
  expect(ids(files['classes.csv'])).not.toContain('c-music')
  expect(files['academicSessions.csv']).toMatch(/t-2027-spring,.*,2027-06-12,,2027/)
})

test('a kind that was never delivered leaves out nothing that names it', async () => {
  await lincoln.settle()
  await lincoln.store.pool.query('delete from courses')
  const files = await write('roster')
  expect(ids(files['classes.csv'])).toHaveLength(10)
  expect(files['courses.csv']).toBeUndefined()
})

test('subjects and their codes stay as many, though repeats are kept once', async () => {
  await lincoln.edit('courses', text => text.replace('Music,05100', '"Music,Music","05100,05101"'))
  await lincoln.settle()
  expect((await write('roster'))['courses.csv']).toContain('"Music,Music","05100,05101"')
  expect(await takeIn('roster')).toBe('empty')
})

test('an administrator of 1.1 is written so that 1.2 takes it and nothing changes', async () => {
  await lincoln.edit('roles', text => text.replace(',principal,', ',administrator,'))
  await lincoln.settle()
  expect((await write('roster'))['roles.csv']).toContain(',ext:administrator,')
  expect(await takeIn('roster')).toBe('empty')
})

test('an export is written over, and anything else is refused', async () => {
  await lincoln.settle()
  await write('roster')
  const folder = join(lincoln.folder, 'roster')
  await write('roster')
  await writeFile(join(folder, 'notes.txt'), 'mine')
  await expect(write('roster')).rejects.toThrow(/Cannot write the roster to .*no roster of ours/)
  await mkdir(join(lincoln.folder, 'theirs'))
  await writeFile(join(lincoln.folder, 'theirs', 'users.csv'), 'sourcedId')
  await expect(write('theirs')).rejects.toThrow(/Choose a new folder/)
  expect(await readdir(folder)).toContain('notes.txt')
})

test('what is neither a run nor a day is refused in words', async () => {
  const district = await lincoln.district()
  const ask = (at: string) => findMoment(lincoln.store.pool, district, at)
  await expect(ask('yesterday')).rejects.toThrow(/neither a run nor a day/)
  await expect(ask('2026-02-30')).rejects.toThrow(/neither a run nor a day/)
  await expect(ask('99')).rejects.toThrow(/Cannot find run 99/)
})
