import { useNow } from '../../data/now.ts'
import { useTimeWords } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'

/** When the classes last followed the source, in the district's zone: "Updated today 2:04 AM". */
export function Updated({ at }: { at: string }) {
  const say = useSay()
  const words = useTimeWords()
  const today = words.time(useNow().toISOString(), 'date') === words.time(at, 'date')
  return (
    <time dateTime={at}>
      {today
        ? say('my.updated.today', { time: words.time(at, 'clock') })
        : say('my.updated', { time: words.time(at) })}
    </time>
  )
}
