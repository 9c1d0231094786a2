import type { History } from '../../../../src/http/contract/why.ts'
import { useSayCode } from '../../words/say.tsx'
import { useFieldValue } from './field-value.ts'
import styles from './People.module.css'

/** Field by field what was struck, and what stands there now. */
export function FieldChanges({ fields }: { fields: History['steps'][number]['fields'] }) {
  const code = useSayCode()
  const shown = useFieldValue()
  return (
    <ul className={styles.fields}>
      {fields.map(({ field, before, after }) => (
        <li key={field}>
          {code('field', field)}:{' '}
          {before !== null && (
            <del>
              <bdi>{shown(field, before)}</bdi>
            </del>
          )}{' '}
          {after !== null && (
            <ins>
              <bdi>{shown(field, after)}</bdi>
            </ins>
          )}
        </li>
      ))}
    </ul>
  )
}
