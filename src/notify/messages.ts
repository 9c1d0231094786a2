import type { Letter, Reason } from './letter.ts'
import { dayWords, percent, say, type Locale } from './say.ts'
import { enUS, type Word } from './words/en-US.ts'

/** Whom a letter goes to, as far as its words depend on it. */
export type Frame = {
  readonly locale: Locale
  /** Null for what is about no district. */
  readonly district: { readonly key: string; readonly name: string; readonly zone: string } | null
  /** Whether they get it as one of the vendor's own people. */
  readonly vendor: boolean
  /** Address of the console without a slash at its end. */
  readonly base: string
  /** Token of a link to sign in with. */
  readonly token: string | null
}
export type Message = { readonly subject: string; readonly text: string; readonly html: string }

/** What goes into the mail, before it is text or HTML. */
type Body = {
  readonly subject: string
  readonly lines: readonly string[]
  readonly list?: readonly string[]
  readonly end?: string
  readonly button: string
  readonly link: string
}
type Say = (word: Word, facts?: Readonly<Record<string, string | number>>) => string

/** The mail a letter becomes: the same letter and frame give the same bytes. No person is named in it. */
export function compose(letter: Letter, frame: Frame): Message {
  const body = bodyOf(letter, frame)
  const foot = footOf(letter, frame)
  const { subject, lines, list = [], end, button, link } = body
  const ends = [...(end === undefined ? [] : [end]), ...(foot === null ? [] : [foot])]
  const items = list.map(line => `- ${line}`).join('\n')
  const text = [...lines, ...(items === '' ? [] : [items]), `${button}:\n${link}`, ...ends]
  return { subject: oneLine(subject), text: `${text.join('\n\n')}\n`, html: htmlOf(body, ends, frame.locale) }
}

function bodyOf(letter: Letter, frame: Frame): Body {
  const { locale, district, base } = frame
  const name = district?.name ?? ''
  const words: Say = (word, facts) => say(locale, word, { district: name, ...facts })
  const day = (text: string) => dayWords(locale, text, district?.zone ?? 'UTC')
  const rostering = `${base}/d/${district?.key ?? ''}/settings/rostering`
  switch (letter.template) {
    case 'held': {
      const lines = [words('held.intro', { changes: letter.changes }), words('held.reasons')]
      const list = letter.reasons.map(reason => whyOf(reason, locale))
      return { ...named(words, 'held'), lines, list, end: words('held.end'), link: `${rostering}/hold/${letter.plan}` }
    }
    case 'waiting': {
      const lines = [words('waiting.intro', { since: day(letter.since), reasons: letter.reasons })]
      return { ...named(words, 'waiting'), lines, link: `${rostering}/hold/${letter.plan}` }
    }
    case 'failed':
      return { ...named(words, 'failed'), lines: failureLines(letter, words), link: `${rostering}/jobs/${letter.run}` }
    case 'first_success': {
      const { people, classes } = letter
      return { ...named(words, 'first_success'), lines: [words('first_success.intro', { people, classes })], link: rostering }
    }
    case 'paused': {
      const subject = words(letter.mode === 'pause' ? 'paused.subject' : 'paused.subject_add_only')
      const intro = words(`paused.intro_${letter.mode}`, { from: day(letter.from) })
      const until = letter.until === null ? words('paused.open') : words('paused.until', { until: day(letter.until) })
      return { ...named(words, 'paused'), subject, lines: [intro, until], link: `${rostering}/settings` }
    }
    case 'weekly': {
      const facts = { ...letter, held: letter.held ?? '', from: day(letter.from), to: day(letter.to) }
      const lines = (['intro', 'people', 'issues'] as const).map(part => words(`weekly.${part}`, facts))
      const held = letter.held === null ? [] : [words('weekly.held')]
      return { ...named(words, 'weekly'), lines: [...lines, ...held], link: letter.held === null ? rostering : `${rostering}/hold/${letter.held}` }
    }
    case 'request': {
      const kind = letter.kind === 'system' || letter.kind === 'connection' ? letter.kind : 'help'
      return { ...named(words, 'request'), lines: [words(`request.${kind}`)], link: `${base}/fleet/requests` }
    }
    case 'answered':
      return { ...named(words, 'answered'), lines: [words('answered.intro')], link: rostering }
    case 'invite':
    case 'added': {
      const { template } = letter
      const facts = { district: letter.district ?? 'Product Support' }
      const lines = [words(`${template}.${letter.district === null ? 'vendor' : 'intro'}`, facts)]
      const subject = words(`${template}.subject`, facts)
      if (template === 'added') return { ...named(words, template), subject, lines, link: `${base}/sign-in` }
      return { ...named(words, template), subject, lines, end: words('invite.end'), link: tokenLink(frame, 'welcome') }
    }
    case 'setup_link': {
      const facts = { district: letter.district }
      return { ...named(words, 'setup_link'), subject: words('setup_link.subject', facts), lines: [words('setup_link.intro', facts)], end: words('setup_link.end'), link: tokenLink(frame, 'setup-link') }
    }
    case 'setup_code':
      return { ...named(words, 'setup_code'), lines: [words('setup_code.intro', { code: frame.token ?? '' })], end: words('setup_code.end'), link: `${base}/setup-link` }
    case 'reset':
      return { ...named(words, 'reset'), lines: [words('reset.intro')], end: words('reset.end'), link: tokenLink(frame, 'reset') }
  }
} // prettier-ignore

