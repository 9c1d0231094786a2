import { expect, test } from 'vitest'
import { hazardCodes, type Hazard } from '../guard/hazards.ts'
import { defaultRules } from '../roster/rules.ts'
import type { Letter } from './letter.ts'
import { compose, type Frame } from './messages.ts'
import { reasonsOf } from './reasons.ts'
import { percent } from './say.ts'
import { enUS } from './words/en-US.ts'
import { esUS } from './words/es-US.ts'

const lincoln = { key: 'lincoln-usd', name: 'Lincoln USD', zone: 'America/Chicago' }
const frame: Frame = {
  locale: 'en-US', district: lincoln, vendor: false, base: 'https://rollbook.example', token: null,
} // prettier-ignore
const schools = new Map([['s-12', 'Roosevelt Middle']])

function hazard(given: Partial<Hazard> & Pick<Hazard, 'code'>): Hazard {
  return { message: '', kind: null, school: null, count: 0, of: 0, limit: 0, ...given }
}
const half = hazard({
  code: 'MASS_REMOVE_SCHOOL', kind: 'enrollments', school: 's-12', count: 208, of: 507, limit: 101,
  message: '41 % of enrollments at school "s-12" would be removed (208 of 507, limit 101)',
}) // prettier-ignore
const held = (...hazards: Hazard[]): Letter => ({
  template: 'held', plan: '7f3c9a12', changes: 468, reasons: reasonsOf(hazards, defaultRules.limits, schools),
}) // prettier-ignore

test('a held plan is told with number, limit and unit together, and a link', () => {
  const { subject, text } = compose(held(half), frame)
  expect(subject).toBe('On hold - waiting for you: Lincoln USD')
  expect(text).toContain('41% of enrollments at Roosevelt Middle would be removed (208 of 507, limit 20%)')
  expect(text).toContain('https://rollbook.example/d/lincoln-usd/settings/rostering/hold/7f3c9a12')
  expect(text).toContain('468 changes')
})

test('a held plan is told in Spanish', () => {
  const { subject, text } = compose(held(half), { ...frame, locale: 'es-US' })
  expect(subject).toBe('En espera - le toca a usted: Lincoln USD')
  expect(text).toContain('Se quitaría el 41% de inscripciones en Roosevelt Middle (208 de 507, límite 20%)')
})

test('a limit is told as its count where that let more pass than the share', () => {
  const few = hazard({
    code: 'MASS_REMOVE', kind: 'users', count: 7, of: 36, limit: 5,
    message: '19 % of students in the district would be removed (7 of 36, limit 5)',
  }) // prettier-ignore
  expect(compose(held(few), frame).text).toContain(
    '19% of students in the district would be removed (7 of 36, limit 5)',
  )
})

test('what a hazard says of people stays out of the mail', () => {
  const moved = hazard({
    code: 'LOGIN_MOVED', kind: 'users', count: 2, of: 2,
    message: 'jreyes@lincoln.example belongs to user u-9981, and 1 more like it',
  }) // prettier-ignore
  const { subject, text, html } = compose(held(moved), frame)
  expect(text).toContain('2 sign-ins pass to another person')
  expect(subject + text + html).not.toContain('jreyes')
})

test('what only left removals out is no reason to wait', () => {
  expect(reasonsOf([hazard({ code: 'INCOMPLETE' }), half], defaultRules.limits, schools)).toHaveLength(1)
})

test('names from outside are text in the HTML, and no header in the subject', () => {
  const name = 'Lincoln <script>alert("1")</script> & Söhne\r\nBcc: all@example.org'
  const { subject, text, html } = compose(held(half), { ...frame, district: { ...lincoln, name } })
  expect(html).not.toContain('<script')
  expect(html).toContain('Lincoln &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Söhne')
  expect(subject).not.toMatch(/[\r\n]/)
  expect(text).toContain('<script>')
})

