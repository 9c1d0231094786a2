import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Explanation } from '../../src/explain/answer.ts'
import { kinds, type Kind } from '../../src/roster/kinds.ts'
import { generateDistrict } from '../../src/sandbox/generate/district.ts'
import { changeRules, findConnection } from '../../src/store/districts.ts'
import { tableOf } from '../../src/store/roster.ts'
import { Lincoln } from '../events/district.ts'
import { ask } from './ask.ts'

/**
 * P12: for every record of every run explain agrees with what the engine did. A synthetic district has all kinds of
 * trouble; what its roster, its waiting plan, its issues and its files say is asked of the database itself.
 */
const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function open(): Promise<Lincoln> {
  const out = await mkdtemp(join(tmpdir(), 'rollbook-agrees-'))
  folders.push(out)
  await generateDistrict({ out, schools: 2, students: 12, seed: 'agrees', version: '1.2', zip: false, writtenAt: new Date('2026-09-01T02:00:00Z'), schoolYear: 2027 })
  return await Lincoln.open(out)
} // prettier-ignore

const sheets = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'] as const

async function idsIn(lincoln: Lincoln, kind: Kind): Promise<string[]> {
  const text = await readFile(join(lincoln.path, `${kind}.csv`), 'utf8')
  return text.trimEnd().split('\n').slice(1).map(line => line.split(',')[0] ?? '')
} // prettier-ignore

type Truth = { live: boolean; why: string | null; planned: string | null; error: boolean; listed: boolean }

async function truths(lincoln: Lincoln): Promise<Map<string, Truth>> {
  const { pool } = lincoln.store
  const truth = new Map<string, Truth>()
  const of = (kind: Kind, id: string) => {
    const key = `${kind} ${id}`
    const known = truth.get(key) ?? { live: false, why: null, planned: null, error: false, listed: false }
    truth.set(key, known)
    return known
  }
  for (const kind of sheets) {
    for (const id of await idsIn(lincoln, kind)) of(kind, id).listed = true
    const held = await pool.query<{ id: string; why: string | null; live: boolean }>(
      `select sourced_id as id, removed_why as why, removed_at is null as live from ${tableOf(kind).text} order by removed_at nulls last`,
    )
    for (const { id, why, live } of held.rows)
      if (!of(kind, id).live) Object.assign(of(kind, id), { live, why })
  }
  const planned = await pool.query<{ kind: Kind; id: string; op: string }>(
    `select c.kind, c.sourced_id as id, c.op from plan_changes c join plans p using (district_id, plan) where p.status in ('held', 'cleared')`,
  )
  for (const { kind, id, op } of planned.rows)
    if ((sheets as readonly Kind[]).includes(kind)) of(kind, id).planned = op
  const wrong = await pool.query<{ file: string; id: string }>(
    `select file, sourced_id as id from issues where severity = 'error' and closed_run is null and sourced_id is not null`,
  )
  for (const { file, id } of wrong.rows) {
    const kind = kinds.find(kind => file === `${kind}.csv`)
    if (kind !== undefined && (sheets as readonly Kind[]).includes(kind)) of(kind, id).error = true
  }
  return truth
}

function verdict(found: Explanation) {
  const link = (name: string) => found.checks.find(({ check }) => check === name)?.pass
  return { held: link('in the roster'), decided: link('decided'), accepted: link('accepted') }
}

