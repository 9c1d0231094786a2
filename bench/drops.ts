import { appendFile, cp, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { generateChurn } from '../src/sandbox/generate/churn/churn.ts'
import { generateDistrict } from '../src/sandbox/generate/district.ts'

export type Drops = {
  /** Day one. */
  readonly first: string
  /** The same rows in other bytes: enrollments in another order, every other file longer by a line end. */
  readonly again: string
  /** Day two: half a percent of the rows changed, a quarter new, a quarter gone. */
  readonly churned: string
  readonly rows: number
  readonly bytes: number
}

const dayOne = new Date('2026-09-01T07:00:00Z')
const dayTwo = new Date('2026-09-02T07:00:00Z')
/** The day in the district for every run, so that terms and classes are the same whenever the bench runs. */
export const today = '2026-09-02'

/** Writes the drops of one synthetic district; equal arguments give equal bytes. */
export async function makeDrops(folder: string, students: number): Promise<Drops> {
  const [first, again, churned] = ['first', 'again', 'churned'].map(name => join(folder, name)) as [
    string, string, string,
  ] // prettier-ignore
  const counts = await generateDistrict({
    out: first, schools: Math.max(2, Math.round(students / 800)), students, seed: 'bench', version: '1.2', zip: false,
    writtenAt: dayOne,
  }) // prettier-ignore
  await generateChurn({
    out: churned,
    after: first,
    churn: 0.01,
    seed: 'bench',
    zip: false,
    writtenAt: dayTwo,
  })
  await cp(first, again, { recursive: true })
  await disguise(again)
  const sizes = await Promise.all(
    (await readdir(first)).map(async name => (await stat(join(first, name))).size),
  )
  return {
    first,
    again,
    churned,
    rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  }
}

async function disguise(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (name === 'enrollments.csv') await reorder(path)
    else if (name === 'manifest.csv')
      await writeFile(path, `${await readFile(path, 'utf8')}x-exported,again\n`)
    else await appendFile(path, '\n')
    await utimes(path, dayTwo, dayTwo)
  }
}

const PIECE = 1 << 24

/** Turns the rows around within pieces of 16 MB: the same rows, none in its place, in bounded memory. */
async function reorder(path: string): Promise<void> {
  const file = await open(path, 'r+')
  let at = (await firstLine(file)).length + 1
  const { size } = await file.stat()
  while (at < size) {
    const bytes = Buffer.alloc(Math.min(PIECE, size - at))
    await file.read(bytes, 0, bytes.length, at)
    const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1)
    const rows = whole.toString('latin1').slice(0, -1).split('\n')
    await file.write(Buffer.from(rows.reverse().join('\n') + '\n', 'latin1'), 0, whole.length, at)
    at += whole.length
  }
  await file.close()
}

async function firstLine(file: FileHandle): Promise<string> {
  const head = Buffer.alloc(4096)
  await file.read(head, 0, head.length, 0)
  return head.subarray(0, head.indexOf(10)).toString()
}
