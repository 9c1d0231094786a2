import { useIntl } from 'react-intl'
import type { MyRoom } from '../../../../src/http/contract/my.ts'
import { Section } from '../../design/Section.tsx'
import text from '../../design/text.module.css'
import { useSay } from '../../words/say.tsx'
import styles from './My.module.css'

type Students = NonNullable<MyRoom['students']>

/** Who is in a class, last name first, in the order of the reader's language. */
export function Students({ students }: { students: Students }) {
  const say = useSay()
  const { locale } = useIntl()
  const order = new Intl.Collator(locale)
  const sorted = students.toSorted((a, b) => order.compare(a.family, b.family) || order.compare(a.given, b.given))
  return (
    <Section title={say('my.students', { count: students.length })} note={say('my.lastFirst')}>
      {students.length === 0 ? (
        <p>{say('my.noStudents')}</p>
      ) : (
        <ol className={styles.roster}>
          {sorted.map(one => (
            <li key={one.id}>
              <span>
                <bdi>{[one.family, one.given].filter(Boolean).join(', ')}</bdi>
                {!one.enabled && <span className={text.small}>{say('my.off')}</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
} // prettier-ignore
