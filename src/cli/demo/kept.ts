import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { packageRoot } from '../../store/migrate.ts'

const name = 'seeded.json'

/** Where and by which release a demo was seeded; written last, so a seeding that was cut off is none. */
type Kept = { readonly at: string; readonly folder: string; readonly release: string }

/** When the demo in the folder was seeded; null where there is none, or one of another release or place. */
export async function keptSince(folder: string): Promise<Date | null> {
  try {
    const kept = JSON.parse(await readFile(join(folder, name), 'utf8')) as Partial<Kept> // written by us, checked below
    const same = kept.folder === resolve(folder) && kept.release === (await release())
    return same && typeof kept.at === 'string' ? new Date(kept.at) : null
  } catch {
    return null
  }
}

export async function keep(folder: string, now: Date): Promise<void> {
  const kept: Kept = { at: now.toISOString(), folder: resolve(folder), release: await release() }
  await writeFile(join(folder, name), JSON.stringify(kept))
}

async function release(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8')) as { version: string } // our own file
  return version
} // prettier-ignore
