import {
  createContext,
  use,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FormEvent,
  type ReactNode,
} from 'react'
import { Refused, type FieldProblem } from '../data/refused.ts'
import { useSay } from '../words/say.tsx'
import { Banner } from './Banner.tsx'
import { Failed } from './PageStates.tsx'
import { Unsaved } from './Unsaved.tsx'
import styles from './Form.module.css'

const ProblemsContext = createContext<ReadonlyMap<string, string>>(new Map())

/** What is wrong with a field of the form around, by its name. */
export function useProblem(name: string): string | undefined {
  return use(ProblemsContext).get(name)
}

/**
 * A form whose problems stand on top, with a link to each field; the list takes the focus when it appears. `problems`
 * are the page's own, `error` is what the service said, `live` is told beside its field alone. `onSubmit` is given the fields by name, as text.
 */
export function Form({
  label,
  onSubmit,
  problems = none,
  live = none,
  error = null,
  guard = false,
  children,
}: {
  readonly label: string
  readonly onSubmit: (values: Readonly<Record<string, string>>) => void
  readonly problems?: readonly FieldProblem[]
  /** What is wrong with what is being typed: nothing jumps for it. */
  readonly live?: readonly FieldProblem[]
  readonly error?: Error | null
  /** Asks before the page is left with something typed and not saved. */
  readonly guard?: boolean
  readonly children: ReactNode
}) {
  const all = useMemo(
    () => [...problems, ...(error instanceof Refused ? error.fields : [])],
    [problems, error],
  )
  const byField = useMemo(
    () => new Map([...all, ...live].map(({ field, message }) => [field, message])),
    [all, live],
  )
  const [typed, setTyped] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTyped(false)
    onSubmit(textOf(new FormData(event.currentTarget)))
  }
  return (
    <ProblemsContext value={byField}>
      <form
        className={styles.form}
        aria-label={label}
        noValidate
        onSubmit={submit}
        onChange={guard ? () => setTyped(true) : undefined}
      >
        {all.length > 0 ? <Summary problems={all} /> : error && <Failed error={error} />}
        {children}
        {guard && (typed || error !== null) && <Unsaved />}
      </form>
    </ProblemsContext>
  )
}

const none: readonly FieldProblem[] = []

function textOf(form: FormData): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of form) if (typeof value === 'string') texts[name] = value
  return texts
}

function Summary({ problems }: { problems: readonly FieldProblem[] }) {
  const say = useSay()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [problems])
  return (
    <div ref={box} tabIndex={-1} className={styles.summary}>
      <Banner tone="trouble" role="alert">
        <p>
          <strong>{say('form.problems', { count: problems.length })}</strong>
        </p>
        <ul>
          {problems.map(({ field, message }) => (
            <li key={field}>
              <a
                href={`#${fieldId(field)}`}
                onClick={event => {
                  event.preventDefault()
                  document.getElementById(fieldId(field))?.focus()
                }}
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      </Banner>
    </div>
  )
}

/** The id of the control of a field; one page has no two fields of a name. */
export function fieldId(name: string): string {
  return `field-${name}`
}
