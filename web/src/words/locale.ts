import { enUS, type MessageId } from './en-US.ts'
import { pseudo } from './pseudo.ts'

export type Locale = 'en-US' | 'es-US' | 'pseudo'
export type Catalog = Readonly<Record<MessageId, string>>
const remembered = 'rollbook.locale'

/** The language asked for in the address, chosen on this device, set for the person, or spoken by the browser: in this order. */
export function chosenLocale(personal: string | null = null): Locale {
  const asked = new URLSearchParams(location.search).get('locale')
  const wanted = asked ?? localStorage.getItem(remembered) ?? personal ?? navigator.language
  if (wanted === 'pseudo') return 'pseudo'
  return wanted.startsWith('es') ? 'es-US' : 'en-US'
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(remembered, locale)
}

/** English is in the first file, since it is what stands in for any other; the rest is fetched when chosen. */
export async function readCatalog(locale: Locale): Promise<Catalog> {
  if (locale === 'es-US') return (await import('./es-US.ts')).esUS
  if (locale === 'en-US') return enUS
  // fromEntries forgets the names of the keys; they are those of the catalog above.
  return Object.fromEntries(Object.entries(enUS).map(([id, text]) => [id, pseudo(text)])) as Catalog
}
