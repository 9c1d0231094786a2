import { readFile, readlink, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { embeddedBinaries, platformPackage } from './binaries.ts'

const { arch, platform } = process
afterEach(() => {
  Object.defineProperty(process, 'arch', { value: arch })
  Object.defineProperty(process, 'platform', { value: platform })
})

test('a platform without a PostgreSQL of its own is pointed to DATABASE_URL', async () => {
  Object.defineProperty(process, 'arch', { value: 'mips' })
  await expect(embeddedBinaries()).rejects.toMatchObject({
    code: 'NO_EMBEDDED_POSTGRES',
    message: expect.stringMatching(
      /here for \w+-mips\. Install .*-mips\), or set DATABASE_URL to a PostgreSQL 15 or newer$/,
    ),
  })
})

test('Windows is pointed to DATABASE_URL, although a package for it exists', async () => {
  Object.defineProperty(process, 'platform', { value: 'win32' })
  expect(platformPackage()).toBe(`@embedded-postgres/windows-${arch}`)
  await expect(embeddedBinaries()).rejects.toMatchObject({ code: 'NO_EMBEDDED_POSTGRES' })
})

test('links that an install without scripts left out are made on the first start', async () => {
  const root = dirname(dirname(createRequire(import.meta.url).resolve(platformPackage())))
  const listed = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  const { source, target } = listed.find((link: { target: string }) => link.target.includes('ecpg_compat'))
  await rm(join(root, target), { force: true }) // no program of ours loads this one, so no other test misses it
  expect((await embeddedBinaries()).major).toBeGreaterThanOrEqual(15)
  expect(await readlink(join(root, target))).toBe(basename(source))
})
