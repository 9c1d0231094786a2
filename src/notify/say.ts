import { enUS, type Word } from './words/en-US.ts'
import { esUS } from './words/es-US.ts'

export type Locale = 'en-US' | 'es-US'
type Facts = Readonly<Record<string, string | number>>

/** Anything else a row of the console may hold is answered in English. */
export function localeOf(text: string): Locale {
  return text === 'es-US' ? 'es-US' : 'en-US'
}

/** A word of the catalog with its facts; `{n, plural, one {…} other {…}}` as ICU writes it. Text only, never HTML. */
export function say(locale: Locale, word: Word, facts: Facts = {}): string {
  const text = (locale === 'es-US' ? esUS : enUS)[word]
  return fill(locale, text, facts)
}

const plural = /\{(\w+), plural, one \{((?:[^{}]|\{\w+\})*)\} other \{((?:[^{}]|\{\w+\})*)\}\}/g

function fill(locale: Locale, text: string, facts: Facts): string {
  const chosen = text.replace(plural, (_, name: string, one: string, other: string) =>
    new Intl.PluralRules(locale).select(Number(facts[name])) === 'one' ? one : other,
  )
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => shown(locale, facts[name]))
}

function shown(locale: Locale, fact: string | number | undefined): string {
  return typeof fact === 'number' ? new Intl.NumberFormat(locale).format(fact) : (fact ?? '')
}

/** A share of one as whole percent, but never 0 % or 100 % of what is neither. */
export function percent(locale: Locale, share: number): string {
  const whole = Math.round(share * 100) / 100
  const near = share > 0 && whole === 0 ? 0.01 : share < 1 && whole === 1 ? 0.99 : whole
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(near)
}

/** A day of the district, or the day an instant falls on there, in words. */
export function dayWords(locale: Locale, text: string, zone: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const date = new Date(isDay ? `${text}T12:00:00Z` : text)
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: isDay ? 'UTC' : zone }).format(date)
}
