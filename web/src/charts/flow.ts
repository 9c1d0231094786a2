/** Students that went from one place to another: grades, "new", "graduated", "left". */
export type Flow = {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly kind: FlowKind
}
export type FlowKind = 'up' | 'stay' | 'join' | 'leave'
export type FlowNode = {
  readonly id: string
  readonly y: number
  readonly height: number
  readonly count: number
}
export type Ribbon = Flow & { readonly path: string }
export type FlowLayout = {
  readonly left: readonly FlowNode[]
  readonly right: readonly FlowNode[]
  readonly ribbons: readonly Ribbon[]
  readonly height: number
}

type Sizes = {
  /** Pixels a student. */
  readonly scale: number
  /** A node is never lower than its words are high. */
  readonly row: number
  readonly x0: number
  readonly x1: number
}

/**
 * Bands between two columns of nodes in the order given, each as thick as its count. At each node the bands lie in
 * the order of the other column, so that they cross as little as two fixed orders allow. Nodes without students are
 * left out, and so are bands of nobody.
 */
export function layOutFlow(
  flows: readonly Flow[],
  leftOrder: readonly string[],
  rightOrder: readonly string[],
  { scale, row, x0, x1 }: Sizes,
): FlowLayout {
  const live = flows.filter(flow => flow.count > 0)
  const left = column(leftOrder, sums(live, 'from'), scale, row)
  const right = column(rightOrder, sums(live, 'to'), scale, row)
  const starts = offsets(live, 'from', left, rank(rightOrder, 'to'))
  const ends = offsets(live, 'to', right, rank(leftOrder, 'from'))
  const ribbons = live.flatMap(flow => {
    const [a, b] = [starts.get(flow), ends.get(flow)]
    return a === undefined || b === undefined
      ? []
      : [{ ...flow, path: ribbon(x0, a, x1, b, flow.count * scale) }]
  })
  const foot = (nodes: readonly FlowNode[]) =>
    nodes.reduce((most, node) => Math.max(most, node.y + Math.max(node.height, row)), 0)
  return { left, right, ribbons, height: Math.max(foot(left), foot(right)) }
}

function sums(flows: readonly Flow[], side: 'from' | 'to'): Map<string, number> {
  const counts = new Map<string, number>()
  for (const flow of flows) counts.set(flow[side], (counts.get(flow[side]) ?? 0) + flow.count)
  return counts
}

function column(
  order: readonly string[],
  counts: ReadonlyMap<string, number>,
  scale: number,
  row: number,
): FlowNode[] {
  let y = 0
  const nodes: FlowNode[] = []
  for (const id of order) {
    const count = counts.get(id) ?? 0
    if (count === 0) continue
    const height = count * scale
    nodes.push({ id, y, height, count })
    y += Math.max(height + 8, row)
  }
  return nodes
}

function rank(order: readonly string[], side: 'from' | 'to'): (flow: Flow) => number {
  const places = new Map(order.map((id, at) => [id, at]))
  return flow => places.get(flow[side]) ?? order.length
}

/** Where on its node each band begins, from the top. */
function offsets(
  flows: readonly Flow[],
  side: 'from' | 'to',
  nodes: readonly FlowNode[],
  far: (flow: Flow) => number,
): Map<Flow, number> {
  const places = new Map<Flow, number>()
  for (const node of nodes) {
    let y = node.y
    const mine = flows.filter(flow => flow[side] === node.id).toSorted((a, b) => far(a) - far(b))
    for (const flow of mine) {
      places.set(flow, y)
      y += (flow.count / node.count) * node.height
    }
  }
  return places
}

function ribbon(x0: number, y0: number, x1: number, y1: number, thick: number): string {
  const half = ((x0 + x1) / 2).toFixed(1)
  const p = (value: number) => value.toFixed(1)
  return (
    `M${p(x0)} ${p(y0)}C${half} ${p(y0)} ${half} ${p(y1)} ${p(x1)} ${p(y1)}` +
    `V${p(y1 + thick)}C${half} ${p(y1 + thick)} ${half} ${p(y0 + thick)} ${p(x0)} ${p(y0 + thick)}Z`
  )
}
