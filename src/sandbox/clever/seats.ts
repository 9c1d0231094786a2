import type { SandboxDistrict } from '../district.ts'
import { headers } from '../generate/columns.ts'
import { split } from '../generate/previous.ts'

type Span = { readonly org: string; readonly begin: string; readonly end: string }
type Room = {
  readonly school: string
  readonly students: readonly string[]
  readonly teachers: readonly string[]
}
/** Who sits where, and who belongs to whom, by the district's ids. */
export type Seats = {
  /** People of a class; who teaches first stands first. */
  readonly classes: ReadonlyMap<string, Room>
  /** Schools in whose classes somebody is, from when until when. */
  readonly places: ReadonlyMap<string, readonly Span[]>
  /** Children of a guardian. */
  readonly children: ReadonlyMap<string, readonly string[]>
}

export function readSeats(district: SandboxDistrict): Seats {
  const classes = new Map<string, { school: string; students: string[]; teachers: string[] }>()
  const { shelves } = district
  for (const row of shelves.classes.rows) {
    if (row.gone) continue
    const { schoolSourcedId = '' } = district.cells('classes', row)
    classes.set(row.id, { school: schoolSourcedId, students: [], teachers: [] })
  }
  const places = new Map<string, Span[]>()
  for (const row of shelves.enrollments.rows) {
    if (row.gone) continue
    const [classSourcedId = '', , user = '', role, primary, beginDate = '', endDate = ''] = seatIn(row.text)
    const seat = classes.get(classSourcedId)
    if (seat === undefined || shelves.users.index.get(user)?.gone !== false) continue
    if (role === 'student') seat.students.push(user)
    else if (role === 'teacher' && primary === 'true') seat.teachers.unshift(user)
    else if (role === 'teacher') seat.teachers.push(user)
    else continue
    stretch(places, user, { org: seat.school, begin: beginDate, end: endDate })
  }
  return { classes, places, children: childrenOf(district) }
} // prettier-ignore

const firstCell = headers['1.2'].enrollments.indexOf('classSourcedId')

/** Cells of a seat from its class on. A large district has a million of them: none is made into an object. */
function seatIn(text: string): string[] {
  return (text.includes('"') ? split(text) : text.split(',')).slice(firstCell)
}

/** One span for each school: from the first day to the last. */
function stretch(places: Map<string, Span[]>, user: string, span: Span): void {
  const spans = places.get(user) ?? []
  const at = spans.findIndex(({ org }) => org === span.org)
  const known = spans[at]
  if (known === undefined) places.set(user, [...spans, span])
  else if (span.begin < known.begin || span.end > known.end) {
    const begin = span.begin < known.begin ? span.begin : known.begin
    spans[at] = { ...span, begin, end: span.end > known.end ? span.end : known.end }
  }
}

function childrenOf(district: SandboxDistrict): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const row of district.shelves.users.rows) {
    if (row.gone) continue
    const { agentSourcedIds = '' } = district.cells('users', row)
    if (agentSourcedIds === '') continue
    for (const agent of agentSourcedIds.split(',')) found.set(agent, [...(found.get(agent) ?? []), row.id])
  }
  return found
}
