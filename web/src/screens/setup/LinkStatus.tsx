import type { SetupLinkView } from '../../../../src/http/contract/setup-links.ts'
import { Status, type Mark } from '../../design/Status.tsx'
import { useSay } from '../../words/say.tsx'

const marks: Readonly<Record<SetupLinkView['state'], Mark>> = {
  sent: 'setup',
  opened: 'running',
  finished: 'ok',
  revoked: 'paused',
  expired: 'late',
}

/** What became of a link to a setup. */
export function LinkStatus({ state }: { state: SetupLinkView['state'] }) {
  const say = useSay()
  return <Status mark={marks[state]}>{say(`link.state.${state}`)}</Status>
}
