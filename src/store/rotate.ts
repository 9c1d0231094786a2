import { RollbookError } from '../roster/errors.ts'
import { rewrapKeys, type Vault } from './district-keys.ts'
import { adoptNext, masterKeys, prepareNext, type MasterKey } from './master-key.ts'
import { run, sql } from './sql.ts'
import { transact } from './transact.ts'

/** What a change of the master key did. `shut`: keys that were wrapped under yet another master, and stay as they are. */
export type Rotated = {
  readonly keys: number
  readonly shut: number
  readonly from: string | null
  readonly to: string
}

/** Any number will do, as long as every release takes the same. */
const rotationLock = 7_104_229_520

/*
 * Changing the master key, while everything runs on:
 *
 *   1. master.key.next is written: from now on both keys open, and whoever wraps does so under the new one
 *   2. in one transaction, every data key is wrapped under the new one
 *   3. master.key.next becomes master.key
 *
 * Between any two of them the old key and the new one are both on disk, and each row says which it needs. Whoever dies
 * on the way leaves a state that all read, and that the next call goes on from.
 */
export async function rotateMaster(vault: Vault): Promise<Rotated> {
  return await transact(vault.pool, async turn => {
    // One at a time: a second call must not adopt the key that a third is only preparing.
    await run(turn, sql`select pg_advisory_xact_lock(${rotationLock})`)
    const next = await prepareNext(vault.data)
    const masters = await masterKeys(vault.data)
    const done = await transact(vault.pool, async client => {
      const counted = await rewrapKeys(client, masters, next)
      if (counted.shut > 0 && counted.keys === 0 && !(await goesOn(client, next))) throw nothingOpens()
      return counted
    })
    await adoptNext(vault.data)
    return { ...done, from: masters.now?.mark ?? null, to: next.mark }
  })
}

/** Whether the new key wraps something already. */
async function goesOn(client: Parameters<typeof run>[0], next: MasterKey): Promise<boolean> {
  const found = sql`select district_id from district_keys where master = ${next.mark} limit 1`
  return (await run(client, found)) > 0
}

function nothingOpens(): RollbookError {
  return new RollbookError('SECRET_UNREADABLE', 'Cannot change the master key: it opens no key of any district, so it is not the one they were wrapped under. Put back master.key or ROLLBOOK_MASTER_KEY first') // prettier-ignore
}
