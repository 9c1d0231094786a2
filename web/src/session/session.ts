import { createContext, use } from 'react'
import type { Session } from '../../../src/http/contract/session.ts'

/** Who looks at the console. */
export const SessionContext = createContext<Session | null>(null)

/** Whoever is signed in; only inside a frame that asks for it. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (session === null) throw new Error('Cannot tell who is signed in: this part stands outside SignedIn')
  return session
}

/** Where somebody goes who did not ask for a page: to what is theirs. */
export function homeOf(session: Session): string {
  const { kind } = session.who
  if (kind === 'vendor') return '/fleet'
  if (kind === 'teacher' || kind === 'student') return '/my/classes'
  const [only] = session.districts
  if (kind === 'guest' && only) return `/d/${only.key}/settings/rostering/setup`
  return only ? `/d/${only.key}/settings/rostering` : '/help'
}

/** An address of this console to go back to, or null: never one of another site, nor the sign-in itself. */
export function backAddress(asked: string | null): string | null {
  if (asked === null || !asked.startsWith('/') || asked.startsWith('//') || asked.includes('\\')) return null
  return ['/sign-in', '/welcome', '/reset', '/setup-link'].some(path => asked.startsWith(path)) ? null : asked
}

/** Whether a page is for everybody, so that nobody is led away from it to sign in. */
export function isOpen(address: string): boolean {
  return /^\/help($|[/?#])/.test(address) || backAddress(address) === null
}
