/** The guides, in the order in which somebody new would read them, each with those that follow on it. */
export const guides = [
  { id: 'what-rostering-is', part: 'start', next: ['how-rostering-works', 'oneroster-files', 'clever'] },
  { id: 'how-rostering-works', part: 'start', next: ['oneroster-files', 'holds', 'rollover'] },
  { id: 'oneroster-files', part: 'connect', next: ['check-the-status', 'how-rostering-works'] },
  { id: 'oneroster-rest', part: 'connect', next: ['check-the-status', 'holds'] },
  { id: 'clever', part: 'connect', next: ['check-the-status', 'classlink'] },
  { id: 'classlink', part: 'connect', next: ['check-the-status', 'clever'] },
  { id: 'another-system', part: 'connect', next: ['oneroster-files', 'how-rostering-works'] },
  { id: 'check-the-status', part: 'every-day', next: ['holds', 'people-and-why'] },
  { id: 'holds', part: 'every-day', next: ['rollover', 'people-and-why', 'notifications'] },
  { id: 'people-and-why', part: 'every-day', next: ['check-the-status', 'your-classes'] },
  { id: 'notifications', part: 'every-day', next: ['check-the-status', 'holds'] },
  { id: 'rollover', part: 'every-day', next: ['holds', 'how-rostering-works'] },
  { id: 'your-classes', part: 'classes', next: ['what-rostering-is'] },
] as const satisfies readonly { id: string; part: string; next: readonly string[] }[]

export type GuideId = (typeof guides)[number]['id']
export const guideParts = ['start', 'connect', 'every-day', 'classes'] as const

export function isGuide(id: string): id is GuideId {
  return guides.some(guide => guide.id === id)
}
