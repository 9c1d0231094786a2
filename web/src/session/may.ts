import { useIntl } from 'react-intl'
import type { Right } from '../../../src/login/rights.ts'
import { useDistrict } from '../shell/district.ts'
import { isMessage, useSay } from '../words/say.tsx'
import { rolesWith } from './rights.ts'
import { useSession } from './session.ts'

/** Why the reader cannot do something in this district, and who can; null when they can. For `locked` of a Button. */
export function useLocked(): (right: Right) => string | null {
  const say = useSay()
  const intl = useIntl()
  const { rights } = useDistrict()
  const { who } = useSession()
  return right => {
    if (rights.includes(right)) return null
    const roles = rolesWith[right].map(role => (isMessage(`role.${role}`) ? say(`role.${role}`) : role))
    return say(who.kind === 'vendor' ? 'locked.guest' : 'locked.who', {
      roles: intl.formatList(roles, { type: 'disjunction' }),
    })
  }
}
