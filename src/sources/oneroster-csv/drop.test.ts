import { describe, expect, test } from 'vitest'
import { conform } from '../../../test/sources/conform.ts'
import {
  fileOf,
  folderOf,
  readAll,
  readObjects,
  streamOf,
  zipBytes,
  type Files,
} from '../../../test/sources/drops.ts'
import { lincoln11, lincoln12, manifestOf } from '../../../test/sources/lincoln.ts'
import type { Drop, Profile } from '../source.ts'
import { openDrop } from './drop.ts'

const openFiles = async (files: Files, profile: Profile = 'tolerant') =>
  openDrop(await folderOf(files), { profile })

const rules = (drop: Drop) => drop.issues.map(({ severity, rule, file }) => `${severity} ${rule} ${file}`)
const without = (files: Files, ...names: string[]) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)))

conform('a folder of OneRoster 1.2', () => openFiles(lincoln12))
conform('a folder of OneRoster 1.1', () => openFiles(lincoln11))
conform('a zip', async () => openDrop(await fileOf(zipBytes(lincoln12)), { profile: 'tolerant' }))

describe('a drop to the letter', () => {
  test.each([
    ['1.1', lincoln11],
    ['1.2', lincoln12],
  ] as const)('of version %s has no issue under the strict profile', async (version, files) => {
    const drop = await openFiles(files, 'strict')
    expect(drop.issues).toEqual([])
    expect(drop.version).toBe(version)
    expect(drop.streams).toHaveLength(8)
    for (const stream of drop.streams) {
      for (const { cells } of await readAll(stream)) expect(Array.isArray(cells)).toBe(true)
      expect(stream.ending()).toEqual({ complete: true, why: null })
    }
  })

  test('says the mode of every file of its version', async () => {
    const drop = await openFiles(lincoln12)
    expect(Object.keys(drop.mode)).toHaveLength(21)
    expect(drop.mode).toMatchObject({
      users: 'bulk',
      roles: 'bulk',
      results: 'absent',
      userProfiles: 'absent',
    })
    expect(Object.keys((await openFiles(lincoln11)).mode)).toHaveLength(13)
  })

  test('tells when it was written: the newest file', async () => {
    const drop = await openFiles(lincoln12)
    expect(Date.now() - (drop.written?.at.getTime() ?? 0)).toBeLessThan(60_000)
  })

  test('maps the fields of the manifest', async () => {
    const users = streamOf(await openFiles(lincoln12), 'users')
    expect(users.cells.slice(0, 5)).toEqual([3, 4, 5, 6, 7])
    expect([users.sourcedIdCell, users.statusCell, users.modifiedCell]).toEqual([0, 1, 2])
    expect([users.orgsCell, users.roleCell]).toEqual([-1, -1])
  })
})

describe('roles', () => {
  test('come from users.csv in 1.1, as a second stream over the same rows', async () => {
    const drop = await openFiles(lincoln11)
    const roles = streamOf(drop, 'roles')
    expect(roles.file).toBe('users.csv')
    expect(roles.sourcedIdCell).toBe(0)
    expect([roles.header[roles.orgsCell], roles.header[roles.roleCell]]).toEqual(['orgSourcedIds', 'role'])
    const [, reyes] = await readAll(roles)
    expect(reyes?.cells).toContain('d-1,s-12')
  })

  test('come from roles.csv when both are there and the manifest says 1.2', async () => {
    const files = { ...lincoln12, 'users.csv': lincoln11['users.csv'] ?? '' }
    expect(streamOf(await openFiles(files), 'roles').file).toBe('roles.csv')
  })

  test('come from users.csv when a 1.1 manifest stands beside a stray roles.csv', async () => {
    const drop = await openFiles({ ...lincoln11, 'roles.csv': lincoln12['roles.csv'] ?? '' })
    expect(streamOf(drop, 'roles').file).toBe('users.csv')
    expect(rules(drop)).toEqual(['warning unknown_file roles.csv'])
  })

  test('come from users.csv of a 1.2 drop that has no roles.csv, with a warning', async () => {
    const files = without({ ...lincoln12, 'users.csv': lincoln11['users.csv'] ?? '' }, 'roles.csv')
    const drop = await openFiles({ ...files, 'manifest.csv': manifestOf('1.2', { users: 'bulk' }) })
    expect(streamOf(drop, 'roles')).toMatchObject({ file: 'users.csv', version: '1.1' })
    expect(rules(drop)).toContain('warning invalid_header users.csv')
  })
})

