import { useIntl } from 'react-intl'

/** Bytes as people read them: "12 kB", "3.4 MB". */
export function useSize(): (bytes: number) => string {
  const intl = useIntl()
  const unit = (value: number, name: string) =>
    intl.formatNumber(value, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: value < 10 ? 1 : 0,
    })
  return bytes => {
    if (bytes < 1_000) return unit(bytes, 'byte')
    return bytes < 1_000_000 ? unit(bytes / 1_000, 'kilobyte') : unit(bytes / 1_000_000, 'megabyte')
  }
}
