import type { ChangeRow } from '../../../../src/http/contract/changes.ts'
import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { recordPage } from '../../data/record.ts'
import { classes } from '../../design/classes.ts'
import { Icon, type IconName } from '../../design/Icon.tsx'
import { Link } from '../../design/Link.tsx'
import { Status, type Tone } from '../../design/Status.tsx'
import type { Column } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import tones from '../../design/tones.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'
import { ChangedFields } from './ChangedFields.tsx'
import { useGradeWord } from '../../words/grade-word.ts'
import styles from './Run.module.css'

const looks: Readonly<Record<ChangeRow['deed'], readonly [icon: IconName, tone: Tone]>> = {
  added: ['plus', 'ok'],
  changed: ['change', 'running'],
  moved_up: ['up', 'ok'],
  removed: ['minus', 'trouble'],
  archived: ['minus', 'resting'],
  back: ['undo', 'ok'],
  erased: ['minus', 'trouble'],
}

/** Record, what was done, what changed, and why. */
export function useChangeColumns({ run }: RunDetail): readonly Column<ChangeRow>[] {
  const say = useSay()
  const code = useSayCode()
  const whyOf = ({ reason, reasonWords }: ChangeRow) => {
    const words = code('reason', reason)
    return words === reason ? reasonWords : words
  }
  const ran = run.result === 'applied' || run.result === 'undone'
  return [
    { id: 'record', label: say('changes.record'), kind: 'head', cell: row => <Record row={row} /> },
    {
      id: 'deed',
      label: say('changes.deed'),
      kind: 'bare',
      cell: row => {
        const [icon, tone] = looks[row.deed]
        return (
          <>
            <span className={classes(styles.deed, tones[tone])}>
              <Icon name={icon} size="s" />
              {say(`deed.${row.deed}`)}
            </span>
            {ran && !row.ran && <small>{say('changes.notRun')}</small>}
          </>
        )
      },
    },
    {
      id: 'fields',
      label: say('changes.what'),
      kind: 'wide',
      cell: row => <ChangedFields row={row} />,
    },
    {
      id: 'why',
      label: say('changes.why'),
      kind: 'wide',
      cell: row => (
        <>
          {whyOf(row)}
          {row.hazards.map(hazard => (
            <small key={hazard}>
              <Status mark="hold">{code('hazard', hazard)}</Status>
            </small>
          ))}
        </>
      ),
    },
  ]
}

/** Who or what it is; a person leads to their page. */
function Record({ row }: { row: ChangeRow }) {
  const code = useSayCode()
  const word = useGradeWord()
  const { path } = useDistrict()
  const { kind, id, name, about, sourcedId } = row
  const opens = kind === 'users' || kind === 'classes' || kind === 'orgs' ? kind : null
  const shown = <bdi>{name}</bdi>
  const parts = [
    about.role === null ? code('recordOne', kind) : code('role', about.role),
    ...about.grades.map(grade => word.of(grade)),
  ].filter(Boolean)
  return (
    <>
      {opens !== null && id !== null ? <Link to={recordPage(path, opens, id)}>{shown}</Link> : shown}
      <span className={text.small}>
        {parts.join(', ')} <code>{sourcedId}</code>
        {about.class !== null && (
          <>
            , <bdi>{about.class}</bdi>
          </>
        )}
        {about.school !== null && (
          <>
            , <bdi>{about.school.name}</bdi>
          </>
        )}
      </span>
    </>
  )
} // prettier-ignore
