import { use } from 'react'
import type { Session } from '../../../../src/http/contract/session.ts'
import { useAddress } from '../../data/address.ts'
import { SessionContext } from '../../session/session.ts'

/** Who reads a guide, where they came from, and the district that is about; null for whoever is not signed in. */
export function useFrom(): {
  readonly session: Session | null
  readonly district: Session['districts'][number] | null
  readonly from: string | null
  /** To go on with: what stands after the address of the next guide. */
  readonly query: string
} {
  const session = use(SessionContext)
  const { query } = useAddress()
  const from = query.get('from')
  const key = /^\/d\/([^/]+)/.exec(from ?? '')?.[1]
  const mine = session?.districts ?? []
  const district = mine.find(one => one.key === key) ?? mine[0] ?? null
  return {
    session,
    district,
    from,
    query: from === null ? '' : `?${new URLSearchParams({ from }).toString()}`,
  }
}
