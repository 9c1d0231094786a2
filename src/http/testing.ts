import { RollbookError } from '../roster/errors.ts'
import type { DistrictCall } from './route.ts'

/** Districts whose source is being tested by this process. */
const testing = new WeakMap<object, Set<string>>()

/**
 * One test of a source at a time in a district: each reads everything, and a button is pressed twice. `gone` ends when
 * the browser does not wait any more. Throws TEST_RUNNING.
 */
export async function testAlone<Result>({ office, district, reply }: DistrictCall<unknown, unknown, unknown>, test: (gone: AbortSignal) => Promise<Result>): Promise<Result> {
  const under = testing.get(office.store) ?? new Set()
  testing.set(office.store, under)
  if (under.has(district.districtId))
    throw new RollbookError('TEST_RUNNING', 'Cannot test the source: a test of it is at work. Wait for it to end, it takes five minutes at most')
  const gone = new AbortController()
  const leave = () => gone.abort()
  under.add(district.districtId)
  reply.raw.once('close', leave)
  try {
    return await test(gone.signal)
  } finally {
    under.delete(district.districtId)
    reply.raw.off('close', leave)
  }
} // prettier-ignore
