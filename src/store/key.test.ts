import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { secretKey } from './key.ts'

const folder = () => mkdtemp(join(tmpdir(), 'rollbook-key-'))

test('eight who need the first key get the same one, and leave nothing else', async () => {
  const data = await folder()
  const keys = await Promise.all(Array.from({ length: 8 }, () => secretKey(data)))
  expect(new Set(keys.map(key => key.toString('hex'))).size).toBe(1)
  expect(await readdir(data)).toEqual(['secret.key'])
})

test('a key is in its file before the file has its name', async () => {
  const data = await folder()
  const made = secretKey(data)
  let seen = ''
  while (seen === '') seen = await readFile(join(data, 'secret.key'), 'utf8').catch(() => '')
  expect(Buffer.from(seen.trim(), 'hex')).toEqual(await made)
})
