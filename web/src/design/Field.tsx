import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { fieldId, useProblem } from './Form.tsx'
import { Icon } from './Icon.tsx'
import styles from './Field.module.css'

/*
 * Controls of a form are the browser's own: they are what password managers, phones and screen readers know best.
 * Each has its label, its note and its problem, tied together by ids made of its name.
 */

type Labelled = { readonly name: string; readonly label: ReactNode; readonly note?: ReactNode }
type Native<Tag extends 'input' | 'select' | 'textarea'> = Omit<
  ComponentProps<Tag>,
  'name' | 'id' | 'className'
>

export function TextField({ name, label, note, ...input }: Labelled & Native<'input'>) {
  return (
    <Field name={name} label={label} note={note}>
      {tied => <input type="text" {...input} {...tied} className={styles.control} />}
    </Field>
  )
}

export function TextArea({ name, label, note, ...area }: Labelled & Native<'textarea'>) {
  return (
    <Field name={name} label={label} note={note}>
      {tied => <textarea rows={3} {...area} {...tied} className={styles.control} />}
    </Field>
  )
}

export type Option = { readonly value: string; readonly label: string }

export function Select({
  name,
  label,
  note,
  options,
  ...select
}: Labelled & Native<'select'> & { readonly options: readonly Option[] }) {
  return (
    <Field name={name} label={label} note={note}>
      {tied => (
        <select {...select} {...tied} className={styles.control}>
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** A calendar day, in and out as YYYY-MM-DD. */
export function DateField({ name, label, note, ...input }: Labelled & Native<'input'>) {
  return <TextField {...input} type="date" name={name} label={label} note={note} />
}

export function Checkbox({ name, label, note, ...input }: Labelled & Native<'input'>) {
  return (
    <div className={styles.choice}>
      <input
        {...input}
        type="checkbox"
        name={name}
        id={fieldId(name)}
        aria-describedby={note ? `${fieldId(name)}-note` : undefined}
      />
      <label htmlFor={fieldId(name)}>{label}</label>
      <Note name={name}>{note}</Note>
    </div>
  )
}

/** On or off at once, without a button to save: said as such. */
export function Switch({ name, label, note, ...input }: Labelled & Native<'input'>) {
  return (
    <div className={classes(styles.choice, styles.switch)}>
      <input
        {...input}
        type="checkbox"
        role="switch"
        name={name}
        id={fieldId(name)}
        aria-describedby={note ? `${fieldId(name)}-note` : undefined}
      />
      <label htmlFor={fieldId(name)}>{label}</label>
      <Note name={name}>{note}</Note>
    </div>
  )
}

/** One of several. `rows` sets each on a line of its own with its note: for choices that have consequences. */
export function RadioGroup({
  name,
  label,
  options,
  value,
  onChange,
  rows = false,
}: Labelled & {
  readonly options: readonly (Option & { readonly note?: ReactNode; readonly disabled?: boolean })[]
  readonly value: string | null
  readonly onChange: (value: string) => void
  readonly rows?: boolean
}) {
  const problem = useProblem(name)
  return (
    <fieldset className={styles.group} aria-describedby={problem ? `${fieldId(name)}-problem` : undefined}>
      <legend>{label}</legend>
      <Problem name={name} />
      <div className={rows ? styles.rows : styles.line}>
        {options.map((option, at) => (
          <label key={option.value} className={styles.radio}>
            <input
              type="radio"
              name={name}
              id={at === 0 ? fieldId(name) : undefined}
              value={option.value}
              checked={value === option.value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
            />
            <span>
              <span className={styles.option}>{option.label}</span>
              {option.note && <span className={styles.note}>{option.note}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type Tied = {
  readonly id: string
  readonly name: string
  readonly 'aria-invalid': true | undefined
  readonly 'aria-describedby': string | undefined
}

function Field({ name, label, note, children }: Labelled & { readonly children: (tied: Tied) => ReactNode }) {
  const id = fieldId(name)
  const problem = useProblem(name)
  const described = [note && `${id}-note`, problem && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        name,
        'aria-invalid': problem ? true : undefined,
        'aria-describedby': described || undefined,
      })}
      <Note name={name}>{note}</Note>
      <Problem name={name} />
    </div>
  )
}

function Note({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null
  return (
    <p id={`${fieldId(name)}-note`} className={styles.note}>
      {children}
    </p>
  )
}

function Problem({ name }: { name: string }) {
  const problem = useProblem(name)
  if (problem === undefined) return null
  return (
    <p id={`${fieldId(name)}-problem`} className={styles.problem}>
      <Icon name="trouble" size="s" />
      {problem}
    </p>
  )
}