async function agree(lincoln: Lincoln, scoped: boolean): Promise<number> {
  const all = [...(await truths(lincoln))]
  const answers: Explanation[] = []
  const together = 8
  for (let from = 0; from < all.length; from += together)
    answers.push(...(await Promise.all(all.slice(from, from + together).map(([key]) => {
      const [kind = '', id = ''] = key.split(' ')
      return ask(lincoln, id, { kind: kind as Kind }) // kinds by their making
    }))))
  for (const [at, [key, truth]] of all.entries()) {
    const [kind = '', id = ''] = key.split(' ')
    const found = answers[at]
    if (found === undefined) throw new Error(`no answer for ${key}`)
    const said = `${key}: ${found.answer}`
    // An enrollment out of scope follows from its class and person, and is kept nowhere.
    if (!found.found) expect([truth.live, truth.planned, scoped && kind === 'enrollments'], said).toEqual([false, null, true])
    else {
      expect(verdict(found), said).toEqual({ held: truth.live, decided: truth.planned === null, accepted: !truth.error })
      expect(found.subject).toMatchObject({ kind, sourcedId: id })
      if (!truth.live) expect(found.checks.every(({ pass }) => pass), said).toBe(false)
      if (truth.listed && !truth.live && truth.planned === null && !truth.error) expect(said).toMatch(/scope|terms are over/)
      if (found.history.length > 0) expect(found.history.at(-1)?.op === 'remove' || found.history.at(-1)?.op === 'archive', said).toBe(!truth.live)
    }
    expect(found.answer).not.toMatch(/undefined|null|NaN|\[object/)
    expect(found.owner === null || found.checks.some(({ pass }) => !pass), said).toBe(true)
  }
  return all.length
} // prettier-ignore

const nth = (text: string, at: number, change: (cells: string[]) => string[]) => {
  const lines = text.trimEnd().split('\n')
  const cells = (lines[at] ?? '').split(',')
  lines[at] = change(cells).join(',')
  return `${lines.join('\n')}\n`
}
const put = (index: number, value: string) => (cells: string[]) =>
  cells.map((cell, at) => (at === index ? value : cell))

test('every record of a first run with skipped rows is explained as it is', async () => {
  const lincoln = await open()
  try {
    await lincoln.edit('users', text => nth(nth(text, 5, put(3, 'perhaps')), 9, put(3, '')))
    await lincoln.edit('classes', text => nth(text, 3, put(5, 'k-nowhere')))
    await lincoln.edit('enrollments', text => nth(nth(text, 4, put(6, 'wizard')), 8, put(5, 'u-nobody')))
    await lincoln.edit('academicSessions', text => nth(text, 4, put(5, 'soon')))
    await lincoln.settle()
    expect(await agree(lincoln, false)).toBeGreaterThan(100)
    // The night after, most of it mended, some of it gone, something new; and then all of it held.
    await lincoln.edit('users', text => nth(nth(text, 5, put(3, 'true')), 12, put(3, 'neither')))
    for (const kind of ['enrollments', 'roles', 'users'] as const) {
      const id = (await idsIn(lincoln, 'users'))[20] ?? ''
      await lincoln.drop(kind, id)
    }
    await lincoln.settle()
    await agree(lincoln, false)
    await lincoln.edit('users', text => text.replaceAll(/@[a-z0-9.-]+/g, '@moved.example'))
    await lincoln.edit('enrollments', text => text.split('\n').filter((_, at) => at % 3 !== 1).join('\n')) // prettier-ignore
    await lincoln.add('users', 'u-new-one,,,true,newone,,New,One,,99999,,,,,,,,,,,,')
    expect((await lincoln.sync()).status).toBe('held')
    await agree(lincoln, false)
  } finally {
    await lincoln.close()
  }
}, 240_000)

test('every record of a district that lets in one school is explained as it is', async () => {
  const lincoln = await open()
  try {
    const { pool } = lincoln.store
    const narrow = async (schools: string[] | null) => {
      const connection = await findConnection(pool, await lincoln.district())
      const scope = { ...connection.rules.scope, schools }
      await changeRules(pool, connection, { ...connection.rules, scope }, 'ada')
    }
    const schools = (await idsIn(lincoln, 'orgs')).slice(2)
    await narrow(schools.slice(0, 1))
    await lincoln.settle()
    await agree(lincoln, true)
    await narrow(schools.slice(1, 2))
    await lincoln.settle()
    await agree(lincoln, true)
    await narrow(null)
    await lincoln.sync({ planOnly: true })
    await agree(lincoln, true)
  } finally {
    await lincoln.close()
  }
}, 240_000)
