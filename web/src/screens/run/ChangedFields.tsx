import { useIntl } from 'react-intl'
import type { ChangeRow } from '../../../../src/http/contract/changes.ts'
import { useTimeWords } from '../../design/Time.tsx'
import { useSay, useSayCode } from '../../words/say.tsx'
import { useGradeWord } from '../../words/grade-word.ts'
import styles from './Run.module.css'

type Field = ChangeRow['fields'][number]

/** Field by field what was struck and what stands there now; of what goes, what becomes of it. */
export function ChangedFields({ row }: { row: ChangeRow }) {
  const say = useSay()
  const code = useSayCode()
  const shown = useShown()
  if (row.deed === 'removed' || row.deed === 'archived')
    return (
      <span className={styles.fields}>
        <span>
          {say('changes.status')}: <del>{say('changes.active')}</del>{' '}
          <ins>{say(becomes(row))}</ins>
        </span>
      </span>
    )
  return (
    <span className={styles.fields}>
      {row.fields.map(field => (
        <span key={field.field}>
          {code('field', field.field)}:{' '}
          {field.before.length > 0 && (
            <del>
              <bdi>{shown(field, field.before)}</bdi>
            </del>
          )}{' '}
          {field.after.length > 0 ? (
            <ins>
              <bdi>{shown(field, field.after)}</bdi>
            </ins>
          ) : (
            say('changes.blank')
          )}
        </span>
      ))}
    </span>
  )
} // prettier-ignore

/** A person is suspended first, so that the account is there when they come back. */
function becomes({ deed, kind }: ChangeRow) {
  if (deed === 'archived') return 'changes.archived'
  return kind === 'users' ? 'changes.suspended' : 'changes.gone'
}

function useShown(): (field: Field, values: readonly string[]) => string {
  const say = useSay()
  const intl = useIntl()
  const word = useGradeWord()
  const times = useTimeWords()
  const one = (field: Field, value: string) => {
    if (field.shape === 'grades') return word.of(value)
    if (field.shape === 'boolean') return say(value === 'true' ? 'changes.yes' : 'changes.no')
    return field.shape === 'date' ? times.day(value) : value
  }
  return (field, values) => intl.formatList(values.map(value => one(field, value)), { type: 'unit' })
} // prettier-ignore
