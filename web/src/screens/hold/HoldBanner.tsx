import type { ReactNode } from 'react'
import type { Hold } from '../../../../src/http/contract/holds.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { DecisionWords } from '../run/DecisionWords.tsx'
import styles from './Hold.module.css'

/** How the plan stands: open, being carried out, decided and by whom, or out of date. */
export function HoldBanner({ hold }: { hold: Hold }) {
  const say = useSay()
  const words = useTimeWords()
  const { path } = useDistrict()
  const run = (
    <ButtonLink size="small" to={`${path}/settings/rostering/jobs/${hold.run}`}>
      {say('hold.seeRun', { run: hold.run })}
    </ButtonLink>
  )
  if (hold.standing === 'decided')
    return (
      <Framed>
        <Banner tone={hold.status === 'applied' ? 'ok' : 'resting'} action={run}>
          <p>
            <strong>{say(`hold.was.${hold.status}`)}</strong>
          </p>
          {hold.decision && <DecisionWords decision={hold.decision} />}
        </Banner>
      </Framed>
    )
  if (hold.standing === 'deciding')
    return (
      <Framed>
        <Banner tone="running" role="status" action={run}>
          {say('hold.deciding')}
        </Banner>
      </Framed>
    )
  if (hold.standing !== 'open') return <OutOfDate hold={hold} />
  const asOf = hold.asOf === null ? 'none' : words.time(hold.asOf)
  return (
    <Framed>
      <Banner tone={hold.status === 'held' ? 'hold' : 'resting'}>
        <strong>{say(hold.status === 'held' ? 'hold.open' : 'hold.open.preview')}</strong>{' '}
        {say('hold.safe', { asOf })}
      </Banner>
      <Approvals hold={hold} />
    </Framed>
  )
}

function Framed({ children }: { children: ReactNode }) {
  return <div className={styles.banners}>{children}</div>
}

/** The roster or the rules moved on: what stands here is true no more, and a new plan says what is. */
function OutOfDate({ hold }: { hold: Hold }) {
  const say = useSay()
  const again = useCheckAgain(hold)
  return (
    <Framed>
      <Banner
        tone="caution"
        action={
          <Button size="small" busy={again.isPending} onPress={again.ask}>
            {say('hold.again')}
          </Button>
        }
      >
        {say(hold.standing === 'rules_moved' ? 'hold.rulesMoved' : 'hold.rosterMoved')}
      </Banner>
    </Framed>
  )
}

/** Who approved already, where two people decide. */
function Approvals({ hold: { approvals } }: { hold: Hold }) {
  const say = useSay()
  const words = useTimeWords()
  return approvals.map(one => (
    <Banner key={one.id} tone="running" icon="people">
      {say(one.you ? 'hold.first.you' : 'hold.first', { name: one.name, time: words.time(one.at) })} “
      <bdi>{one.comment}</bdi>”
    </Banner>
  ))
}

/** Reads the source again; the new plan takes the place of this one. */
export function useCheckAgain({ plan }: Pick<Hold, 'plan'>) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const { mutate, isPending } = useWrite(
    () => write('POST', `${api}/holds/${plan}/check-again`),
    [`${api}/holds`, `${api}/runs`],
  )
  const ask = () =>
    mutate(undefined, {
      onSuccess: () => aloud.note(say('hold.again.asked')),
      onError: error => aloud.note(error.message || say('failed.unreachable'), 'trouble'),
    })
  return { ask, isPending }
}
