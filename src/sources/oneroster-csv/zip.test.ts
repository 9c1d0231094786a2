import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dosDate,
  fileOf,
  folderOf,
  readAll,
  streamOf,
  zipBytes,
  type Files,
  type Lie,
} from '../../../test/sources/drops.ts'
import { lincoln12 } from '../../../test/sources/lincoln.ts'
import { UnreadableDrop } from '../../roster/errors.ts'
import { openDrop } from './drop.ts'

const users = { 'users.csv': lincoln12['users.csv'] ?? '' }
const openZipOf = async (files: Files, lies: Readonly<Record<string, Lie>> = {}) =>
  openDrop(await fileOf(zipBytes(files, lies)), { profile: 'tolerant', now })
const refused = (files: Files, lies?: Readonly<Record<string, Lie>>) => expect(openZipOf(files, lies)).rejects
const S_IFLNK = 0xa1ff0000
const now = new Date('2026-09-01T00:00:00Z')

describe('a zip is refused', () => {
  test.each([
    '../users.csv',
    '/users.csv',
    'C:/users.csv',
    'a\\users.csv',
    'a/../users.csv',
    'users.csv\0.txt',
  ])('with the entry name %j', name =>
    refused({ x: '', ...users }, { x: { name } }).toMatchObject({ code: 'ENTRY_TRAVERSAL', exit: 4 }),
  )

  test('with the same name twice', () =>
    refused({ x: 'a', ...users }, { x: { name: 'users.csv' } }).toMatchObject({ code: 'ENTRY_DUPLICATE' }))

  test('with a link in it', () =>
    refused(users, { 'users.csv': { attributes: S_IFLNK } }).toMatchObject({ code: 'ENTRY_SYMLINK' }))

  test('with a password', () =>
    refused(users, { 'users.csv': { flags: 0x801 } }).toMatchObject({ code: 'ARCHIVE_ENCRYPTED' }))

  test('with strong encryption', () =>
    refused(users, { 'users.csv': { flags: 0x841 } }).toMatchObject({ code: 'ARCHIVE_ENCRYPTED' }))

  test('with an archive inside', () =>
    refused({ ...users, '42.zip': 'x' }).toMatchObject({ code: 'ARCHIVE_NESTED' }))

  test('packed by another method', () =>
    refused(users, { 'users.csv': { method: 12 } }).toMatchObject({ code: 'ARCHIVE_BROKEN' }))

  test('with two entries over the same bytes', () =>
    refused(
      { ...users, 'roles.csv': users['users.csv'] },
      { 'roles.csv': { over: 0, name: 'roles.csv' } },
    ).toMatchObject({
      code: 'ENTRY_OVERLAP',
    }))

  test('with more than 50 entries', () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`${at}.csv`, '']))
    return refused({ ...users, ...many }).toMatchObject({ code: 'ARCHIVE_TOO_LARGE' })
  })

  test('that unpacks to more than 200 times its size', () =>
    refused({ 'users.csv': Buffer.alloc(20 * 2 ** 20) }).toMatchObject({ code: 'ARCHIVE_TOO_LARGE' }))

  test('that claims to unpack to more than 4 GB', () => {
    const huge = { size: 0xfffffff0, packedSize: 2 ** 25 }
    const lies = { 'users.csv': huge, 'roles.csv': huge }
    return refused({ ...users, 'roles.csv': 'x' }, lies).toMatchObject({ code: 'ARCHIVE_TOO_LARGE' })
  })

  test('whose entry is larger than the zip', () =>
    refused(users, { 'users.csv': { packedSize: 2 ** 25 } }).toMatchObject({ code: 'ARCHIVE_BROKEN' }))

  test('whose central directory is gone', async () => {
    const bytes = zipBytes(lincoln12)
    for (let percent = 1; percent < 100; percent++) {
      const path = await fileOf(bytes.subarray(0, Math.floor((bytes.length * percent) / 100)))
      await expect(openDrop(path, { profile: 'tolerant' })).rejects.toMatchObject({
        code: 'ARCHIVE_BROKEN',
        exit: 4,
      })
    }
  })
})

describe('a member that is not what the zip says', () => {
  const endingOf = async (lie: Lie) => {
    const drop = await openZipOf(users, { 'users.csv': lie })
    const stream = streamOf(drop, 'users')
    await readAll(stream)
    return stream.ending()
  }
  const bytes = Buffer.from(users['users.csv'])

  test('is not complete when its checksum is wrong', async () => {
    const { complete, why } = await endingOf({ crc: (crc32(bytes) ^ 1) >>> 0 })
    expect(complete).toBe(false)
    expect(why).toMatch(/checksum/)
  })

  test('is not complete when its data is cut off', async () => {
    const packed = deflateRawSync(bytes)
    const { complete, why } = await endingOf({ packed: packed.subarray(0, packed.length - 20) })
    expect(complete).toBe(false)
    expect(why).toMatch(/cut off/)
  })

  test('is not complete when it holds more than it claims, and no more is read', async () => {
    expect((await endingOf({ size: bytes.length - 1 })).complete).toBe(false)
  })

  test('is not complete when it holds less than it claims', async () => {
    expect((await endingOf({ size: bytes.length + 1 })).complete).toBe(false)
  })

  test('still gives the rows before the damage', async () => {
    const drop = await openZipOf(users, { 'users.csv': { crc: 1 } })
    expect(await readAll(streamOf(drop, 'users'))).toHaveLength(2)
  })
})

