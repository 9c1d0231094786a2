import { useSay } from '../../words/say.tsx'
import type { MessageId } from '../../words/en-US.ts'
import { classes } from '../../design/classes.ts'
import styles from './FlowPicture.module.css'

const width = 104
const step = 119.6
type Box = { readonly at: number; readonly low?: boolean; readonly name: MessageId; readonly what: MessageId; readonly tone?: 'ok' | 'hold' | 'caution' } // prettier-ignore
const boxes: readonly Box[] = [
  { at: 0, name: 'path.sis', what: 'path.sis.what' },
  { at: 1, name: 'path.read', what: 'path.read.what' },
  { at: 2, name: 'path.check', what: 'path.check.what' },
  { at: 3, name: 'path.compare', what: 'path.compare.what' },
  { at: 4, name: 'path.weigh', what: 'path.weigh.what' },
  { at: 5, name: 'path.apply', what: 'path.apply.what', tone: 'ok' },
  { at: 2, low: true, name: 'path.issue', what: 'path.issue.what', tone: 'caution' },
  { at: 4, low: true, name: 'path.hold', what: 'path.hold.what', tone: 'hold' },
]

/** The path of one sync, as a picture; on a phone, and printed narrow, as the list that it is. */
export function FlowPicture() {
  const say = useSay()
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.picture}
        viewBox="0 14 704 230"
        role="img"
        aria-labelledby="flow-title flow-text"
      >
        <title id="flow-title">{say('path.title')}</title>
        <desc id="flow-text">{say('path.text')}</desc>
        {boxes.map(box => (
          <g key={box.name} className={styles[box.tone ?? 'plain']}>
            <rect x={1 + box.at * step} y={box.low ? 170 : 48} width={width} height="62" rx="3" />
            <text className={styles.name} x={9 + box.at * step} y={box.low ? 197 : 75}>
              {say(box.name)}
            </text>
            <text className={styles.what} x={9 + box.at * step} y={box.low ? 217 : 95}>
              {say(box.what)}
            </text>
          </g>
        ))}
        {[0, 1, 2, 3, 4].map(at => (
          <path key={at} className={styles.arrow} d={`M${106.5 + at * step} 79h11m-6-5 6 5-6 5`} />
        ))}
        <path className={classes(styles.arrow, styles.holdLine)} d="M531 112v54m-5-6 5 6 5-6" />
        <path className={classes(styles.arrow, styles.holdLine, styles.dashed)} d="M585 201h66v-85" />
        <path className={classes(styles.arrow, styles.holdLine)} d="m646 122 5-6 5 6" />
        <path className={classes(styles.arrow, styles.cautionLine)} d="M292 112v54m-5-6 5 6 5-6" />
        <text className={styles.okWord} x="591" y="38" textAnchor="middle">
          {say('path.within')}
        </text>
        <text className={styles.holdWord} x="522" y="144" textAnchor="end">
          {say('path.past')}
        </text>
        <text className={styles.cautionWord} x="283" y="144" textAnchor="end">
          {say('path.error')}
        </text>
        <text className={styles.what} x="592" y="219">
          {say('path.approve')}
        </text>
        <text className={styles.what} x="592" y="235">
          {say('path.orAdd')}
        </text>
      </svg>
      <ol className={styles.list}>
        {boxes.slice(0, 6).map(({ name, what }) => (
          <li key={name}>
            <b>{say(name)}</b> {say(what)}
          </li>
        ))}
      </ol>
      <figcaption>{say('path.caption')}</figcaption>
    </figure>
  )
}
