import { useSyncExternalStore, type ReactNode } from 'react'
import { Disclosure } from '../design/Disclosure.tsx'
import { useSay } from '../words/say.tsx'

/** The numbers of a picture, folded; unfolded where the picture is not drawn because the window is narrow. */
export function ChartTable({ children }: { children: ReactNode }) {
  const say = useSay()
  const narrow = useSyncExternalStore(onNarrow, () => matchMedia(query).matches)
  return (
    <Disclosure key={String(narrow)} label={say('chart.asTable')} open={narrow}>
      {children}
    </Disclosure>
  )
}

const query = '(max-width: 44rem)'

function onNarrow(changed: () => void): () => void {
  const media = matchMedia(query)
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}
