import { useIntl } from 'react-intl'
import type { ExaminedView, SetupView } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink, Buttons } from '../../design/Button.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Empty, Failed } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status, type Mark } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useGradeWord } from '../../words/grade-word.ts'
import { isMessage, useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { useSystemName } from './ProviderSide.tsx'
import { sourceOf } from './steps.ts'
import { useStep } from './use-setup.ts'
import styles from './Setup.module.css'

type Check = ExaminedView['checks'][number]
const marks: Readonly<Record<Check['state'], Mark>> = { passed: 'ok', warned: 'caution', failed: 'trouble', waiting: 'setup' } // prettier-ignore

/** What of the files passes, what does not, what mends it and whom to tell; and five people, masked. */
export function TestStep({ view }: { view: SetupView }) {
  const { answers } = view
  const say = useSay()
  const words = useTimeWords()
  const step = useStep()
  const locked = useLocked()('settings')
  const { api, path } = useDistrict()
  const again = useWrite(() => write('POST', `${api}/setup/test`), [`${api}/setup`])
  const { test } = answers
  const passed = test?.checks.filter(({ state }) => state === 'passed' || state === 'warned').length ?? 0
  return (
    <>
      <Section
        title={say('setup.test')}
        note={test === null ? say('wizard.test.none') : say('wizard.test.count', { passed, count: test.checks.length, time: words.time(test.at) })}
        action={<Button busy={again.isPending} locked={locked} onPress={() => again.mutate()}>{say('wizard.test.again')}</Button>}
      >
        {again.error && <Failed error={again.error} />}
        {test === null ? <Empty>{say('wizard.test.none')}</Empty> : <Checks test={test} view={view} />}
      </Section>
      {test !== null && test.heard.sample.length > 0 && <Sample test={test} />}
      {test !== null && isServer(test) && test.heard.fields.length > 0 && <Permissions test={test} />}
      {test !== null && test.issues.length > 0 && <Rows test={test} />}
      {step.error && <Failed error={step.error} />}
      <div className={styles.next}>
      <Buttons>
        <Button
          kind="primary"
          busy={step.isPending}
          locked={locked ?? (test?.ok === true ? null : say('wizard.test.first'))}
          onPress={() => step.mutate({ step: 'map' })}
        >
          {say('wizard.on', { step: say('setup.map') })}
        </Button>
        <ButtonLink to={`${path}/settings/rostering/setup?step=connect`}>{say('wizard.back', { step: say('setup.connect') })}</ButtonLink>
      </Buttons>
      </div>
    </>
  )
} // prettier-ignore

function Checks({ test, view }: { test: ExaminedView; view: SetupView }) {
  const say = useSay()
  const facts = useFacts()
  const name = useCheckName(test)
  const failed = test.checks.find(({ state }) => state === 'failed')
  const owner = useOwner()(view)
  const told = useTold(test)
  return (
    <>
      {failed !== undefined && (
        <Banner tone="trouble" action={<Copy text={`${told}\n${owner}`} label={say('wizard.test.copy')} />}>
          <p>
            <strong>{name(failed.check)}:</strong> <span lang="en">{failed.problems[0]?.message}</span>
          </p>
          <p>{owner}</p>
        </Banner>
      )}
      <Table
        caption={say(isServer(test) ? 'wizard.test.caption.server' : 'wizard.test.caption')}
        rows={test.checks}
        rowKey={row => row.check}
        columns={[
          { id: 'state', label: say('wizard.test.state'), cell: row => <Status mark={marks[row.state]}>{say(`wizard.state.${row.state}`)}</Status> },
          { id: 'check', label: say('wizard.test.check'), kind: 'head', cell: row => name(row.check) },
          {
            id: 'found',
            label: say('wizard.test.found'),
            kind: 'wide',
            cell: row => (
              <>
                {row.waitsFor === null ? facts(row) : say('wizard.test.waits', { check: name(row.waitsFor) })}
                {row.problems.length > 0 && (
                  <ul className={styles.problems} lang="en">
                    {row.problems.map(({ message, fix }) => (
                      <li key={message}>
                        {message}. <strong>{fix}.</strong>
                      </li>
                    ))}
                  </ul>
                )}
              </>
            ),
          },
        ]}
      />
      {failed === undefined && <Copy text={told} label={say('wizard.test.copy')} />}
    </>
  )
} // prettier-ignore

/** Whoever mends what the test found: it is done where the records come from. */
function useOwner(): (view: SetupView) => string {
  const say = useSay()
  const system = useSystemName()
  return view =>
    sourceOf(view) === 'oneroster-csv'
      ? say('wizard.test.owner')
      : say('wizard.test.owner.server', { system: system(view.answers) })
}

/** The whole result as text, to be sent to whoever can mend it. */
function useTold(test: ExaminedView): string {
  const say = useSay()
  const facts = useFacts()
  const name = useCheckName(test)
  return test.checks
    .map(check => {
      const { state, problems, waitsFor } = check
      const found = waitsFor === null ? facts(check) : say('wizard.test.waits', { check: name(waitsFor) })
      const wrong = problems.map(({ message, fix }) => `${message}. ${fix}.`)
      return [`${say(`wizard.state.${state}`)}: ${name(check.check)}.`, found, ...wrong]
        .filter(Boolean)
        .join(' ')
    })
    .join('\n')
}

/** Of a server each collection is a check of its own, and is called as its records are. */
function useCheckName(test: ExaminedView): (check: string) => string {
  const code = useSayCode()
  const server = isServer(test)
  return check => (server && collections.has(check) ? code('record', check) : code('wizard.check', check))
}

const collections = new Set(['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'])

function isServer({ checks }: ExaminedView): boolean {
  return checks.some(({ check }) => check === 'reach')
}

/** The numbers of a check in a sentence; a check that has none says nothing beyond its state. */
function useFacts(): (check: Check) => string {
  const say = useSay()
  const words = useTimeWords()
  return ({ check, state, facts }) => {
    const id = `wizard.found.${'count' in facts ? 'count' : check}`
    if (state === 'waiting' || !isMessage(id) || Object.keys(facts).length === 0) return ''
    return say(id, {
      ...facts,
      at: typeof facts.at === 'string' && facts.at !== '' ? words.time(facts.at) : '–',
    })
  }
}

function Sample({ test }: { test: ExaminedView }) {
  const say = useSay()
  const intl = useIntl()
  const code = useSayCode()
  const grade = useGradeWord()
  return (
    <Section title={say('wizard.sample')}>
      <Table
        caption={say('wizard.sample.note')}
        rows={test.heard.sample}
        rowKey={row => `${row.sourcedId} ${row.name}`}
        columns={[
          { id: 'name', label: say('people.name'), kind: 'head', cell: row => <bdi>{row.name}</bdi> },
          { id: 'id', label: say('people.id'), cell: row => row.sourcedId },
          { id: 'role', label: say('team.role'), cell: row => code('role', row.role) },
          { id: 'grade', label: say('field.grades'), cell: row => intl.formatList(row.grades.map(grade.of), { type: 'unit' }) },
          { id: 'school', label: say('school'), cell: row => <bdi>{row.school}</bdi> },
          { id: 'email', label: say('field.email'), cell: row => row.email ?? say('wizard.notShared') },
        ]}
      />
    </Section>
  )
} // prettier-ignore

/** Field by field what the server lets us see: a field that is empty everywhere is most often one it hides. */
function Permissions({ test }: { test: ExaminedView }) {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  const { fields } = test.heard
  const label = ({ field }: Filled) => {
    const [kind = '', name = ''] = field.split('.')
    return `${code('recordOne', kind)}: ${code('field', name)}`
  }
  const hidden = fields.filter(({ filled }) => filled === 0)
  return (
    <Section title={say('wizard.permissions')}>
      <p>{hidden.length === 0 ? say('wizard.permissions.all') : say('wizard.permissions.hidden', { fields: hidden.map(label).join(', ') })}</p>
      <Disclosure label={say('wizard.permissions.each')}>
        <Table
          caption={say('wizard.permissions.note')}
          rows={fields}
          rowKey={row => row.field}
          columns={[
            { id: 'field', label: say('wizard.permissions.field'), kind: 'head', cell: label },
            { id: 'state', label: say('wizard.test.state'), cell: row => <Status mark={row.filled > 0 ? 'ok' : 'setup'}>{say(row.filled === 0 ? 'wizard.permissions.none' : row.filled < row.of ? 'wizard.permissions.some' : 'wizard.permissions.full')}</Status> },
            { id: 'filled', label: say('wizard.permissions.filled'), kind: 'number', cell: row => say('wizard.permissions.of', { filled: numbers.count(row.filled), of: numbers.count(row.of) }) },
          ]}
        />
      </Disclosure>
    </Section>
  )
} // prettier-ignore

type Filled = ExaminedView['heard']['fields'][number]

function Rows({ test }: { test: ExaminedView }) {
  const say = useSay()
  return (
    <Section title={say('wizard.rows')}>
      <Table
        caption={say('wizard.rows.note')}
        rows={test.issues}
        rowKey={row => row.rule}
        columns={[
          { id: 'what', label: say('issues.what'), kind: 'head', cell: row => <span lang="en">{row.message}<small>{row.fix}</small></span> },
          { id: 'severity', label: say('issues.severity'), cell: row => <Status mark={row.severity === 'error' ? 'trouble' : 'caution'}>{say(`severity.${row.severity}`)}</Status> },
          { id: 'count', label: say('issues.records'), kind: 'number', cell: row => row.count },
        ]}
      />
    </Section>
  )
} // prettier-ignore
