import type { GradeFlowView } from '../../../../src/http/contract/runs.ts'
import { GradeFlow } from '../../charts/GradeFlow.tsx'
import type { FlowKind } from '../../charts/flow.ts'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'
import { useGradeWord } from '../../words/grade-word.ts'

type Band = GradeFlowView['bands'][number]
const kindOf: Readonly<Record<Band['move'], FlowKind>> = {
  up: 'up', new: 'join', stay: 'stay', other: 'stay', graduated: 'leave', left: 'leave',
} // prettier-ignore

/** Where every grade went: a picture when a school year ended, a few lines on an ordinary night. */
export function Flow({ flow }: { flow: GradeFlowView }) {
  const say = useSay()
  const { totals, wave } = flow
  const note = say(wave ? 'grades.note.wave' : 'grades.note', totals)
  return (
    <Section title={say(wave ? 'grades.title' : 'grades.title.few')} note={note}>
      {wave ? <Picture flow={flow} note={note} /> : <Moves bands={flow.bands} />}
    </Section>
  )
}

/** The picture of a school year that ends; `note` is what it says in a sentence. */
export function Picture({ flow: { bands }, note }: { flow: GradeFlowView; note: string }) {
  const say = useSay()
  const word = useGradeWord()
  const ends = (band: Band) => (band.to === 'gone' ? band.move : band.to)
  const flows = bands.map(band => ({
    from: band.from,
    to: ends(band),
    count: band.count,
    kind: kindOf[band.move],
  }))
  const unique = (ids: readonly string[]) => [...new Set(ids)]
  const right = unique(flows.map(({ to }) => to))
  const last = ['graduated', 'left']
  return (
    <GradeFlow
      title={say('grades.title')}
      about={note}
      before={say('flow.before')}
      after={say('flow.after')}
      flows={flows}
      left={unique(flows.map(({ from }) => from))}
      right={[...word.inOrder(right.filter(id => !last.includes(id))), ...last]}
      name={word.of}
    />
  )
}

function Moves({ bands }: { bands: readonly Band[] }) {
  const say = useSay()
  const word = useGradeWord()
  const numbers = useNumbers()
  return (
    <Table
      caption={say('flow.moves')}
      rows={bands.filter(({ move }) => move !== 'stay')}
      rowKey={band => `${band.from} ${band.to} ${band.move}`}
      columns={[
        { id: 'from', label: say('flow.before'), kind: 'head', cell: band => word.of(band.from) },
        {
          id: 'to',
          label: say('flow.after'),
          cell: band => word.of(band.to === 'gone' ? band.move : band.to),
        },
        {
          id: 'count',
          label: say('flow.students'),
          kind: 'number',
          cell: band => numbers.count(band.count),
        },
      ]}
    />
  )
}
