import type { MyClasses } from '../../../../src/http/contract/my.ts'
import { Link } from '../../design/Link.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import text from '../../design/text.module.css'
import { useSay } from '../../words/say.tsx'
import styles from './My.module.css'

/** A teacher's classes; `here` is the one that stands beside the list. */
export function ClassList({ mine, here }: { mine: MyClasses; here?: string }) {
  const say = useSay()
  const words = useTimeWords()
  return (
    <nav aria-label={say('my.title')}>
      <ul className={styles.list}>
        {mine.classes.map(one => (
          <li key={one.id}>
            <Link to={`/my/classes/${one.id}`} aria-current={one.id === here ? 'page' : undefined}>
              <span>
                <b>
                  <bdi>{one.title}</bdi>
                </b>
                <span className={styles.place}>
                  {[
                    one.periods.length > 0 && say('my.period', { periods: one.periods.join(', ') }),
                    one.school,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span className={styles.count}>{say('my.students', { count: one.students })}</span>
            </Link>
          </li>
        ))}
      </ul>
      {mine.coming.map(({ title, from }) => (
        <p key={`${title} ${from}`} className={text.foot}>
          {say('my.coming', { title, day: words.day(from) })}
        </p>
      ))}
    </nav>
  )
}
