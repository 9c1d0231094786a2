import type { RolloverView, TurnStep } from '../../../../src/http/contract/rollover.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status, type Mark } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

const marks: Readonly<Record<TurnStep['state'], Mark>> = {
  done: 'ok', open: 'setup', attention: 'caution', not_needed: 'resting',
} // prettier-ignore
const byPeople: readonly string[] = ['dates_checked', 'staff_told', 'work_kept']

/** What has to happen: read from the roster where it can be, ticked by people where it cannot. */
export function Steps({ steps, plan }: { steps: readonly TurnStep[]; plan: string | null }) {
  const say = useSay()
  const locked = useLocked()('run')
  const { path } = useDistrict()
  const tick = useTick()
  const rostering = `${path}/settings/rostering`
  return (
    <Section title={say('rollover.steps')} note={say('rollover.steps.note')}>
      {tick.error && <Failed error={tick.error} />}
      <Table
        caption={say('rollover.steps.caption')}
        rows={steps}
        rowKey={({ step }) => step}
        columns={[
          {
            id: 'step', label: say('rollover.step'), kind: 'head',
            cell: ({ step }) => (
              <>
                {say(`rollover.step.${step}`)}
                <span className={text.small}>{say(byPeople.includes(step) ? 'rollover.by.people' : 'rollover.by.roster')}</span>
              </>
            ),
          },
          {
            id: 'state', label: say('rollover.state'),
            cell: ({ step, state, ticked }) => (
              <>
                <Status mark={marks[state]}>{say(`rollover.state.${state}`)}</Status>
                {ticked && <span className={text.small}><bdi>{ticked.who}</bdi>, <Time at={ticked.at} /></span>}
                {step === 'hold' && plan !== null && <Link to={`${rostering}/hold/${plan}`}>{say('rollover.review')}</Link>}
              </>
            ),
          },
          {
            id: 'do', label: say('rollover.do'), hideLabel: true, kind: 'bare',
            cell: ({ step, state }) => byPeople.includes(step) && (
              <Button size="small" locked={locked} busy={tick.isPending} onPress={() => tick.mutate({ step, done: state !== 'done' })}
                aria-label={`${say(state === 'done' ? 'rollover.untick' : 'rollover.tick')}: ${say(`rollover.step.${step}`)}`}>
                {say(state === 'done' ? 'rollover.untick' : 'rollover.tick')}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  )
} // prettier-ignore

type Ticking = { readonly step: TurnStep['step']; readonly done: boolean }

function useTick() {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  return useWrite<RolloverView, Ticking>(
    async ({ step, done }) => {
      const seen = await write<RolloverView>('PUT', `${api}/rollover/steps/${step}`, { done })
      aloud.note(say(done ? 'rollover.ticked' : 'rollover.unticked'))
      return seen
    },
    [`${api}/rollover`],
  )
}
