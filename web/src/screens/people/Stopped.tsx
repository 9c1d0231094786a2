import type { Why } from '../../../../src/http/contract/why.ts'
import { useRead } from '../../data/queries.ts'
import { Loaded } from '../../design/PageStates.tsx'
import { SidePanel } from '../../design/SidePanel.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { Chain } from './Chain.tsx'

/** Where somebody stopped whom no list shows: an id, e-mail or username, asked through the whole chain. */
export function Stopped({ asked, onClose }: { asked: string; onClose: () => void }) {
  const say = useSay()
  const { api } = useDistrict()
  const why = useRead<Why>(`${api}/why?${new URLSearchParams({ asked }).toString()}`)
  return (
    <SidePanel title={asked} note={say('people.stopped.note')} onClose={onClose}>
      <Loaded query={why} rows={4}>
        {answer => <Chain why={answer} title={asked} />}
      </Loaded>
    </SidePanel>
  )
}
