import type { SandboxAnswer, SandboxRequest } from './answer.ts'
import type { App } from './classlink/classlink.ts'
import { cleverChanges } from './clever/changes.ts'
import { faults, fits, isFault, valuesOf } from './faults.ts'
import type { Seat } from './seat.ts'

/*
 * How a sandbox is made to misbehave, and its districts to change. It is for the machine it runs on: nobody is asked
 * who they are.
 */

/** A text says why it cannot be. */
type Change = (seat: Seat, body: Readonly<Record<string, unknown>>) => Promise<unknown> | object | string

const share = (value: unknown, usual: number) => {
  const number = Number(value ?? usual)
  return Number.isFinite(number) && number > 0 && number <= 1 ? number : usual
}

/** What can happen to a district's data. Each says how many records it moved. */
const changes: Readonly<Record<string, Change>> = {
  day: async ({ district }, { share: part }) => ({ changed: await district.nextDay(share(part, 0.01)) }),
  'new-year': async ({ district }) => ({ changed: await district.nextYear() }),
  promotion: async ({ district }) => ({ changed: await district.nextYear() }),
  'mass-removal': ({ district }, { share: part, purged }) => ({ students: district.removeStudents(share(part, 0.5), purged !== true) }),
  're-key': ({ district }, { prefix }) => ({ users: district.rekey(typeof prefix === 'string' ? prefix : 'n-') }),
  purge: ({ district }) => ({ purged: district.purge() }),
  put: ({ district }, { collection, sourcedId, column, value }) => {
    const sheet = Object.keys(district.shelves).find(name => name === collection)
    const put = sheet !== undefined && district.put(sheet as keyof typeof district.shelves, String(sourcedId), String(column), String(value)) // one of its keys, as was just found
    return { changed: put ? 1 : 0 }
  },
  remove: ({ district }, { collection, sourcedId, purged }) => {
    const shelf = Object.entries(district.shelves).find(([name]) => name === collection)?.[1]
    const row = shelf?.index.get(String(sourcedId))
    if (row !== undefined) district.remove([row], purged !== true)
    return { changed: row === undefined ? 0 : 1 }
  },
  ...cleverChanges,
} // prettier-ignore

/** Answers what is asked of the control, beneath its address. */
export async function serveControl(seats: ReadonlyMap<string, Seat>, app: App, request: SandboxRequest, path: string): Promise<SandboxAnswer> {
  const [, word = '', key = '', what = ''] = path.split('/')
  if (word === 'faults') return { status: 200, body: Object.fromEntries(Object.entries(faults).map(([name, about]) => [name, { about, takes: isFault(name) ? valuesOf(name) : [] }])) }
  if (word === 'app') return registerApp(app, parsed(request.body) ?? {})
  const seat = word === 'districts' ? seats.get(key) : undefined
  if (seat === undefined) return problem(404, `there is no district "${key}"; there are ${[...seats.keys()].join(', ')}`)
  const body = parsed(request.body)
  if (body === null) return problem(400, 'the body is no JSON object')
  if (what === 'faults') return switchFaults(seat, request.method, body)
  if (what === 'log') return { status: 200, body: { requests: seat.log } }
  if (request.method !== 'POST') return problem(405, 'use POST')
  if (what === 'credentials') return { status: 200, body: seat.rotate() }
  if (what === 'sharing') return permit(seat, body)
  const change = what === 'changes' ? changes[String(body.kind)] : undefined
  if (change === undefined) return problem(400, `there is no change "${String(body.kind)}"; there are ${Object.keys(changes).join(', ')}`)
  const done = await change(seat, body)
  return typeof done === 'string' ? problem(400, done) : { status: 200, body: done }
} // prettier-ignore

/** Where a sign-in may end, and where the tile leads, is agreed with ClassLink beforehand. */
function registerApp(
  app: App,
  { redirects, start, clever }: Readonly<Record<string, unknown>>,
): SandboxAnswer {
  if (Array.isArray(redirects)) app.redirects = redirects.map(String)
  if (Array.isArray(clever)) app.clever = clever.map(String)
  if (typeof start === 'string') app.start = start
  return { status: 200, body: app }
}

function permit(seat: Seat, body: Readonly<Record<string, unknown>>): SandboxAnswer {
  const why = seat.share(body)
  return why === null ? { status: 200, body: { ...seat.sharing, bearer: undefined } } : problem(400, why)
}

function switchFaults({ switches }: Seat, method: string, body: Readonly<Record<string, unknown>>): SandboxAnswer {
  if (method === 'DELETE') switches.on.clear()
  if (method === 'POST') {
    const unknown = Object.keys(body).find(name => !isFault(name))
    if (unknown !== undefined) return problem(400, `there is no fault "${unknown}"; there are ${Object.keys(faults).join(', ')}`)
    const off = (value: unknown) => value === false || value === null
    const odd = Object.entries(body).find(([name, value]) => isFault(name) && !off(value) && !fits(name, value))
    if (odd !== undefined && isFault(odd[0])) return problem(400, `the fault "${odd[0]}" takes ${valuesOf(odd[0]).join(', ')}, or false`)
    for (const [name, value] of Object.entries(body)) if (isFault(name)) {
      if (off(value)) switches.on.delete(name)
      else switches.on.set(name, value)
    }
  }
  return { status: 200, body: Object.fromEntries(switches.on) }
} // prettier-ignore

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  if (text.trim() === '') return {}
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : null
  } catch {
    return null
  }
}

function problem(status: number, message: string): SandboxAnswer {
  return { status, body: { error: message } }
}
