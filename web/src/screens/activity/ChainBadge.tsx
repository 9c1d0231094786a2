import type { ActivityCheck } from '../../../../src/http/contract/activity.ts'
import { useRead } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Status } from '../../design/Status.tsx'
import text from '../../design/text.module.css'
import { useTimeWords } from '../../design/Time.tsx'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

/** Whether the list is as it was written. Nothing stands here until that is known. */
export function ChainBadge() {
  const say = useSay()
  const words = useTimeWords()
  const { vendor } = useSession()
  const { api } = useDistrict()
  const { data } = useRead<ActivityCheck>(`${api}/activity/check`)
  if (data === undefined) return null
  if (data.broken !== null)
    return (
      <Banner tone="trouble" role="alert">
        {say('activity.chain.broken', { row: data.broken, vendor: vendor.name })}
      </Banner>
    )
  return (
    <div className={text.stack}>
      <Status mark="ok">
        {say('activity.chain.ok', { ago: words.ago(data.checkedAt), rows: data.rows })}
      </Status>
      {data.head !== null && (
        <Disclosure label={say('activity.chain.head')}>
          <p className={text.note}>{say('activity.chain.why')}</p>
          <p className={text.row}>
            <code className={text.code}>{data.head}</code>
            <Copy text={data.head} />
          </p>
        </Disclosure>
      )}
    </div>
  )
}
