import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Refused, Unreachable } from '../data/refused.ts'
import { Said, useSay } from '../words/say.tsx'
import { Banner } from './Banner.tsx'
import { Button } from './Button.tsx'
import { Copy } from './Copy.tsx'
import { Skeleton } from './Skeleton.tsx'
import { useTimeWords } from './Time.tsx'
import styles from './PageStates.module.css'

/**
 * What was read, or the state it is in: loading, refused (and who can), unreachable, failed with a way to try again,
 * or shown with its age when reading it anew did not work.
 */
export function Loaded<Data>({
  query,
  rows,
  children,
}: {
  readonly query: UseQueryResult<Data, Refused | Unreachable>
  readonly rows?: number
  readonly children: (data: Data) => ReactNode
}) {
  const { data, error, dataUpdatedAt, refetch } = query
  if (data === undefined && error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton {...(rows !== undefined && { rows })} />
  return (
    <>
      {error !== null && <Stale since={dataUpdatedAt} retry={() => void refetch()} />}
      {children(data)}
    </>
  )
}

/** Why a page or a part of it cannot be shown, who can do something about it, and the way to try again. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const say = useSay()
  const again = retry && (
    <Button size="small" onPress={retry}>
      {say('retry')}
    </Button>
  )
  if (error instanceof Unreachable)
    return (
      <Banner tone="caution" icon="offline" role="alert" action={again}>
        {say('failed.unreachable')}
      </Banner>
    )
  if (error instanceof Refused && error.status === 403)
    return (
      <Banner tone="resting" icon="lock" role="alert">
        <p>
          <strong>{say('failed.locked')}</strong>
        </p>
        <p>{error.message}</p>
      </Banner>
    )
  const reference = error instanceof Refused ? error.reference : ''
  return (
    <Banner tone="trouble" role="alert" action={again}>
      <p>{error instanceof Refused && error.message !== '' ? error.message : say('failed.unexpected')}</p>
      {reference !== '' && (
        <p className={styles.reference}>
          <Said id="failed.reference" values={{ reference: <code>{reference}</code> }} />
          <Copy text={reference} />
        </p>
      )}
    </Banner>
  )
}

function Stale({ since, retry }: { since: number; retry: () => void }) {
  const say = useSay()
  const words = useTimeWords()
  const at = new Date(since).toISOString()
  return (
    <div className={styles.stale}>
      <Banner
        tone="caution"
        icon="late"
        role="status"
        action={
          <Button size="small" onPress={retry}>
            {say('retry')}
          </Button>
        }
      >
        {say('stale', { time: words.time(at, 'clock'), ago: words.ago(at) })}
      </Banner>
    </div>
  )
}

/** Nothing here: one sentence, when it will fill, one thing to do. */
export function Empty({ children, action }: { children?: ReactNode; action?: ReactNode }) {
  const say = useSay()
  return (
    <div className={styles.empty}>
      <p>{children ?? say('empty')}</p>
      {action}
    </div>
  )
}

/** Everything can be seen and nothing changed here, and why. */
export function ReadOnly({ children }: { children: ReactNode }) {
  return (
    <Banner tone="resting" icon="lock">
      {children}
    </Banner>
  )
}
