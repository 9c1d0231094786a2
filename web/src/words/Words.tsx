import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { IntlProvider } from 'react-intl'
import { enUS } from './en-US.ts'
import { chosenLocale, readCatalog, rememberLocale, type Catalog, type Locale } from './locale.ts'

type Choice = {
  readonly locale: Locale
  /** For this device, from now on. */
  choose(locale: Locale): void
  /** What a person has set for themselves, unless this device has a choice of its own. */
  adopt(personal: string): void
}
const LocaleContext = createContext<Choice>({
  locale: 'en-US',
  choose: () => undefined,
  adopt: () => undefined,
})

/** Gives everything inside its words and the language they are in. */
export function Words({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState<Locale>(() => chosenLocale())
  const [spoken, setSpoken] = useState<{ locale: Locale; catalog: Catalog }>({
    locale: 'en-US',
    catalog: enUS,
  })
  useEffect(() => {
    let here = true
    void readCatalog(wanted).then(catalog => here && setSpoken({ locale: wanted, catalog }))
    return () => {
      here = false
    }
  }, [wanted])
  const language = spoken.locale === 'pseudo' ? 'en-US' : spoken.locale
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo<Choice>(
    () => ({
      locale: spoken.locale,
      choose(locale) {
        rememberLocale(locale)
        setWanted(locale)
      },
      adopt: personal => setWanted(chosenLocale(personal)),
    }),
    [spoken.locale],
  )
  return (
    <LocaleContext value={choice}>
      <IntlProvider locale={language} messages={spoken.catalog} defaultLocale="en-US">
        {children}
      </IntlProvider>
    </LocaleContext>
  )
}

/** The language of the page, and how to change it. */
export function useLocale(): Choice {
  return use(LocaleContext)
}
