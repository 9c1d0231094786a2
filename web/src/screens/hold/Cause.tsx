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
  const rekeyed = hold.hazards.find(({ code }) => code === 'RE_KEYED')?.count
  const changes = `${path}/settings/rostering/jobs/${hold.run}?tab=changes`
  return (
    <section className={styles.cause} aria-labelledby="cause">
      <h2 id="cause">{say('cause')}</h2>
      <blockquote>{words.sentence}</blockquote>
      <p className={text.note}>{words.note}</p>
      <p className={text.foot}>
        {rekeyed !== undefined ? (
          <Link to={`${changes}&kind=users&reason=re_keyed`}>{say('cause.pairs', { count: rekeyed })}</Link>
        ) : (
          <Link to={`${changes}&kind=${gone}&op=removed`}>{say('cause.records')}</Link>
        )}
      </p>
    </section>
  )
}
