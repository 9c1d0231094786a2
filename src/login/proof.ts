import { RollbookError } from '../roster/errors.ts'
import type { Reader } from './reader.ts'

/** How long a password or code stands for the person at the keyboard. */
const freshMinutes = 15

export function isFresh({ provenAt }: Pick<Reader, 'provenAt'>, now: Date): boolean {
  return now.getTime() - provenAt.getTime() <= freshMinutes * 60_000
}

/** Before what cannot be taken back lightly. Throws PROOF_NEEDED when the last proof is older than 15 minutes. */
export function requireProof(reader: Pick<Reader, 'provenAt'>, now: Date): void {
  if (isFresh(reader, now)) return
  throw new RollbookError(
    'PROOF_NEEDED',
    `Cannot do this yet: your password was last asked for more than ${freshMinutes} minutes ago. Confirm that it is you, and do it again`,
  )
}