test('a stored member is read like a packed one', async () => {
  const bytes = Buffer.from(users['users.csv'])
  const drop = await openZipOf(users, { 'users.csv': { method: 0, packed: bytes } })
  const stream = streamOf(drop, 'users')
  expect(await readAll(stream)).toHaveLength(2)
  expect(stream.ending().complete).toBe(true)
})

test('a zip knows when it was written, unless its tool did not', async () => {
  expect((await openZipOf(users)).written?.at).toEqual(new Date('2026-08-14T02:00:00Z'))
  expect((await openZipOf(users, { 'users.csv': { date: dosDate(1980, 1, 1) } })).written).toBeNull()
})

test.each([
  ['America/Chicago', '2026-08-14T07:00:00Z'],
  ['Europe/Zurich', '2026-08-14T00:00:00Z'],
])('a zip written at two by the clock in %s was written %s', async (zone, instant) => {
  const drop = await openDrop(await fileOf(zipBytes(users)), { profile: 'tolerant', zone, now })
  expect(drop.written).toEqual({
    at: new Date(instant),
    earliest: new Date('2026-08-13T12:00:00Z'),
    latest: new Date('2026-08-14T14:00:00Z'),
  })
})

test.each([
  ['Info-ZIP', utField(Date.UTC(2026, 7, 14, 7) / 1000)],
  ['NTFS', ntfsField(Date.UTC(2026, 7, 14, 7))],
])('a zip with the field of %s tells the instant', async (_, extra) => {
  const path = await fileOf(zipBytes(users, { 'users.csv': { extra } }))
  const at = new Date('2026-08-14T07:00:00Z')
  const { written } = await openDrop(path, { profile: 'tolerant', zone: 'America/Chicago', now })
  expect(written).toEqual({ at, earliest: at, latest: at })
})

test('a zip dated in the future counts as written now, with a warning', async () => {
  const early = new Date('2026-08-12T00:00:00Z')
  const { written, issues } = await openDrop(await fileOf(zipBytes(users)), {
    profile: 'tolerant',
    now: early,
  })
  expect(written).toEqual({ at: early, earliest: early, latest: early })
  expect(issues.filter(({ rule }) => rule === 'future_file')).toMatchObject([
    { file: 'users.csv', severity: 'warning' },
  ])
})

test('a zip that is of the future in one zone and of the past in another is nothing to tell', async () => {
  const during = new Date('2026-08-14T01:00:00Z')
  const drop = await openDrop(await fileOf(zipBytes(users)), { profile: 'tolerant', now: during })
  expect(drop.written?.at).toEqual(during)
  expect(drop.issues.map(({ rule }) => rule)).not.toContain('future_file')
})

/** Info-ZIP's extended timestamp: which times follow, and the time of modification in seconds. */
function utField(seconds: number): Buffer {
  const field = Buffer.alloc(9)
  field.writeUInt16LE(0x5455, 0)
  field.writeUInt16LE(5, 2)
  field.writeUInt8(1, 4)
  field.writeInt32LE(seconds, 5)
  return field
}

/** NTFS times: of modification first, in steps of 100 ns since 1601 (APPNOTE.TXT 4.5.5). */
function ntfsField(millis: number): Buffer {
  const field = Buffer.alloc(36)
  field.writeUInt16LE(0x000a, 0)
  field.writeUInt16LE(32, 2)
  field.writeUInt16LE(1, 8)
  field.writeUInt16LE(24, 10)
  field.writeBigUInt64LE((BigInt(millis) + 11644473600000n) * 10000n, 12)
  return field
}

test('the digest of a zipped file is that of the same delivery only', async () => {
  const digestOf = async (text: string) => (await openZipOf({ 'users.csv': text })).files[0]?.digest()
  expect(await digestOf(String(users['users.csv']))).toBe(await digestOf(String(users['users.csv'])))
  expect(await digestOf(`${users['users.csv']} `)).not.toBe(await digestOf(String(users['users.csv'])))
})

test('a link that leaves the folder is refused, one inside it is not', async () => {
  const folder = await folderOf(users)
  await symlink(join(folder, 'users.csv'), join(folder, 'orgs.csv'))
  await expect(openDrop(folder, { profile: 'tolerant' })).resolves.toBeDefined()
  await symlink('/etc/hostname', join(folder, 'roles.csv'))
  await expect(openDrop(folder, { profile: 'tolerant' })).rejects.toMatchObject({ code: 'ENTRY_SYMLINK' })
})

test('no flipped byte makes a zip look complete that is not what was sent', async () => {
  const bytes = zipBytes(lincoln12)
  const sent = new Map<string, unknown>()
  const intact = await openDrop(await fileOf(bytes), { profile: 'tolerant' })
  for (const stream of intact.streams) sent.set(stream.kind, await readAll(stream))
  const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 3,
  })
  const path = await fileOf(bytes)
  await fc.assert(
    fc.asyncProperty(flips, async pairs => {
      const flipped = Buffer.from(bytes)
      for (const [at, by] of pairs) flipped[at] = (flipped[at] ?? 0) ^ by
      await writeFile(path, flipped)
      const drop = await openDrop(path, { profile: 'tolerant' }).catch((cause: unknown) => {
        expect(cause).toBeInstanceOf(UnreadableDrop)
        return null
      })
      for (const stream of drop?.streams ?? []) {
        const rows = await readAll(stream)
        if (stream.ending().complete && stream.mode === 'bulk') expect(rows).toEqual(sent.get(stream.kind))
      }
      await drop?.close()
    }),
    { numRuns: 120 },
  )
})
