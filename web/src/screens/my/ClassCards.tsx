import type { MyClasses } from '../../../../src/http/contract/my.ts'
import { Link } from '../../design/Link.tsx'
import { useSay } from '../../words/say.tsx'
import { ClassPicture } from './ClassPicture.tsx'
import styles from './My.module.css'

/** A student's classes as large cards: a picture, the name, the teacher. */
export function ClassCards({ mine }: { mine: MyClasses }) {
  const say = useSay()
  return (
    <>
      <ul className={styles.cards}>
        {mine.classes.map(one => (
          <li key={one.id}>
            <Link to={`/my/classes/${one.id}`}>
              <ClassPicture title={one.title} subjects={one.subjects} />
              <span className={styles.cardWords}>
                <b>
                  <bdi>{one.title}</bdi>
                </b>
                <span>
                  <bdi>{one.teachers.join(', ')}</bdi>
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className={styles.tell}>
        {say('my.student.missing')}{' '}
        <Link to="/help/your-classes?from=/my/classes">{say('my.student.help')}</Link>
      </p>
    </>
  )
}
