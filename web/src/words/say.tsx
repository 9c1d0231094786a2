import { useCallback, type ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { enUS, type MessageId } from './en-US.ts'

export type Values = Readonly<Record<string, string | number | Date | null | undefined>>
type Rich = Readonly<Record<string, ReactNode | ((inside: ReactNode) => ReactNode)>>
export type Say = (id: MessageId, values?: Values) => string

/** A message of the catalog as text, in the reader's language. */
export function useSay(): Say {
  const intl = useIntl()
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl])
}

/** The same with elements among its values, or `<tags>` around its parts. */
export function Said({ id, values }: { id: MessageId; values: Rich }) {
  const intl = useIntl()
  return <>{intl.formatMessage({ id }, values)}</>
}

/** Whether a word that the service sent (a state, a phase, a rule) has a message; what has none is shown as it came. */
export function isMessage(id: string): id is MessageId {
  return id in enUS
}

/** The word for a code of the service, such as `hazard` and `MASS_REMOVE`; a code without one stands for itself. */
export function useSayCode(): (family: string, code: string) => string {
  const say = useSay()
  return (family, code) => {
    const id = `${family}.${code}`
    return isMessage(id) ? say(id) : code
  }
}

/** Numbers as the reader's language writes them. */
export function useNumbers(): {
  count(value: number): string
  percent(part: number): string
  signed(value: number): string
} {
  const intl = useIntl()
  return {
    count: value => intl.formatNumber(value),
    percent: part => intl.formatNumber(part, { style: 'percent', maximumFractionDigits: part < 0.2 ? 1 : 0 }),
    signed: value => intl.formatNumber(value, { signDisplay: 'exceptZero' }),
  }
}
