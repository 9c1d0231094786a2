import type { GuideId } from './list.ts'

const places: readonly (readonly [page: RegExp, guide: GuideId])[] = [
  [/^\/d\/[^/]+\/settings\/rostering\/setup/, 'oneroster-files'],
  [/^\/d\/[^/]+\/settings\/rostering\/hold/, 'holds'],
  [/^\/d\/[^/]+\/settings\/rostering\/(rollover|school-year)/, 'rollover'],
  [/^\/d\/[^/]+\/settings\/rostering\/settings/, 'how-rostering-works'],
  [/^\/d\/[^/]+\/settings\/rostering/, 'check-the-status'],
  [/^\/d\/[^/]+\/(people|classes|schools)/, 'people-and-why'],
  [/^\/me/, 'notifications'],
  [/^\/fleet\/holds/, 'holds'],
  [/^\/my\//, 'your-classes'],
]

/** The guide to what stands on a page; null where all of them are the better answer. */
export function guideFor(path: string): GuideId | null {
  return places.find(([page]) => page.test(path))?.[1] ?? null
}
