import type { Hold } from '../../../../src/http/contract/holds.ts'
import { Link } from '../../design/Link.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { useCauseWords } from './use-cause-words.ts'
import styles from './Hold.module.css'

/** What probably happened, and who can mend it. */
export function Cause({ hold }: { hold: Hold }) {
  const say = useSay()
  const { path } = useDistrict()
  const words = useCauseWords()(hold)
  const gone = hold.hazards.find(({ code }) => code.startsWith('MASS_REMOVE'))?.kind ?? 'users'
  const changes = `${path}/settings/rostering/jobs/${hold.run}?tab=changes`
  return (
    <section className={styles.cause} aria-labelledby="cause">
      <h2 id="cause">{say('cause')}</h2>
      <blockquote>{words.sentence}</blockquote>
      <p className={text.note}>{words.note}</p>
      <p className={text.foot}>
        {hold.cause.code === 'ids_changed' ? (
          <Link to={`${changes}&kind=users&reason=re_keyed`}>
            {say('cause.pairs', { count: Number(hold.cause.facts.count ?? 0) })}
          </Link>
        ) : (
          <Link to={`${changes}&kind=${gone}&op=removed`}>{say('cause.records')}</Link>
        )}
      </p>
    </section>
  )
}
