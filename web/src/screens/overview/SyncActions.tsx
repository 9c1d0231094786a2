import type { Asked } from '../../../../src/http/contract/sync.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { isPage } from '../../pages.ts'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

/**
 * Sync now, Preview only, Pause. While a sync runs there is nothing to begin; where the headline has Sync now already, it
 * stands there alone.
 */
export function SyncActions({ running, sync: here }: { running: boolean; sync: boolean }) {
  const say = useSay()
  const { path } = useDistrict()
  const locked = useLocked()('run')
  const sync = useSync(true)
  const pauses = `${path}/settings/rostering/settings#pauses`
  if (locked) return here ? <SyncButton kind="secondary" /> : null
  const busy = running ? say('sync.running') : null
  return (
    <>
      {here && <SyncButton kind="secondary" locked={busy} />}
      {!running && (
        <Button busy={sync.isPending} onPress={() => sync.mutate()}>
          {say('sync.preview')}
        </Button>
      )}
      {isPage(pauses) && <ButtonLink to={pauses}>{say('sync.pause')}</ButtonLink>}
    </>
  )
}

export function SyncButton({ kind, locked }: { kind: 'primary' | 'secondary'; locked?: string | null }) {
  const say = useSay()
  const forbidden = useLocked()('run')
  const sync = useSync(false)
  return (
    <Button
      kind={kind}
      icon="running"
      busy={sync.isPending}
      locked={forbidden ?? locked}
      onPress={() => sync.mutate()}
    >
      {say('sync.now')}
    </Button>
  )
}

function useSync(planOnly: boolean) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const { isPending, mutate } = useWrite(
    () => write<Asked>('POST', `${api}/sync`, { planOnly }),
    [`${api}/overview`],
  )
  return {
    isPending,
    mutate: () =>
      mutate(undefined, {
        onError: error => aloud.note(error.message || say('failed.unreachable'), 'trouble'),
        onSuccess: ({ task }) =>
          aloud.note(say(task === null ? 'sync.waiting' : planOnly ? 'sync.previewAsked' : 'sync.asked')),
      }),
  }
}
