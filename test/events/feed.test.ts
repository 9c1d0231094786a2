import { afterEach, beforeEach, expect, test } from 'vitest'
import { feed, type Event } from '../../src/events/feed.ts'
import { readHistory } from '../../src/events/history.ts'
import { fieldsOf, type Fields, type State } from '../../src/events/state.ts'
import { kinds, type Kind } from '../../src/roster/kinds.ts'
import { tableOf } from '../../src/store/roster.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { Lincoln, schoolDay } from './district.ts'

let lincoln: Lincoln
beforeEach(async () => void (lincoln = await Lincoln.open()))
afterEach(() => lincoln.close())

async function events(limit = 100): Promise<Event[]> {
  const { districtId } = await lincoln.district()
  const all: Event[] = []
  for (let after = 0; ;) {
    const page = await feed(lincoln.store.pool, districtId, after, limit)
    all.push(...page.events)
    after = page.next
    if (!page.more) return all
  }
}

type Played = Map<string, Fields>
/** What one who only ever heard the events believes the roster to be. */
function play(heard: readonly Event[]): Played {
  const roster: Played = new Map()
  for (const { kind, id, event, after } of heard) {
    const key = `${kind} ${id}`
    expect(roster.has(key), `${event} of ${key}`).toBe(!event.endsWith('.created'))
    if (after === undefined) roster.delete(key)
    else roster.set(key, after)
  }
  return roster
}

async function held(): Promise<Played> {
  const roster: Played = new Map()
  for (const kind of kinds) {
    const { rows } = await lincoln.store.pool.query<{ id: string; state: State }>(
      `select id, to_jsonb(t) as state from ${tableOf(kind).text} t where removed_at is null`,
    )
    for (const { id, state } of rows) roster.set(`${kind} ${id}`, fieldsOf(kind, state))
  }
  return roster
}

async function liveThroughAll(): Promise<void> {
  await lincoln.settle()
  await lincoln.edit('users', text => text.replaceAll('nwhitfield@', 'nora.whitfield@'))
  await lincoln.drop('enrollments', 'u-oliver-brandt')
  await lincoln.drop('roles', 'u-oliver-brandt')
  await lincoln.drop('users', 'u-oliver-brandt')
  await lincoln.settle()
  await lincoln.add(
    'users',
    'u-oliver-brandt,,,true,obrandt,,Oliver,Brandt,,300,,,,,KG,,,,,,s-lincoln-elementary,',
  )
  await lincoln.add('roles', 'r-oliver-new,,,u-oliver-brandt,primary,student,,,s-lincoln-elementary,')
  await lincoln.settle()
  for (const file of ['users', 'roles', 'enrollments'])
    await lincoln.edit(file, text => text.replaceAll('u-grace-lindqvist', 'SIS-4711'))
  await lincoln.settle()
}

test('played from the beginning the feed gives the roster, after removal, return and re-key', async () => {
  await liveThroughAll()
  const heard = await events()
  expect(play(heard)).toEqual(await held())
  expect(heard.map(({ seq }) => seq)).toEqual(heard.map(({ seq }) => seq).sort((a, b) => a - b))
}) // prettier-ignore

test('the size of its pages does not matter', async () => {
  await liveThroughAll()
  expect(await events(1)).toEqual(await events(7))
})

test('an undo is told like any other change', async () => {
  await liveThroughAll()
  for (const undoes of [4, 3])
    await undoRun({
      store: lincoln.store, district: 'lincoln-usd', who: 'grace', undoes, dryRun: false, progress: () => {}, today: () => schoolDay,
    }) // prettier-ignore
  expect(play(await events())).toEqual(await held())
})

test('one that returns is created again under the same id', async () => {
  await liveThroughAll()
  const oliver = (await events()).filter(({ kind, sourcedId }) => kind === 'users' && sourcedId === 'u-oliver-brandt')
  expect(oliver.map(({ event }) => event)).toEqual(['users.created', 'users.deleted', 'users.created'])
  expect(new Set(oliver.map(({ id }) => id)).size).toBe(1)
}) // prettier-ignore

/** The same, by one who knows everything by its sourcedId. */
function playNames(heard: readonly Event[]): Set<string> {
  const roster = new Set<string>()
  for (const { kind, sourcedId, event, before } of heard) {
    if (event.endsWith('.updated')) roster.delete(`${kind} ${before?.sourcedId}`)
    if (event.endsWith('.deleted')) roster.delete(`${kind} ${sourcedId}`)
    else roster.add(`${kind} ${sourcedId}`)
  }
  return roster
}

test('where a sourcedId passes on, the deletion is told before the creation', async () => {
  await lincoln.settle()
  await lincoln.edit('users', text =>
    text.replace(/^u-ada-park,.*$/m, 'u-ada-park,,,true,bo.wu,,Bo,Wu,,9999,bo.wu@students.lincoln.example,,,,07,,,,,,s-roosevelt-middle,'),
  )
  await lincoln.edit('roles', text =>
    text.replace(/^(r-isaac-brown,.*)s-roosevelt-middle/m, '$1s-lincoln-high'),
  )
  await lincoln.settle()
  const told = (await events()).filter(({ run, sourcedId }) => run === 2 && /ada-park|isaac-brown/.test(sourcedId))
  expect(told.map(({ event, sourcedId }) => `${event} ${sourcedId}`)).toEqual([
    'users.deleted u-ada-park', 'users.created u-ada-park', 'roles.deleted r-isaac-brown', 'roles.created r-isaac-brown',
  ])
  await undoRun({
    store: lincoln.store, district: 'lincoln-usd', who: 'grace', undoes: 2, dryRun: false, progress: () => {}, today: () => schoolDay,
  })
  const live = await held()
  const names = [...live].map(([key, fields]) => `${key.split(' ')[0]} ${fields.sourcedId}`)
  expect(playNames(await events())).toEqual(new Set(names))
}) // prettier-ignore

test('an update carries both sides', async () => {
  await liveThroughAll()
  const update = (await events()).find(({ event }) => event === 'users.updated')
  expect(update?.before?.email).toBe('nwhitfield@lincoln.example')
  expect(update?.after?.email).toBe('nora.whitfield@lincoln.example')
})

async function historyOf(kind: Kind, sourcedId: string) {
  const { districtId } = await lincoln.district()
  const { rows } = await lincoln.store.pool.query<{ id: string }>(
    `select id from ${tableOf(kind).text} where sourced_id = $1`,
    [sourcedId],
  )
  return await readHistory(lincoln.store.pool, districtId, kind, rows[0]?.id ?? '')
}

test('a history says what changed, when, why and on whose word', async () => {
  await liveThroughAll()
  const past = await historyOf('users', 'SIS-4711')
  expect(past.map(({ run, op, reason, who }) => [run, op, reason, who])).toEqual([
    [1, 'create', 'new', 'ada'],
    [4, 'update', 're_keyed', 'ada'],
  ])
  expect(past[1]?.fields).toEqual([{ field: 'sourcedId', before: 'u-grace-lindqvist', after: 'SIS-4711' }])
  const oliver = await historyOf('users', 'u-oliver-brandt')
  expect(oliver.map(({ op, fields }) => [op, fields.length > 0])).toEqual([
    ['create', true],
    ['remove', false],
    ['restore', true],
  ])
})
