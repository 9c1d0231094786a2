import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinds } from '../../src/roster/kinds.ts'
import { rows, sql } from '../../src/store/sql.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { undoRun } from '../../src/sync/undo-run.ts'
import { bulk, delta } from '../scenarios/lincoln.ts'
import { openDistrict, planText, shuffled, type Arrival, type Lab } from '../scenarios/scenario.ts'
import { each, type Tables } from '../scenarios/tables.ts'
import { cases } from './cases.ts'
import { districts } from './district.ts'
import { consistent, deltaOf, emptyModel, receive, tablesOf, type Model } from './model.ts'

// The engine against the model of model.ts, over random districts on a real database.

/** Applies a drop whatever its hazards say. */
async function carry(district: Lab, arrival: Arrival): Promise<Outcome> {
  const outcome = await district.sync(arrival)
  if (outcome.status !== 'held') return outcome
  return await district.approve(outcome.plan ?? '', {
    allow: [...new Set(outcome.hazards.map(({ code }) => code))],
  })
}

async function undo(district: Lab, run: number): Promise<void> {
  const order = { store: district.store, district: district.key, who: 'test', undoes: run, dryRun: false }
  const outcome = await undoRun({ ...order, today: () => '2026-09-15', progress: () => {} })
  expect([outcome.status, outcome.conflicts]).toEqual(['undone', []])
}

const days = fc.array(districts, { minLength: 2, maxLength: 4 })

test('P1–P3, P9, P10: a drop makes of the roster what the model makes of it, once', async () => {
  await fc.assert(
    fc.asyncProperty(days, async drops => {
      const district = await openDistrict()
      let model = emptyModel
      for (const tables of drops) {
        const { counts, plan } = await carry(district, tables)
        const received = receive(model, tables)
        model = received.model
        expect(await district.live()).toEqual(await district.expected(tablesOf(model)))
        for (const kind of kinds) {
          const { create = 0, update = 0, restore = 0, unchanged = 0 } = counts[kind] ?? {}
          expect([kind, create + update + restore + unchanged]).toEqual([kind, received.accepted[kind] ?? 0])
        }
        await expectMinimal(district, plan)
        const before = await district.dump()
        expect(planText((await carry(district, shuffled(bulk(tables)))).counts)).toEqual({})
        expect(await district.dump()).toEqual(before)
      }
    }),
    cases(3),
  )
}, 600_000)

/** No update writes what is there already. */
async function expectMinimal(district: Lab, plan: string | null): Promise<void> {
  const idle = await rows(
    district.store.pool,
    sql`select kind, sourced_id from plan_changes where district_id = ${district.districtId} and plan = ${plan}
      and op = 'update' and before = after`,
  )
  expect(idle).toEqual([])
}

test('P4: the order of rows and files is none of the plan’s business', async () => {
  await fc.assert(
    fc.asyncProperty(districts, districts, async (first, second) => {
      const district = await openDistrict()
      await carry(district, first)
      const files = bulk(second)
      const one = await district.sync(files, { planOnly: true })
      const other = await district.sync(reversed(shuffled(files)), { planOnly: true })
      expect([other.digest, other.counts, codes(other)]).toEqual([one.digest, one.counts, codes(one)])
    }),
    cases(3),
  )
}, 600_000)

function reversed<T>(files: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(files).toReversed())
}
const codes = ({ hazards }: Outcome) => hazards.map(({ code, kind, school, count }) => `${code} ${kind} ${school} ${count}`).sort() // prettier-ignore

test('P7: deltas bring the roster where the whole drops would have', async () => {
  await fc.assert(
    fc.asyncProperty(days, async drops => {
      const [whole, parts] = [await openDistrict(), await openDistrict()]
      let before: Tables = {}
      for (const [at, drop] of drops.entries()) {
        const tables = filled(consistent(drop))
        await carry(whole, tables)
        const change = deltaOf(before, tables)
        if (at === 0) await carry(parts, tables)
        else if (Object.keys(change).length > 0)
          await carry(parts, delta(change, `2026-09-${15 + at}T06:00:00.000Z`))
        before = tables
        expect(await parts.live()).toEqual(await whole.live())
        expect(await parts.live()).toEqual(await parts.expected(tables))
      }
    }),
    cases(3),
  )
}, 600_000)

