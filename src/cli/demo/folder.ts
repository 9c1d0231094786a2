import { existsSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RollbookError } from '../../roster/errors.ts'
import { claimFolder } from '../../store/owner.ts'

const mark = 'demo.txt'

/** An empty data folder for the demo: what an earlier one left is cleared away, and nothing else ever is. */
export async function clearDemo(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : []
  if (names.length > 0 && !names.includes(mark))
    throw new RollbookError(
      'NOT_A_DEMO',
      `Cannot start the demo: "${folder}" holds something else. Move it away, or start in another folder`,
      2,
    )
  const claim = await claimFolder(folder)
  try {
    const old = (await readdir(folder)).filter(name => name !== 'owner.json' && name !== mark)
    for (const name of old) await rm(join(folder, name), { recursive: true, force: true })
    await writeFile(join(folder, mark), 'The demo deletes what is in this folder when it begins anew.\n')
  } finally {
    await claim.release()
  }
}