describe('without a manifest', () => {
  test.each([
    ['1.2', lincoln12],
    ['1.1', lincoln11],
  ] as const)('version %s is told from the files, each of them complete', async (version, files) => {
    const drop = await openFiles(without(files, 'manifest.csv'))
    expect(drop.version).toBe(version)
    expect(drop.mode).toMatchObject({ users: 'bulk', orgs: 'bulk', results: 'absent' })
    expect(rules(drop)).toEqual(['warning missing_manifest manifest.csv'])
    const users = streamOf(drop, 'users')
    await readAll(users)
    expect(users.ending().complete).toBe(true)
  })

  test('a strict reader has an error', async () => {
    const drop = await openFiles(without(lincoln12, 'manifest.csv'), 'strict')
    expect(rules(drop)).toEqual(['error missing_manifest manifest.csv'])
  })
})

describe('the manifest', () => {
  const withManifest = (manifest: string | Uint8Array, profile: Profile = 'tolerant') =>
    openFiles({ ...lincoln12, 'manifest.csv': manifest }, profile)
  const good = String(lincoln12['manifest.csv'])

  test.each([
    ['the column titled propertyValue', good.replace(',value', ',propertyValue'), 'invalid_header'],
    ['1 for 1.0, as Excel writes it', good.replace('version,1.0', 'version,1'), 'invalid_manifest_version'],
    [
      'file.systemName for source.systemName',
      good.replace('source.systemName', 'file.systemName'),
      'unknown_property',
    ],
    ['file.roles*', good.replace('file.roles,', 'file.roles*,'), 'unknown_property'],
    ['lower case', good.replace('file.academicSessions', 'file.academicsessions'), 'unknown_property'],
    ['modes in capitals', good.replace('file.orgs,bulk', 'file.orgs,Bulk'), 'invalid_file_mode'],
    [
      'the version of the binding',
      good.replace('oneroster.version,1.2', 'oneroster.version,1.2.1'),
      'invalid_oneroster_version',
    ],
    ['no header line', good.replace('propertyName,value\n', ''), 'missing_header'],
    ['a property twice', `${good}file.orgs,bulk\n`, 'duplicate_property'],
    ['a property nobody knows', `${good}file.lunches,bulk\n`, 'unknown_property'],
  ])('with %s is read, and a strict reader has an error', async (_, manifest, rule) => {
    const drop = await withManifest(manifest)
    expect(rules(drop)).toEqual([`warning ${rule} manifest.csv`])
    expect(drop.version).toBe('1.2')
    expect(drop.streams).toHaveLength(8)
    const strict = await withManifest(manifest, 'strict')
    expect(rules(strict)).toContain(`error ${rule} manifest.csv`)
  })

  test('with every cell quoted is to the letter', async () => {
    const quoted = good.replace(/[^,\n]+/g, '"$&"')
    expect((await withManifest(quoted, 'strict')).issues).toEqual([])
  })

  test('with a file that is not there refuses its kind', async () => {
    const drop = await openFiles(without(lincoln12, 'enrollments.csv'))
    expect(rules(drop)).toEqual(['error file_missing enrollments.csv'])
    expect(drop.refused).toEqual([{ kind: 'enrollments', mode: 'bulk', why: 'enrollments.csv is not there' }])
  })

  test('that says absent of a file that is there keeps it unread', async () => {
    const drop = await withManifest(good.replace('file.users,bulk', 'file.users,absent'))
    expect(rules(drop)).toEqual(['warning file_unexpected users.csv'])
    expect(drop.refused).toEqual([])
    expect(drop.streams.map(({ kind }) => kind)).not.toContain('users')
  })

  test('with a mode that is none of the three keeps the file unread', async () => {
    const drop = await withManifest(good.replace('file.users,bulk', 'file.users,full'))
    expect(rules(drop)).toContain('error invalid_file_mode manifest.csv')
    expect(drop.refused).toMatchObject([{ kind: 'users', mode: 'unknown' }])
  })

  test('that is silent about a file lets its rows in and proves nothing absent', async () => {
    const drop = await withManifest(good.replace('file.users,bulk\n', ''))
    expect(rules(drop)).toEqual(['warning missing_property users.csv'])
    const users = streamOf(drop, 'users')
    expect(await readAll(users)).toHaveLength(2)
    expect(users.ending()).toEqual({
      complete: false,
      why: 'the manifest does not say whether users.csv is complete',
    })
  })

  test('that is empty proves nothing', async () => {
    const drop = await withManifest('')
    expect(rules(drop)).toContain('error missing_header manifest.csv')
    const users = streamOf(drop, 'users')
    await readAll(users)
    expect(users.ending().complete).toBe(false)
  })

  test('may say delta', async () => {
    const drop = await withManifest(good.replace('file.users,bulk', 'file.users,delta'))
    expect(streamOf(drop, 'users').mode).toBe('delta')
  })

  test('must list every file, to the letter', async () => {
    const drop = await withManifest(good.replace('file.results,absent\n', ''), 'strict')
    expect(drop.issues).toMatchObject([
      { rule: 'missing_property', field: 'file.results', severity: 'error' },
    ])
  })
})