/** A file without rows would say nothing, and a delta cannot: so no file is without. */
function filled(tables: Tables): Tables {
  const school = { sourcedId: 's0', name: 'School 0', type: 'school' }
  const term = {
    sourcedId: 't0', title: 'Term 0', type: 'term', startDate: '2026-08-17', endDate: '2027-06-12', schoolYear: '2027',
  } // prettier-ignore
  const course = { sourcedId: 'k0', title: 'Course 0', courseCode: 'K0', orgSourcedId: 's0' }
  const room = {
    sourcedId: 'c0', title: 'Class 0', classCode: 'C0', classType: 'homeroom', courseSourcedId: 'k0', schoolSourcedId: 's0', termSourcedIds: 't0',
  } // prettier-ignore
  const user = { sourcedId: 'u0', enabledUser: 'true', username: 'u0', givenName: 'Ada', familyName: 'Null' }
  const role = {
    sourcedId: 'r0',
    userSourcedId: 'u0',
    roleType: 'primary',
    role: 'teacher',
    orgSourcedId: 's0',
  }
  const seat = {
    sourcedId: 'e0',
    classSourcedId: 'c0',
    schoolSourcedId: 's0',
    userSourcedId: 'u0',
    role: 'teacher',
  }
  return {
    orgs: [school, ...(tables.orgs ?? [])], academicSessions: [term, ...(tables.academicSessions ?? [])],
    courses: [course, ...(tables.courses ?? [])], classes: [room, ...(tables.classes ?? [])], users: [user, ...(tables.users ?? [])],
    roles: [role, ...(tables.roles ?? [])], enrollments: [seat, ...(tables.enrollments ?? [])],
  } // prettier-ignore
}

type Step = { readonly kind: 'drop'; readonly tables: Tables } | { readonly kind: 'undo' } | { readonly kind: 'additions'; readonly tables: Tables } // prettier-ignore
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: districts.map(tables => ({ kind: 'drop', tables }) as const) },
    { weight: 2, arbitrary: fc.constant({ kind: 'undo' } as const) },
    { weight: 1, arbitrary: districts.map(tables => ({ kind: 'additions', tables }) as const) },
  ),
  { minLength: 3, maxLength: 6 },
)

test('P6: whatever came before, an undone run leaves the roster byte for byte as it was', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async steps => {
      const district = await openDistrict()
      let model: Model = emptyModel
      const past: { run: number; model: Model; dump: unknown }[] = []
      for (const step of steps) {
        const start = { model, dump: await district.dump() }
        if (step.kind === 'undo') {
          const last = past.pop()
          if (last === undefined) continue
          await undo(district, last.run)
          model = last.model
          expect(await district.dump()).toEqual(last.dump)
        } else if (step.kind === 'drop') {
          const outcome = await carry(district, step.tables)
          model = receive(model, step.tables).model
          if (outcome.status === 'applied') past.push({ run: outcome.run, ...start })
          expect(await district.live()).toEqual(await district.expected(tablesOf(model)))
        } else await expectAdditions(district, step.tables)
      }
    }),
    cases(3),
  )
}, 600_000)

/** The additions of a plan take nothing away and change nothing that is there; then they are taken back. */
async function expectAdditions(district: Lab, tables: Tables): Promise<void> {
  const before = await district.dump()
  const { plan, status } = await district.sync(tables, { planOnly: true })
  if (status === 'empty' || plan === null) return
  const outcome = await district.approve(plan, { only: 'additions' })
  if (outcome.status !== 'applied') return expect(await district.dump()).toEqual(before)
  const after = await district.dump()
  for (const kind of kinds) {
    const now = new Map(after[kind].map(row => [row.id, row]))
    const live = before[kind].filter(row => row.removed_at === null)
    expect(live.map(row => now.get(row.id))).toEqual(live)
  }
  await undo(district, outcome.run)
  expect(await district.dump()).toEqual(before)
}

const secrets = fc.record({
  phone: fc.string({ unit: 'grapheme', maxLength: 8 }),
  sms: fc.string({ maxLength: 8 }),
  pronouns: fc.string({ maxLength: 8 }),
  userIds: fc.constantFrom('', '{Fed:1}', 'not a list', '{'),
  agentSourcedIds: fc.constantFrom('', 'u1', 'u99,u98', 'u-nobody'),
  password: fc.string({ maxLength: 8 }),
  birthDate: fc.constantFrom('2014-02-03', 'yesterday', ''),
})

test('P17: what is switched off leaves no trace in roster, plan, changes or issues', async () => {
  await fc.assert(
    fc.asyncProperty(districts, districts, secrets, async (first, second, { birthDate, ...secret }) => {
      const told = each(second, 'users', row => ({ ...row, ...secret }))
      const whole = { ...told, demographics: (second.users ?? []).map(({ sourcedId = '' }) => ({ sourcedId, birthDate })) }
      const [silent, talking] = [await openDistrict(), await openDistrict()]
      for (const district of [silent, talking]) await carry(district, first)
      const [one, other] = [await carry(silent, second), await carry(talking, whole)]
      expect([other.counts, other.digest, other.issueCounts]).toEqual([one.counts, one.digest, one.issueCounts])
      expect(await plain(talking)).toEqual(await plain(silent))
    }),
    cases(3),
  )
}, 600_000) // prettier-ignore

/** All rows without what is ours: ids and times. */
async function plain(district: Lab): Promise<unknown> {
  const dump = await district.dump()
  const ours = new Set(['id', 'district_id', 'connection_id', 'removed_at'])
  return kinds.map(kind =>
    dump[kind].map(row => JSON.stringify(Object.entries(row).filter(([name]) => !ours.has(name)))).sort(),
  )
}
