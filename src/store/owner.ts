import { randomUUID } from 'node:crypto'
import { unlinkSync } from 'node:fs'
import { chmod, copyFile, link, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { RollbookError } from '../roster/errors.ts'
import { diskFull, hasCode } from './failure.ts'
import { processStart } from './processes.ts'

/** Who has a data folder open; `token` tells two claims of one process apart. */
export type Owner = {
  readonly pid: number
  readonly start: string | null
  readonly since: string
  readonly token: string
}

export type Claim = { release(): Promise<void> }

const lockName = 'owner.json'

/**
 * Makes this process the one owner of a data folder, or says who has it. The lock of a dead process is
 * taken over without a word: after a power cut nobody should have to delete files by hand.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  await makeFolder(folder)
  const mine: Owner = {
    pid: process.pid,
    start: processStart(process.pid),
    since: new Date().toISOString(),
    token: randomUUID(),
  }
  const lock = join(folder, lockName)
  const draft = join(folder, `.owner-${mine.token}`)
  try {
    await writeFile(draft, JSON.stringify(mine), { mode: 0o600 })
    await takeLock(folder, draft, mine)
  } catch (error) {
    throw diskFull(error, `open data folder "${folder}"`) ?? error
  } finally {
    await rm(draft, { force: true })
  }
  const drop = () => dropLock(lock)
  process.once('exit', drop)
  return {
    async release() {
      process.off('exit', drop)
      if ((await readOwner(folder))?.token === mine.token) await unlink(lock)
    },
  }
}

function dropLock(lock: string): void {
  try {
    unlinkSync(lock)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

/** The lock as it stands, or null; whether its process lives is for `ownerLives` to say. */
export async function readOwner(folder: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(join(folder, lockName), 'utf8')) as Owner // written by us, whole or not at all
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}

export function ownerLives(owner: Owner): boolean {
  const start = processStart(owner.pid)
  return start !== null && (owner.start === null || start === owner.start)
}

/** `link` fails when the name exists, so of many processes exactly one gets it, with its text already in place. */
async function takeLock(folder: string, draft: string, mine: Owner): Promise<void> {
  const lock = join(folder, lockName)
  for (;;) {
    if (await linked(draft, lock)) return
    const seen = await readOwner(folder)
    if (seen && ownerLives(seen)) throw busy(folder, seen)
    if (await succeed(folder, draft, seen?.token ?? 'nobody')) return
    const now = await readOwner(folder)
    if (now && now.token !== mine.token && ownerLives(now)) throw busy(folder, now)
    await pause(5)
  }
}

/**
 * Takes a dead owner's place. Of all who saw the same one dead, one gets to write "after him"; only that one
 * replaces the lock, and looks again first, since an earlier heir may have come and gone meanwhile.
 */
async function succeed(folder: string, draft: string, dead: string): Promise<boolean> {
  const lock = join(folder, lockName)
  const right = join(folder, `.owner-after-${dead}`)
  if (!(await linked(draft, right))) {
    await clearHeir(right)
    return false
  }
  try {
    if (((await readOwner(folder))?.token ?? 'nobody') !== dead) return false
    const copy = `${draft}-heir`
    await copyFile(draft, copy)
    await rename(copy, lock)
    return true
  } finally {
    await rm(right, { force: true })
  }
}

/** An heir that died on the way must not bar the folder for ever. */
async function clearHeir(right: string): Promise<void> {
  try {
    const heir = JSON.parse(await readFile(right, 'utf8')) as Owner // written by us, whole or not at all
    if (!ownerLives(heir)) await rm(right, { force: true })
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

function busy(folder: string, owner: Owner): RollbookError {
  return new RollbookError(
    'DATA_FOLDER_BUSY',
    `Cannot open data folder "${folder}": process ${owner.pid} has it open since ${owner.since}. ` +
      'Stop it, or give this command another folder with --data',
  )
}

/** Rosters are personal: the folder is its owner's alone from the first byte. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    if (await mkdir(folder, { recursive: true, mode: 0o700 })) await chmod(folder, 0o700)
  } catch (error) {
    throw diskFull(error, `open data folder "${folder}"`) ?? cannotMake(folder, error)
  }
}

function cannotMake(folder: string, cause: unknown): RollbookError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new RollbookError(
    'DATA_FOLDER_UNUSABLE',
    `Cannot open data folder "${folder}": ${reason}. Give a folder this user may write to with --data`,
    1,
    { cause },
  )
}
