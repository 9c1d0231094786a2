import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UnreadableDrop } from '../../src/roster/errors.ts'
import { validateDrop, type Validation } from '../../src/sync/validate.ts'
import { layDrop, type Case, type Reads } from './corpus/case.ts'
import { fileCases } from './corpus/files.ts'
import { judgeIssue } from './corpus/judge.ts'
import { packageCases } from './corpus/packages.ts'
import { tinyKinds } from './tiny.ts'
import { watchStrain } from './strain.ts'

/*
 * F10, F11, F25: the fixed corpus of malformed drops. What must come of each is written beside it, from the rules
 * (docs/issues.md, docs/errors.md, docs/faults.md) and not from what came of it.
 */
const corpus: readonly Case[] = [...packageCases, ...fileCases]
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollbook-corpus-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the corpus has at least 500 drops, each of another name', () => {
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  expect(corpus.length).toBeGreaterThanOrEqual(500)
})

const nothing = () => {}

test('every drop of the corpus comes to what it must, and none strains the process', async () => {
  const wrongs: string[] = []
  const strain = watchStrain()
  for (const [at, one] of corpus.entries()) {
    const path = await layDrop(one.make(), join(folder, String(at)))
    strain.begin(one.name)
    const came = await validateDrop(path, 'tolerant', nothing).catch((error: unknown) => error as Error)
    strain.end()
    wrongs.push(...judge(one, came).map(text => `${one.name}: ${text}`))
    await rm(path, { recursive: true })
  }
  expect([...wrongs, ...strain.stop()]).toEqual([])
})

function judge({ expected }: Case, came: Validation | Error): string[] {
  if (came instanceof Error) {
    if (!(came instanceof UnreadableDrop)) return [`is no typed refusal: ${came.stack}`]
    const codes = 'refuses' in expected ? expected.refuses : []
    const told = /^Cannot [^\n]+\. [A-Z][^\n]+$/.test(came.message)
      ? []
      : [`is refused without a remedy: ${came.message}`]
    return codes.includes(came.code) ? told : [...told, `is refused as ${came.code}: ${came.message}`]
  }
  const issues = came.issues.flatMap(issue => judgeIssue(issue))
  if ('refuses' in expected)
    return [...issues, `is read, and must be refused as ${expected.refuses.join(' or ')}`]
  return [...issues, ...judgeReading(expected, came)]
}

/** Rules over many rows: what a lost row makes of those that are right. */
const together = new Set<string>([
  'student_without_enrollments', 'class_without_students', 'class_without_teacher', 'missing_target_record',
  'primary_org_missing_role', 'org_type_mismatch', 'academic_session_type_mismatch', 'enrollment_outside_terms',
  'multiple_primary_roles_for_user_org', 'duplicate_email', 'duplicate_username',
]) // prettier-ignore

function judgeReading(expected: Reads, { issues, complete, counts, rejected }: Validation): string[] {
  const wrongs: string[] = []
  const compare = (what: string, is: unknown, must: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(must))
      wrongs.push(`${what} ${JSON.stringify(is)}, must be ${JSON.stringify(must)}`)
  }
  const kind = expected.file.replace('.csv', '') as (typeof tinyKinds)[number]
  const rules = issues
    .filter(({ file, rule }) => file.toLowerCase() === expected.file.toLowerCase() && !together.has(rule))
    .map(({ rule }) => rule)
  compare('issues are', [...new Set(rules)].sort(), [...expected.rules].sort())
  compare(
    'complete are',
    [...complete].sort(),
    tinyKinds.filter(one => !expected.doubtful.includes(one)).sort(),
  )
  if (expected.accepted !== null) {
    compare('accepted are', counts[kind] ?? 0, expected.accepted)
    compare('rejected are', rejected[kind] ?? 0, expected.rejected)
  }
  return wrongs
}
