import { useAddress } from '../../data/address.ts'
import { ButtonLink } from '../../design/Button.tsx'
import { Copy } from '../../design/Copy.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'
import { Doorway } from '../sign-in/Doorway.tsx'
import styles from './NotReady.module.css'

/** Why a sign-in can end outside; the server's list (src/login/sso/outcomes.ts) without the one that ends inside. */
const reasons = [
  'not_shared', 'paused', 'removed', 'suspended', 'two_candidates', 'no_sourced_id', 'no_pages', 'no_district',
  'district_not_ready', 'not_opened', 'provider_refused', 'tampered', 'expired',
] as const // prettier-ignore
/** Why somebody who was sent is not here (the server's `Absence`). */
const kept = ['mistake', 'left_out', 'waiting'] as const
const again = new Set<string>(['provider_refused', 'tampered', 'expired'])

/** T5 and S2 before there is a session: what happened, who can fix it, and a code. Nothing names the person. */
export function NotReady() {
  const say = useSay()
  const words = useTimeWords()
  const { query } = useAddress()
  const reason = reasons.find(one => one === query.get('code')) ?? 'provider_refused'
  const code = (query.get('ref') ?? '').replace(/[^A-Z0-9]/g, '').slice(0, 8)
  const retry = again.has(reason)
  if (query.get('as') === 'student')
    return (
      <Doorway title={say('notReady.student')}>
        <p className={styles.big}>{say(retry ? 'notReady.student.again' : 'notReady.student.what')}</p>
        <p>{say('notReady.student.show')}</p>
        {code !== '' && <p className={styles.code}>{code}</p>}
        <ButtonLink kind="primary" to="/sign-in">
          {say('notReady.again')}
        </ButtonLink>
      </Doorway>
    )
  const why = kept.find(one => reason === 'not_shared' && one === query.get('why')) ?? reason
  const on = query.get('on') ?? ''
  const day = /^\d{4}-\d\d-\d\d$/.test(on) ? words.day(on) : ''
  const what = say(`notReady.${why}`, { day, known: day === '' ? 'no' : 'yes' })
  const who = say(`notReady.${why}.who`)
  return (
    <Doorway title={say('notReady')}>
      <p>{what}</p>
      <p>
        <b>{say('notReady.who')}</b> {who}
      </p>
      {code !== '' && (
        <p className={styles.copied}>
          <Copy text={`${what} ${who} (${code})`} label={say('notReady.copy')} />{' '}
          {say('notReady.code', { code })}
        </p>
      )}
      <ButtonLink kind="primary" to="/sign-in">
        {say('notReady.again')}
      </ButtonLink>
    </Doorway>
  )
}
