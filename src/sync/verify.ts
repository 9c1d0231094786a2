import { ChangeSum, digestText } from '../plan/draft.ts'
import { RollbookError } from '../roster/errors.ts'
import { makeHasher } from '../snapshot/hash.ts'
import { readChanges, type StoredPlan } from '../store/plans.ts'
import type { Runner } from '../store/sql.ts'
import { sha256 } from './run.ts'

/**
 * A person approved a digest. What lies in the database by now must still be what it was the digest of.
 * Throws PLAN_CHANGED.
 */
export async function verifyPlan(
  db: Runner,
  districtId: string,
  districtKey: string,
  plan: StoredPlan,
): Promise<void> {
  const hasher = makeHasher()
  const sum = new ChangeSum(text => {
    hasher.text(text)
    return [hasher.lo, hasher.hi]
  })
  for await (const piece of readChanges(db, districtId, plan.plan))
    for (const change of piece) sum.add(change)
  if (sha256(digestText(sum, plan.loads, plan.basis.snapshotDigest)) === plan.digest) return
  throw new RollbookError(
    'PLAN_CHANGED',
    `Cannot apply plan ${plan.plan}: its stored changes are not those it was made of. Run rollbook plan ${districtKey} again`,
  )
}