test('the link of an invitation carries its token behind the #', () => {
  const letter: Letter = { template: 'invite', district: 'Lincoln USD' }
  const { text, html } = compose(letter, { ...frame, token: 'secret-token' })
  expect(text).toContain('https://rollbook.example/welcome#secret-token')
  expect(html).toContain('href="https://rollbook.example/welcome#secret-token"')
})

test('a failure whose fix is known says it, and one that is not offers help', () => {
  const known: Letter = { template: 'failed', run: 1204, times: 1, code: 'ARCHIVE_ENCRYPTED' }
  expect(compose(known, frame).text).toContain('run 1204')
  expect(compose(known, frame).text).toContain('Export it without one.')
  expect(compose({ ...known, times: 3, code: null }, frame).text).toContain('failed 3 times in a row')
})

test('one is one, and many are many', () => {
  const waiting: Letter = { template: 'waiting', plan: 'p', since: '2026-09-14T06:30:00Z', reasons: 1 }
  expect(compose(waiting, frame).text).toContain('Since September 14, 2026')
  expect(compose(waiting, frame).text).toContain('for one reason.')
  expect(compose({ ...waiting, reasons: 2 }, frame).text).toContain('for 2 reasons.')
  expect(compose(waiting, { ...frame, locale: 'es-US' }).text).toContain('por un motivo.')
})

test('a day that began yesterday in UTC is told as the district’s', () => {
  const waiting: Letter = { template: 'waiting', plan: 'p', since: '2026-09-14T03:30:00Z', reasons: 1 }
  expect(compose(waiting, frame).text).toContain('Since September 13, 2026')
})

test('a share is never rounded to nothing or to all', () => {
  expect([0, 0.001, 0.41, 0.999, 1].map(share => percent('en-US', share))).toEqual([
    '0%', '1%', '41%', '99%', '100%',
  ]) // prettier-ignore
})

const all: readonly Letter[] = [
  held(...hazardCodes.map(code => hazard({ code, kind: 'users', school: 's-12', count: 3, of: 9, limit: 1 }))),
  { template: 'waiting', plan: 'p', since: '2026-09-14T06:30:00Z', reasons: 2 },
  { template: 'failed', run: 3, times: 3, code: null },
  { template: 'failed', run: 3, times: 1, code: 'NO_SOURCE' },
  { template: 'first_success', run: 1, people: 2_118, classes: 142 },
  { template: 'paused', mode: 'pause', from: '2026-06-10', until: '2026-08-03' },
  { template: 'paused', mode: 'add_only', from: '2026-06-10', until: null },
  {
    template: 'weekly', from: '2026-09-07', to: '2026-09-13', held: 'p', runs: 7, failures: 1, added: 14, changed: 31,
    removed: 3, promoted: 0, issues: 12,
  },
  { template: 'request', kind: 'system', request: 'r' },
  { template: 'answered', request: 'r' },
  { template: 'invite', district: 'Lincoln USD' },
  { template: 'invite', district: null },
  { template: 'added', district: 'Lincoln USD' },
  { template: 'reset' },
] // prettier-ignore

test.each(all.flatMap(letter => (['en-US', 'es-US'] as const).map(locale => ({ letter, locale }))))(
  'every fact of $letter.template has its place in $locale',
  ({ letter, locale }) => {
    const { subject, text, html } = compose(letter, { ...frame, locale, token: 't' })
    expect(subject + text + html).not.toMatch(/[{}]|undefined|null|NaN|\(\)/)
    expect(subject.length).toBeLessThan(80)
    expect(text).toMatch(/https:\/\/rollbook\.example\/\S/)
  },
)

test('both languages name the same facts', () => {
  const factsOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(found => found[1]))].sort()
  const differing = Object.entries(enUS).filter(
    ([word, text]) => String(factsOf(text)) !== String(factsOf(esUS[word as keyof typeof esUS])),
  )
  expect(differing.map(([word]) => word)).toEqual([])
}) // prettier-ignore
