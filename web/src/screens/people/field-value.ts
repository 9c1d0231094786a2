import { useIntl } from 'react-intl'
import { useTimeWords } from '../../design/Time.tsx'
import { useGradeWord } from '../../words/grade-word.ts'
import { useSay } from '../../words/say.tsx'

export type FieldValue = string | boolean | readonly string[] | null

/** A value of a record as people read it: grades and days in words, several values as a list, none as a dash. */
export function useFieldValue(): (field: string, value: FieldValue | undefined) => string {
  const say = useSay()
  const intl = useIntl()
  const word = useGradeWord()
  const times = useTimeWords()
  const one = (field: string, value: string) => {
    if (field === 'grades') return word.of(value)
    return /^\d{4}-\d\d-\d\d$/.test(value) ? times.day(value) : value
  }
  return (field, value) => {
    if (value === null || value === undefined || value.toString() === '') return '–'
    if (typeof value === 'boolean') return say(value ? 'changes.yes' : 'changes.no')
    if (typeof value === 'string') return one(field, value)
    return intl.formatList(value.map(each => one(field, each)), { type: 'unit' }) // prettier-ignore
  }
}
