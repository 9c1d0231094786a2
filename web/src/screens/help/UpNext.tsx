import { Icon } from '../../design/Icon.tsx'
import { Link } from '../../design/Link.tsx'
import { guides, type GuideId } from '../../guides/list.ts'
import { useSay } from '../../words/say.tsx'
import { useFrom } from './from.ts'
import styles from './Help.module.css'

/** Where to read on. */
export function UpNext({ guide }: { guide: GuideId }) {
  const say = useSay()
  const { query } = useFrom()
  const next = guides.find(({ id }) => id === guide)?.next ?? []
  return (
    <section aria-labelledby="up-next" className={styles.apart}>
      <h2 id="up-next">{say('help.next')}</h2>
      <ul className={styles.next}>
        {next.map(id => (
          <li key={id}>
            <Link to={`/help/${id}${query}`}>
              <span>
                <b>{say(`guide.${id}`)}</b>
                <span>{say(`guide.${id}.about`)}</span>
              </span>
              <Icon name="arrow" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
