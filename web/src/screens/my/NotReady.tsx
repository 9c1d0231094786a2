import type { MyClasses, NoClasses } from '../../../../src/http/contract/my.ts'
import { Copy } from '../../design/Copy.tsx'
import { Icon } from '../../design/Icon.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'
import styles from './My.module.css'

/** T5 and S2: no class today. What happened, who can fix it, and a short code; of a child nothing that names it. */
export function NotReady({ mine, none }: { mine: MyClasses; none: NoClasses }) {
  const say = useSay()
  const words = useTimeWords()
  const { reason, code, on } = none
  const day = on === null ? '' : words.day(on)
  const { district } = mine
  if (mine.role === 'student')
    return (
      <div className={styles.notReady}>
        <Icon name={reason === 'starts' ? 'calendar' : 'help'} size="l" />
        <div>
          <p className={styles.big}>
            {say(reason === 'starts' ? 'my.student.starts' : 'my.student.none', { day })}
          </p>
          <p>{say('my.student.show')}</p>
          <p className={styles.code}>{code}</p>
        </div>
      </div>
    )
  const what = say(`my.none.${reason}`, { district, day, open: on === null ? 'yes' : 'no' })
  const who = say(`my.none.${reason}.who`, { district })
  return (
    <div className={styles.notReady}>
      <Icon name={reason === 'starts' ? 'calendar' : reason === 'paused' ? 'paused' : 'help'} size="l" />
      <div>
        <h2>{say('my.none')}</h2>
        <p>{what}</p>
        <p>
          <b>{say('my.who')}</b> {who}
        </p>
        <p className={styles.copied}>
          <Copy text={`${what} ${who} (${code})`} label={say('my.copy')} /> {say('my.code', { code })}
        </p>
      </div>
    </div>
  )
}
