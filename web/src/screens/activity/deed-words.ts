import { useSession } from '../../session/session.ts'
import { isMessage, useSay } from '../../words/say.tsx'

/** Words for what was done; one that has none yet is shown as it is written down: it is still true. */
export function useDeedWords(): { deed(action: string): string; category(category: string): string } {
  const say = useSay()
  const { vendor } = useSession()
  const words = (id: string, plain: string) => (isMessage(id) ? say(id, { vendor: vendor.name }) : plain)
  return {
    deed: action => words(`activity.${action}`, action),
    category: category => words(`activity.category.${category}`, category),
  }
}
