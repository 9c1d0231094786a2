import { useId } from 'react'
import { useIntl } from 'react-intl'
import { useSay } from '../words/say.tsx'
import { layOutYear, type Span } from './year.ts'
import styles from './Chart.module.css'

const [cell, width, height, head] = [11, 96, 96, 18]

/** The months to come with the days that rest or only add; the list beside it tells the same in words. */
export function YearPicture({ today, spans }: { today: string; spans: readonly Span[] }) {
  const id = useId()
  const say = useSay()
  const intl = useIntl()
  const months = layOutYear(today, spans)
  const days = months.flatMap(month => month.days)
  const count = (kind: Span['kind']) => days.filter(day => day.kind === kind).length
  return (
    <figure className={styles.above}>
      <ul className={styles.legend}>
        <li><i className={styles.paused} aria-hidden="true" />{say('set.pauses.short')}</li>
        <li><i className={styles.adding} aria-hidden="true" />{say('set.addOnly.short')}</li>
      </ul>
      <svg className={styles.chart} viewBox={`0 0 ${width * 6} ${height * 2 + 8}`} role="img" aria-labelledby={`${id}-t`} aria-describedby={`${id}-d`}>
        <title id={`${id}-t`}>{say('calendar.title')}</title>
        <desc id={`${id}-d`}>{say('calendar.about', { paused: count('paused'), adding: count('adding') })}</desc>
        {months.map(({ first, days }, at) => (
          <g key={first} transform={`translate(${(at % 6) * width} ${Math.floor(at / 6) * (height + 4)})`}>
            <text className={styles.month} y="11">{intl.formatDate(first, { month: 'short', year: '2-digit', timeZone: 'UTC' })}</text>
            {days.map(({ day, column, row, kind }) => (
              <rect key={day} className={day === today ? styles.today : styles[kind ?? 'plain']} x={column * cell} y={head + row * cell} width={cell - 2} height={cell - 2} />
            ))}
          </g>
        ))}
      </svg>
    </figure>
  )
} // prettier-ignore
