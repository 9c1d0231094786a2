import { createContext, use, type ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { useNow } from '../data/now.ts'
import { agoWords, dayWords, timeWords, type TimeStyle } from '../data/time.ts'
import text from './text.module.css'

const ZoneContext = createContext(Intl.DateTimeFormat().resolvedOptions().timeZone)

/** Everything inside tells times as the clocks of this zone show them. */
export function Zone({ zone, children }: { zone: string; children: ReactNode }) {
  return <ZoneContext value={zone}>{children}</ZoneContext>
}

export function useZone(): string {
  return use(ZoneContext)
}

/** An instant (ISO 8601) in the district's zone; `ago` adds how far away it is, or says only that. */
export function Time({
  at,
  style = 'instant',
  ago = 'none',
}: {
  readonly at: string
  readonly style?: TimeStyle
  readonly ago?: 'none' | 'beside' | 'only'
}) {
  const words = useTimeWords()
  if (ago === 'only') return <time dateTime={at}>{words.ago(at)}</time>
  return (
    <>
      <time dateTime={at}>{words.time(at, style)}</time>
      {ago === 'beside' && <span className={text.quiet}> {words.ago(at)}</span>}
    </>
  )
}

/** A calendar day (YYYY-MM-DD), the same everywhere. */
export function Day({ on }: { on: string }) {
  const words = useTimeWords()
  return <time dateTime={on}>{words.day(on)}</time>
}

/** The same as text, for sentences. */
export function useTimeWords(): {
  time(at: string, style?: TimeStyle): string
  ago(at: string): string
  day(on: string): string
} {
  const { locale } = useIntl()
  const zone = useZone()
  const now = useNow()
  return {
    time: (at, style = 'instant') => timeWords(new Date(at), { locale, zone, style, now }),
    ago: at => agoWords(new Date(at), now, locale),
    day: on => dayWords(on, { locale, now }),
  }
}
