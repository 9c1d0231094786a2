import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChangePage } from '../../src/http/contract/changes.ts'
import type { RunDetail, RunIssues, RunPage, UndoPreview } from '../../src/http/contract/runs.ts'
import { changeRole } from '../../src/login/team.ts'
import { transact } from '../../src/store/transact.ts'
import { Lincoln, schoolDay } from '../events/district.ts'
import { joins, morning, after, password } from '../support/console.ts'
import { PaperDesk } from '../support/desk.ts'
import { Browser, openOffice } from './office.ts'

let lincoln: Lincoln
let desk: PaperDesk
let office: Awaited<ReturnType<typeof openOffice>>
const clock = { now: morning }
const base = '/api/districts/lincoln-usd'

async function open(): Promise<void> {
  clock.now = morning
  lincoln = await Lincoln.open()
  desk = new PaperDesk(lincoln.store, schoolDay)
  office = await openOffice(lincoln.store, clock, { desk })
}
async function close(): Promise<void> {
  await office.close()
  await lincoln.close()
}

async function opens(role: 'owner' | 'viewer' = 'owner') {
  const { token, id } = await joins(lincoln.store, await lincoln.district(), role, clock.now)
  const page = new Browser(office.app)
  page.cookie = token
  const read = async <Body>(path: string) => (await page.ask('GET', `${base}${path}`)).body as Body // checked by the route on its way out
  return { page, id, read }
} // prettier-ignore

/** A night with something of everything: Ada Park moves up and changes school, a teacher comes, a pupil goes, a class is renamed. */
async function night(): Promise<void> {
  await lincoln.settle()
  await lincoln.edit('users', text => text.replace(/^u-ada-park,.*$/m, line => line.replace(',07,', ',08,').replace('s-roosevelt-middle', 's-lincoln-high')))
  await lincoln.drop('users', 'u-wyatt-begay')
  await lincoln.drop('roles', 'u-wyatt-begay')
  await lincoln.drop('enrollments', 'u-wyatt-begay')
  await lincoln.edit('classes', text => text.replace('"Band, Period 6"', '"Jazz Band, Period 6"'))
  await lincoln.add('users', 'u-ed-moss,,,true,emoss,,Edwin,Moss,,108,emoss@lincoln.example,,,,,,,Ed,,,s-lincoln-high,')
  await lincoln.add('roles', 'r-ed-moss,,,u-ed-moss,primary,teacher,,,s-lincoln-high,')
  await lincoln.add('enrollments', 'e-ed-moss,,,c-geometry-p5,s-lincoln-high,u-ed-moss,teacher,false,2026-08-17,2027-06-12')
  await lincoln.settle()
} // prettier-ignore

