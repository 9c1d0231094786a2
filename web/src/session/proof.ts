import { createContext, use } from 'react'
import { Refused } from '../data/refused.ts'

/** Asks the reader to confirm that it is still them; false when they would rather not. */
export const ProofContext = createContext<() => Promise<boolean>>(() => Promise.resolve(false))

/**
 * Sends something that may need a fresh password or code: when the service says so, the reader is asked, and it is
 * sent again.
 */
export function useProven(): <Answer>(send: () => Promise<Answer>) => Promise<Answer> {
  const prove = use(ProofContext)
  return async send => {
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'PROOF_NEEDED' || !(await prove())) throw error
      return await send()
    }
  }
}