describe('files', () => {
  test('of the grade book are passed over in silence', async () => {
    const manifest = manifestOf('1.2', { results: 'bulk', orgs: 'bulk' })
    const drop = await openFiles({
      'orgs.csv': lincoln12['orgs.csv'] ?? '',
      'results.csv': 'any\n',
      'manifest.csv': manifest,
    })
    expect(drop.issues).toEqual([])
    expect(drop.mode['results']).toBe('bulk')
    expect(drop.files.map(({ name }) => name)).toEqual(['manifest.csv', 'orgs.csv'])
  })

  test('that Macs and Windows leave behind are passed over in silence', async () => {
    const files = {
      ...lincoln12,
      '.DS_Store': 'x',
      '__MACOSX/._users.csv': 'x',
      '._users.csv': 'x',
      'Thumbs.db': 'x',
    }
    const drop = await openDrop(await fileOf(zipBytes(files)), { profile: 'tolerant' })
    expect(drop.issues).toEqual([])
  })

  test('that OneRoster does not know are a warning, and an error to the letter', async () => {
    const files = { ...lincoln12, 'lunches.csv': 'x' }
    expect(rules(await openFiles(files))).toEqual(['warning unknown_file lunches.csv'])
    expect(rules(await openFiles(files, 'strict'))).toEqual(['error unknown_file lunches.csv'])
  })

  test('in another case are read, with a warning', async () => {
    const drop = await openFiles({
      ...without(lincoln12, 'users.csv'),
      'Users.CSV': lincoln12['users.csv'] ?? '',
    })
    expect(rules(drop)).toEqual(['warning unknown_file Users.CSV'])
    expect(streamOf(drop, 'users').file).toBe('Users.CSV')
  })

  test('in one folder of the zip are read', async () => {
    const nested = Object.fromEntries(
      Object.entries(lincoln12).map(([name, bytes]) => [`export/${name}`, bytes]),
    )
    const path = await fileOf(zipBytes({ 'export/': '', ...nested }))
    const drop = await openDrop(path, { profile: 'tolerant' })
    expect(drop.issues).toEqual([])
    expect(drop.streams).toHaveLength(8)
    const strict = await openDrop(path, { profile: 'strict' })
    expect(rules(strict)).toEqual(['error entry_directory export/', 'error entry_nested_path export/'])
  })

  test('beside the folder with the manifest are not read', async () => {
    const drop = await openDrop(await fileOf(zipBytes({ ...lincoln12, 'old/users.csv': 'x' })), {
      profile: 'tolerant',
    })
    expect(rules(drop)).toEqual(['warning unknown_file old/users.csv'])
    expect(await readAll(streamOf(drop, 'users'))).toHaveLength(2)
  })

  test('twice under two spellings are read once', async () => {
    const files = { 'USERS.csv': 'x', ...lincoln12 }
    const drop = await openDrop(await fileOf(zipBytes(files)), { profile: 'tolerant' })
    expect(rules(drop)).toEqual(['warning duplicate_file USERS.csv'])
    expect(await readAll(streamOf(drop, 'users'))).toHaveLength(2)
  })

  test('with no rows are an error to the letter only', async () => {
    const users = String(lincoln12['users.csv']).split('\n')[0] ?? ''
    const files = { ...lincoln12, 'users.csv': `${users}\n` }
    expect(rules(await openFiles(files))).toEqual([])
    expect(rules(await openFiles(files, 'strict'))).toEqual(['error missing_data_rows users.csv'])
  })

  test('of resources are looked into by strict readers only', async () => {
    const files = {
      ...lincoln12,
      'resources.csv': 'sourcedId\nr-1\n',
      'manifest.csv': String(lincoln12['manifest.csv']).replace(
        'file.resources,absent',
        'file.resources,bulk',
      ),
    }
    expect(rules(await openFiles(files))).toEqual([])
    expect(rules(await openFiles(files, 'strict'))).toContain('error missing_header resources.csv')
  })
})

