import type { ReactNode } from 'react'
import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { Link } from '../../design/Link.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay } from '../../words/say.tsx'
import { DecisionWords, isDecided } from './DecisionWords.tsx'

type Moment = { readonly at: string | null; readonly what: ReactNode; readonly who: string }

/** Phases, decisions and what came after, in the order in which they happened. */
export function Timeline({ detail }: { detail: RunDetail }) {
  const say = useSay()
  const moments = useMoments(detail)
  return (
    <Section title={say('run.tab.timeline')}>
      <Table
        caption={say('timeline.caption')}
        rows={moments.map((moment, at) => ({ ...moment, key: String(at) }))}
        rowKey={row => row.key}
        columns={[
          {
            id: 'at',
            label: say('timeline.when'),
            kind: 'head',
            cell: ({ at }) => (at === null ? say('timeline.later') : <Time at={at} />),
          },
          { id: 'what', label: say('timeline.what'), kind: 'wide', cell: ({ what }) => what },
          { id: 'who', label: say('timeline.who'), cell: ({ who }) => <bdi>{who}</bdi> },
        ]}
      />
    </Section>
  )
}

function useMoments(detail: RunDetail): readonly Moment[] {
  const { run, phases, whoName, decision } = detail
  const say = useSay()
  const { path } = useDistrict()
  const jobs = `${path}/settings/rostering/jobs`
  const schedule = say('run.bySchedule')
  const begun = run.trigger === 'schedule' ? schedule : whoName
  const passed = phases.map(({ phase, from }, at): Moment => {
    const id = `timeline.${phase}`
    return { at: from, what: isMessage(id) ? say(id) : phase, who: at === 0 ? begun : '' }
  })
  const ended: Moment[] =
    run.finishedAt === null
      ? []
      : [{ at: run.finishedAt, what: say(`run.${run.result === 'undone' ? 'applied' : run.result}`), who: '' }]
  const decided: Moment[] =
    decision === null || decision.at === null || !isDecided(detail)
      ? []
      : [{ at: decision.comments.at(-1)?.at ?? decision.at, what: <DecisionWords decision={decision} />, who: decision.name }]
  const back: Moment[] =
    run.undoneBy === null
      ? []
      : [
          {
            at: null,
            what: (
              <Link to={`${jobs}/${run.undoneBy}`}>{say('run.undone.by', { run: run.undoneBy })}</Link>
            ),
            who: '',
          },
        ]
  const dated = [...passed, ...ended, ...decided].toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))
  return [...dated, ...back]
} // prettier-ignore