describe('a night with something of everything', () => {
  beforeAll(async () => {
    await open()
    await night()
  })
  beforeEach(() => void (clock.now = morning))
  afterAll(close)

  test('runs stand with the newest first, the next sync above them, and filters leave out the rest', async () => {
    const { read } = await opens()
    const all = await read<RunPage>('/runs')
    expect(all.runs.map(({ run, result }) => [run, result])).toEqual([[2, 'applied'], [1, 'applied']])
    expect(all.runs[0]?.counts).toMatchObject({ added: 3, removed: 4, promoted: 1 })
    expect(all.before).toBeNull()
    // 2 AM in Chicago on the morrow of September 1, 9 AM.
    expect(all.next).toEqual({ at: '2026-09-02T07:00:00.000Z', addOnly: false, repeat: 'daily', paused: false, pausedUntil: null })
    expect((await read<RunPage>('/runs?result=held')).runs).toEqual([])
    expect((await read<RunPage>('/runs?before=2')).runs.map(({ run }) => run)).toEqual([1])
  }) // prettier-ignore

  test('a run tells its files, what it took of each, and how each school fared', async () => {
    const { read } = await opens()
    const run = await read<RunDetail>('/runs/2')
    expect(run.files.find(({ name }) => name === 'users.csv')).toMatchObject({ mode: 'bulk', complete: true, rows: 44, digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(run.kinds.find(({ kind }) => kind === 'users')).toMatchObject({ complete: true, first: false, counts: { create: 1, update: 1, remove: 1, unchanged: 42 } })
    expect(run.phases.map(({ phase }) => phase)).toEqual(['reading', 'checking', 'planning', 'applying'])
    expect(run.phases.every(({ from, until }) => until !== null && from <= until)).toBe(true)
    const high = run.schools.find(({ sourcedId }) => sourcedId === 's-lincoln-high')
    expect(high).toMatchObject({ name: 'Lincoln High', hazards: 0, kinds: { roles: { create: 1, remove: 1 } } })
    expect(run.gradeFlow).toMatchObject({ wave: false, totals: { up: 1, graduated: 0, new: 0, left: 1, stay: 34 } })
    expect(run.gradeFlow?.bands).toContainEqual({ from: '07', to: '08', count: 1, move: 'up' })
    expect(run.undo).toBe('possible')
    expect(run.snapshot?.keptUntil).not.toBeNull()
    expect(run.decision).toMatchObject({ who: 'ada', only: 'all', schools: null })
    const first = await read<RunDetail>('/runs/1')
    expect(first.kinds.every(({ first }) => first)).toBe(true)
    expect(first.changes).toBe(4 + 3 + 10 + 10 + 44 + 48 + 105)
  }) // prettier-ignore

  test('changes are told as people know them: who, where, from what to what, and why', async () => {
    const { read } = await opens()
    const { rows, total, after } = await read<ChangePage>('/runs/2/changes')
    expect([total, after]).toEqual([rows.length, null])
    const of = (sourcedId: string) => rows.find(row => row.sourcedId === sourcedId)
    expect(of('u-ada-park')).toMatchObject({
      deed: 'moved_up', name: 'Ada Park', reason: 'promoted', reasonWords: 'moved up a grade', ran: true,
      about: { role: 'student', grades: ['08'], school: { name: 'Lincoln High' } },
      fields: [
        { field: 'grades', shape: 'grades', before: ['07'], after: ['08'] },
        { field: 'primaryOrgSourcedId', shape: 'name', before: ['Roosevelt Middle'], after: ['Lincoln High'] },
      ],
    })
    expect(of('u-ed-moss')).toMatchObject({ deed: 'added', name: 'Ed Moss', about: { role: 'teacher' }, id: expect.any(String) })
    expect(of('u-wyatt-begay')).toMatchObject({ deed: 'removed', name: 'Wyatt Begay', reasonWords: 'not in the source any more', fields: [] })
    expect(of('c-band-p6')).toMatchObject({ deed: 'changed', name: 'Jazz Band, Period 6', fields: [{ before: ['Band, Period 6'], after: ['Jazz Band, Period 6'] }] })
    expect(of('e-ed-moss')).toMatchObject({ name: 'Ed Moss', about: { class: 'Geometry, Period 5', role: 'teacher', school: { name: 'Lincoln High' } } })
  }) // prettier-ignore

  test.each([
    ['kind=classes', ['c-band-p6']],
    ['op=moved_up', ['u-ada-park']],
    ['op=removed&kind=users', ['u-wyatt-begay']],
    ['words=wyatt', ['u-wyatt-begay']],
    ['words=ED MOSS', ['u-ed-moss']],
    ['kind=classes&words=%20', ['c-band-p6']],
    ['words=u-ed-moss', ['u-ed-moss', 'r-ed-moss', 'e-ed-moss']],
    ['school=s-roosevelt-middle', ['c-band-p6']],
    ['reason=promoted', ['u-ada-park']],
    ['kind=courses', []],
  ])('changes by %s', async (query, ids) => {
    const { read } = await opens()
    const { rows } = await read<ChangePage>(`/runs/2/changes?${query}`)
    expect(rows.map(({ sourcedId }) => sourcedId)).toEqual(ids)
  })

  test('a viewer of one school sees its changes and its counts, and of others none', async () => {
    const { id, read, page } = await opens('viewer')
    const { districtId } = await lincoln.district()
    const who = { actor: 'test', actorKind: 'system' } as const
    await transact(lincoln.store.pool, client => changeRole(client, { districtId, consoleUserId: id, who }, 'viewer', ['s-roosevelt-middle'], clock.now))
    await page.ask('POST', '/api/session', { email: await emailOf(id), password })
    const { rows } = await read<ChangePage>('/runs/2/changes')
    expect(rows.map(({ sourcedId }) => sourcedId)).toEqual(['c-band-p6'])
    expect((await read<RunDetail>('/runs/2')).schools.map(({ sourcedId }) => sourcedId)).toEqual(['s-roosevelt-middle'])
    expect((await page.ask('GET', `${base}/runs/2/export`)).status).toBe(403)
  }) // prettier-ignore

  test('the export is a file that is noted, and asks for a fresh proof', async () => {
    const { page, id } = await opens()
    const got = await page.ask('GET', `${base}/runs/2/export?kind=students`)
    expect(got.headers['content-disposition']).toBe('attachment; filename="lincoln-usd-run-2-students.csv"')
    expect(got.text.split('\r\n')[0]).toMatch(/^SourcedId,Type,School,Action/)
    expect(got.text).toContain('u-ada-park,student')
    expect(got.text).not.toContain('u-ed-moss')
    const noted = await lincoln.store.pool.query('select actor, action, target from audit order by seq desc limit 1')
    expect(noted.rows).toEqual([{ actor: `console:${id}`, action: 'run.export', target: 'run:2' }])
    clock.now = after(16)
    expect(await page.ask('GET', `${base}/runs/2/export`)).toMatchObject({ status: 403, body: { error: { code: 'PROOF_NEEDED' } } })
    expect((await page.ask('GET', `${base}/runs/99/export`)).status).toBe(403)
  }) // prettier-ignore
})

describe('a district of its own', () => {
  beforeEach(open)
  afterEach(close)

  test('a first import is listed from what it wrote, kind by kind and page by page', async () => {
    await lincoln.settle()
    const { read } = await opens()
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: ChangePage = await read<ChangePage>(`/runs/1/changes?kind=enrollments${next === '' ? '' : `&after=${next}`}`)
      seen.push(...page.rows.map(({ sourcedId }) => sourcedId))
      next = page.after
    }
    expect(seen).toHaveLength(105)
    expect(new Set(seen).size).toBe(105)
    const { rows } = await read<ChangePage>('/runs/1/changes?words=ada park')
    expect(rows).toMatchObject([{ name: 'Ada Park', deed: 'added', about: { role: 'student', school: { name: 'Roosevelt Middle' } } }])
    const schools = await read<ChangePage>('/runs/1/changes?kind=users&school=s-lincoln-high')
    expect(schools.rows).toHaveLength(9)
  }) // prettier-ignore

  test('a preview lists what it would do, and says that nothing of it was done', async () => {
    await lincoln.settle()
    await lincoln.drop('enrollments', 'e-wyatt-begay-geometry-p5')
    await lincoln.edit('classes', text => text.replace('"Music"', '"Music and Song"').replace('Music,"KG,03"', 'Choir,"KG,03"'))
    await lincoln.sync({ planOnly: true })
    const { read } = await opens()
    const { rows } = await read<ChangePage>('/runs/2/changes?kind=classes')
    expect(rows).toMatchObject([{ sourcedId: 'c-music', name: 'Choir', ran: false }])
    expect(await read<RunDetail>('/runs/2')).toMatchObject({ undo: 'nothing', run: { result: 'cleared' } })
  }) // prettier-ignore

  test('issues are those that were open when the run ended', async () => {
    await lincoln.settle()
    await lincoln.edit('users', text => text.replace(',ada.park,', ',,'))
    await lincoln.settle()
    const { read } = await opens()
    const { issues } = await read<RunIssues>('/runs/2/issues?rule=missing_required_value')
    expect(issues).toMatchObject([{ severity: 'warning', file: 'users.csv', row: 24, field: 'username', sourcedId: 'u-ada-park', firstRun: 2 }])
    expect((await read<RunIssues>('/runs/1/issues?rule=missing_required_value')).issues).toEqual([])
    expect((await read<RunDetail>('/runs/2')).issues).toMatchObject({ errors: 0, rules: { missing_required_value: 1 } })
  }) // prettier-ignore

  test('a rollback is shown before it is done, and puts back exactly what was there', async () => {
    await night()
    const { page, read } = await opens()
    expect(await read<UndoPreview>('/runs/2/undo')).toMatchObject({ possible: true, refusal: null, counts: expect.arrayContaining([{ kind: 'users', erase: 1, revert: 2 }]) })
    // A second pupil is a later change, and the first import cannot go back under it.
    expect(await read<UndoPreview>('/runs/1/undo')).toMatchObject({ possible: false, refusal: expect.stringContaining('Roll back 2 first') })
    expect(await page.ask('POST', `${base}/runs/1/undo`)).toMatchObject({ status: 409, body: { error: { code: 'UNDO_BLOCKED' } } })
    expect((await page.ask('POST', `${base}/runs/2/undo`)).status).toBe(202)
    expect(await desk.work()).toEqual(['undone'])
    const { runs } = await read<RunPage>('/runs')
    expect(runs[0]).toMatchObject({ run: 3, undoes: 2 })
    expect(runs[1]).toMatchObject({ run: 2, result: 'undone', undoneBy: 3 })
    const { rows } = await read<ChangePage>('/runs/3/changes?kind=users')
    expect(rows.map(({ sourcedId, deed }) => [sourcedId, deed])).toEqual([['u-ada-park', 'changed'], ['u-ed-moss', 'erased'], ['u-wyatt-begay', 'back']])
    expect((await read<RunDetail>('/runs/3')).back).toContainEqual({ kind: 'users', erase: 1, revert: 2 })
    expect(await read<UndoPreview>('/runs/2/undo')).toMatchObject({ possible: false, refusal: expect.stringContaining('run 3 undid it already') })
  }) // prettier-ignore

  test('a run that is not there is said to be not there', async () => {
    const { page } = await opens()
    for (const path of ['', '/changes', '/export', '/undo'])
      expect(await page.ask('GET', `${base}/runs/7${path}`)).toMatchObject({ status: 404, body: { error: { code: 'RUN_UNKNOWN' } } }) // prettier-ignore
  })
})

async function emailOf(id: string): Promise<string> {
  const { rows } = await lincoln.store.pool.query<{ email: string }>('select email from console_users where console_user_id = $1', [id])
  return rows[0]?.email ?? ''
} // prettier-ignore
