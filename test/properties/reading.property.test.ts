import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kinds } from '../../src/roster/kinds.ts'
import { defaultRules } from '../../src/roster/rules.ts'
import type { Base, KindBase } from '../../src/snapshot/base.ts'
import { makeHasher, type Hasher } from '../../src/snapshot/hash.ts'
import { NameFile } from '../../src/snapshot/names.ts'
import { takeSnapshot } from '../../src/snapshot/snapshot.ts'
import { KeyTable } from '../../src/snapshot/table.ts'
import { openDrop } from '../../src/sources/oneroster-csv/drop.ts'
import { sha256 } from '../../src/sync/run.ts'
import { bulk, lincoln } from '../scenarios/lincoln.ts'
import { each, type Cells, type Files } from '../scenarios/tables.ts'
import { cases } from './cases.ts'

// P5: how much is read at a time is nobody's business. P9: each row comes to exactly one thing.

let folder = ''
let hasher: Hasher
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reading-'))
  hasher = makeHasher()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A base that knows nothing, on a disk that is memory. */
function emptyBase(): Base {
  const kindBase = (): KindBase => {
    let bytes = Buffer.alloc(0)
    const file = {
      append: async (more: Uint8Array) => void (bytes = Buffer.concat([bytes, more])),
      read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
      get size() {
        return bytes.length
      },
    }
    return { table: new KeyTable(), names: new NameFile(file), stocked: false }
  }
  return {
    kinds: Object.fromEntries(kinds.map(kind => [kind, kindBase()])) as Record<(typeof kinds)[number], KindBase>,
    sessions: new Map(),
    schools: new Map(),
    schoolYear: null,
  }
} // prettier-ignore

async function readIn(files: Files, chunk: number | undefined) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const drop = await openDrop(folder, { profile: 'tolerant', ...(chunk === undefined ? {} : { chunk }) })
  const lines: string[] = []
  const drawer = {
    add: (label: string, line: string) => void lines.push(`${label} ${line}`),
    drain: async () => {},
    async *lines() {},
  }
  const snapshot = await takeSnapshot({
    drop, base: emptyBase(), kin: { dependents: async () => [] }, rules: defaultRules, rulesSeed: 'rules 1', profile: 'tolerant',
    hasher, drawer, hear: () => {}, sha256, progress: () => {},
  }) // prettier-ignore
  await drop.close()
  return { snapshot, lines }
}

/** Lincoln with rows that are odd, torn, empty, told twice or called gone. */
const oddity = fc.constantFrom<(row: Cells) => Cells>(
  row => row,
  row => ({ ...row, status: 'tobedeleted' }),
  row => ({ ...row, status: 'perhaps' }),
  row => ({ ...row, sourcedId: '' }),
  row => ({ ...row, sourcedId: `="${row.sourcedId}"` }),
  row => ({
    ...row,
    givenName: '',
    familyName: '',
    userSourcedId: 'u-nobody',
    courseSourcedId: 'k-none',
    name: '',
  }),
  row => ({ ...row, title: 'Line one\nline two, and "three"', familyName: 'O"Neill, the\r\nyounger' }),
)
const drops = fc
  .array(fc.tuple(fc.constantFrom('orgs', 'courses', 'classes', 'users', 'roles', 'enrollments'), fc.nat(200), oddity, fc.boolean()), { maxLength: 12 })
  .map(changes =>
    changes.reduce((tables, [kind, at, change, twice]) => {
      const rows = tables[kind as 'users'] ?? []
      const chosen = rows[at % Math.max(1, rows.length)]
      const changed = each(tables, kind as 'users', row => (row === chosen ? change(row) : row))
      return twice && chosen !== undefined ? { ...changed, [kind]: [...(changed[kind as 'users'] ?? []), chosen] } : changed
    }, lincoln),
  ) // prettier-ignore

test('P5: the size of what is read at a time changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(drops, fc.integer({ min: 1, max: 700 }), async (tables, chunk) => {
      const [whole, parts] = [await readIn(bulk(tables), undefined), await readIn(bulk(tables), chunk)]
      expect(parts.lines).toEqual(whole.lines)
      expect(parts.snapshot.digest).toBe(whole.snapshot.digest)
      expect(parts.snapshot.issues.kept).toEqual(whole.snapshot.issues.kept)
      expect(parts.snapshot.complete).toEqual(whole.snapshot.complete)
    }),
    cases(15),
  )
}, 600_000)

test('P9: each row is accepted, rejected, outside, or told again further down', async () => {
  await fc.assert(
    fc.asyncProperty(drops, async tables => {
      const { snapshot } = await readIn(bulk(tables), undefined)
      for (const reading of Object.values(snapshot.readings)) {
        const { kind, rows, accepted, rejected, out, repeated } = reading
        expect([kind, accepted + rejected + out + repeated]).toEqual([kind, rows])
        expect([kind, rows]).toEqual([kind, tables[kind]?.length ?? 0])
        const ids = (tables[kind] ?? []).map(({ sourcedId = '' }) => sourcedId.replace(/^="(.*)"$/, '$1'))
        // Roles repeat one another by person, org and role, whatever their sourcedIds.
        if (kind !== 'roles') expect(repeated).toBeLessThanOrEqual(ids.length - new Set(ids).size)
        if (rejected > 0) expect(snapshot.issues.errors).toBeGreaterThan(0)
      }
    }),
    cases(25),
  )
}, 600_000)