function named(words: Say, template: Letter['template']): Pick<Body, 'subject' | 'button'> {
  return { subject: words(`${template}.subject`), button: words(`${template}.button`) }
}

/** Behind the #: what stands there is sent to no server, and stands in no log. */
function tokenLink({ base, token }: Frame, page: string): string {
  return `${base}/${page}#${token ?? ''}`
}

function failureLines({ run, times, code }: Extract<Letter, { template: 'failed' }>, words: Say): string[] {
  if (code === null) return [words('failed.repeated', { times, run: String(run) })]
  // A letter written by a release that knew more codes tells what this one knows.
  const fix = `fix.${code}`
  return [words('failed.known', { run: String(run) }), ...(isFix(fix) ? [words(fix)] : [])]
}

function isFix(word: string): word is Extract<Word, `fix.${string}`> {
  return Object.hasOwn(enUS, word)
}

/** "41% of enrollments at Roosevelt Middle would be removed (208 of 507, limit 20%)". */
function whyOf({ code, kind, school, count, of, limit }: Reason, locale: Locale): string {
  const word = `kind.${kind ?? ''}`
  const place = school === null ? say(locale, 'place.district') : say(locale, 'place.school', { school })
  const most =
    limit === null
      ? say(locale, 'limit.none')
      : say(locale, 'limit.share', { limit: 'share' in limit ? percent(locale, limit.share) : limit.count })
  return say(locale, `why.${code}`, {
    share: percent(locale, of === 0 ? 0 : count / of),
    kind: isKind(word) ? say(locale, word) : '',
    ...{ place, school: school ?? '', count, of, limit: most },
  })
}

function isKind(word: string): word is Extract<Word, `kind.${string}`> {
  return Object.hasOwn(enUS, word)
}

/** Sent to whoever was meant, member or not: somebody asked for it. */
export function isPersonal(template: Letter['template']): boolean {
  return ['invite', 'added', 'reset', 'answered', 'setup_link', 'setup_code'].includes(template)
}

/** Why they get it and where to choose; what signs somebody in is sent to whoever asked, and says so itself. */
function footOf({ template }: Letter, { district, vendor, base, locale }: Frame): string | null {
  if (isPersonal(template)) return null
  if (vendor) return say(locale, 'foot.vendor', { link: `${base}/fleet/requests` })
  if (district === null) return null
  const link = `${base}/d/${district.key}/settings/rostering/settings`
  return say(locale, 'foot.choose', { district: district.name, link })
}

function htmlOf({ lines, list = [], button, link }: Body, ends: readonly string[], locale: Locale): string {
  const paragraph = (line: string) => `<p>${escaped(line)}</p>`
  const items = list.map(line => `<li>${escaped(line)}</li>`).join('')
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head><body>`,
    ...lines.map(paragraph),
    items === '' ? '' : `<ul>${items}</ul>`,
    `<p><a href="${escaped(link)}">${escaped(button)}</a></p>`,
    ...ends.map(paragraph),
    '</body></html>',
  ].join('')
}

/** Names of districts and schools come from outside. */
function escaped(text: string): string {
  const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, mark => marks[mark] ?? mark)
} // prettier-ignore

/** A line break in a name must not begin a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, 200)
} // prettier-ignore
