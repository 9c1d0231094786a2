import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { Banner } from '../design/Banner.tsx'
import { useSay } from '../words/say.tsx'

/** Says that the network is gone, and that nothing that was typed is. */
export function OfflineBanner() {
  const say = useSay()
  const online = useSyncExternalStore(
    changed => onlineManager.subscribe(changed),
    () => onlineManager.isOnline(),
  )
  if (online) return null
  return (
    <Banner tone="caution" icon="offline" role="alert">
      {say('offline')}
    </Banner>
  )
}