describe('the form of a stream', () => {
  const formOf = async (users: string | Uint8Array, manifest = String(lincoln12['manifest.csv'])) =>
    streamOf(await openFiles({ ...lincoln12, 'users.csv': users, 'manifest.csv': manifest }), 'users').form
  const users = String(lincoln12['users.csv'])

  test('stays when only rows change', async () => {
    expect(await formOf(users.replace('Ada', 'Ida'))).toBe(await formOf(users))
  })

  test.each([
    ['the header', users.replace('givenName,familyName', 'familyName,givenName')],
    ['the delimiter', users.replaceAll(',', ';')],
    ['the encoding', Buffer.from(`\ufeff${users}`, 'utf16le')],
  ])('changes with %s', async (_, changed) => {
    expect(await formOf(changed)).not.toBe(await formOf(users))
  })

  test('changes with the version', async () => {
    const manifest = String(lincoln12['manifest.csv']).replace(
      'oneroster.version,1.2',
      'oneroster.version,1.1',
    )
    expect(await formOf(users, manifest)).not.toBe(await formOf(users))
  })
})

describe('a path that is no drop', () => {
  const refuse = async (path: string) => openDrop(path, { profile: 'tolerant' })

  test.each([
    ['a PDF', '%PDF-1.7 …', /it is a PDF/],
    ['nothing', '', /it is empty/],
    ['a text file named zip', 'sourcedId,name\n', /it is not a zip/],
    ['a gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /archive, but not a zip/],
    ['the first two letters of a zip', 'PK', /it is not a zip/],
  ])('says so: %s', async (_, bytes, message) => {
    const path = await fileOf(Buffer.from(bytes))
    await expect(refuse(path)).rejects.toMatchObject({ code: 'NOT_A_DROP', exit: 4 })
    await expect(refuse(path)).rejects.toThrow(message)
  })

  test('says so: a path that does not exist', async () => {
    await expect(refuse('/no/such/drop')).rejects.toMatchObject({ code: 'NOT_A_DROP' })
  })

  test('says so: an Office document', async () => {
    const path = await fileOf(zipBytes({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<x/>' }))
    await expect(refuse(path)).rejects.toThrow(/Office document/)
  })

  test.each([
    ['an empty folder', {}],
    ['a folder of photos', { 'class.jpg': 'x' }],
    ['a folder with only a manifest', { 'manifest.csv': lincoln12['manifest.csv'] ?? '' }],
    ['a folder with only grades', { 'results.csv': 'x' }],
  ])('says so: %s', async (_, files) => {
    await expect(refuse(await folderOf(files))).rejects.toMatchObject({ code: 'NO_ROSTER_FILES', exit: 4 })
  })

  test('says so: an empty zip', async () => {
    await expect(refuse(await fileOf(zipBytes({})))).rejects.toMatchObject({ code: 'NO_ROSTER_FILES' })
  })
})

test('rows come as objects of the header', async () => {
  const [org] = await readObjects(await openFiles(lincoln12), 'orgs')
  expect(org).toMatchObject({ sourcedId: 'd-1', name: 'Lincoln USD', type: 'district' })
})
