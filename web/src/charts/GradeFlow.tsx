import { useId } from 'react'
import { Table } from '../design/Table.tsx'
import { useNumbers, useSay } from '../words/say.tsx'
import { ChartTable } from './ChartTable.tsx'
import { layOutFlow, type Flow, type FlowKind, type FlowNode } from './flow.ts'
import styles from './Chart.module.css'

const width = 980
const [x0, x1, bar] = [262, 700, 12]
const kinds = ['up', 'stay', 'join', 'leave'] as const satisfies readonly FlowKind[]

type GradeFlowProps = {
  readonly title: string
  /** The picture in a sentence. */
  readonly about: string
  /** What stands above the two columns: "2025–26, until Jun 30". */
  readonly before: string
  readonly after: string
  readonly flows: readonly Flow[]
  /** Ids of nodes from top to bottom, and how each is called. */
  readonly left: readonly string[]
  readonly right: readonly string[]
  readonly name: (id: string) => string
}

/** Where every student went when the year changed: bands as thick as the number of students. */
export function GradeFlow({ title, about, before, after, flows, left, right, name }: GradeFlowProps) {
  const id = useId()
  const say = useSay()
  const numbers = useNumbers()
  const most = Math.max(
    1,
    flows.reduce((sum, flow) => sum + flow.count, 0),
  )
  const layout = layOutFlow(flows, left, right, { scale: 400 / most, row: 22, x0: x0 + bar, x1 })
  const top = 36
  return (
    <figure>
      <Legend flows={flows} />
      <svg
        className={styles.chart}
        viewBox={`0 0 ${width} ${Math.ceil(layout.height + top + 8)}`}
        role="img"
        aria-labelledby={`${id}-t`}
        aria-describedby={`${id}-d`}
      >
        <title id={`${id}-t`}>{title}</title>
        <desc id={`${id}-d`}>{about}</desc>
        <text className={styles.number} x={x0 + bar} y="14" textAnchor="end">
          {before}
        </text>
        <text className={styles.number} x={x1} y="14">
          {after}
        </text>
        <g transform={`translate(0 ${top})`}>
          {layout.ribbons.map(one => (
            <path key={`${one.from} ${one.to} ${one.kind}`} className={styles[one.kind]} d={one.path} />
          ))}
          {layout.left.map(node => (
            <Node key={node.id} node={node} side="left" name={name(node.id)} />
          ))}
          {layout.right.map(node => (
            <Node key={node.id} node={node} side="right" name={name(node.id)} />
          ))}
        </g>
      </svg>
      <ChartTable>
        <Table
          caption={title}
          rows={flows.filter(flow => flow.count > 0)}
          rowKey={flow => `${flow.from} ${flow.to} ${flow.kind}`}
          columns={[
            {
              id: 'from',
              label: before,
              kind: 'head',
              cell: flow => name(flow.from),
              total: say('flow.total'),
            },
            { id: 'to', label: after, cell: flow => name(flow.to) },
            { id: 'kind', label: say('flow.kind'), cell: flow => say(`flow.${flow.kind}`) },
            {
              id: 'count',
              label: say('flow.students'),
              kind: 'number',
              cell: flow => numbers.count(flow.count),
              total: numbers.count(most),
            },
          ]}
        />
      </ChartTable>
    </figure>
  )
}

function Legend({ flows }: { flows: readonly Flow[] }) {
  const say = useSay()
  const numbers = useNumbers()
  return (
    <ul className={styles.legend}>
      {kinds.map(kind => {
        const count = flows.reduce((sum, flow) => (flow.kind === kind ? sum + flow.count : sum), 0)
        if (count === 0) return null
        return (
          <li key={kind}>
            <i className={styles[kind]} aria-hidden="true" />
            <b>{numbers.count(count)}</b> {say(`flow.${kind}`)}
          </li>
        )
      })}
    </ul>
  )
}

function Node({ node, side, name }: { node: FlowNode; side: 'left' | 'right'; name: string }) {
  const numbers = useNumbers()
  const middle = node.y + Math.max(node.height, 8) / 2 + 4.5
  const [at, anchor, near, far] = side === 'left' ? [x0, 'end', x0 - 12, x0 - 64] as const : [x1, 'start', x1 + bar + 12, x1 + bar + 64] as const // prettier-ignore
  return (
    <g>
      <rect className={styles.node} x={at} y={node.y} width={bar} height={Math.max(1.5, node.height)} />
      <text className={styles.number} x={near} y={middle} textAnchor={anchor}>
        {numbers.count(node.count)}
      </text>
      <text x={far} y={middle} textAnchor={anchor}>
        {name}
      </text>
    </g>
  )
}
