import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { Copy } from '../../design/Copy.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'
import { useSize } from '../../words/use-size.ts'
import styles from './Run.module.css'

/** The files the run read, as proof of what the source said: name, size, hash, and how much of each was taken. */
export function Files({ detail: { files } }: { detail: RunDetail }) {
  const say = useSay()
  const numbers = useNumbers()
  const size = useSize()
  return (
    <Section title={say('run.tab.files')} note={say('files.note')}>
      <Table
        caption={say('files.caption', { count: files.length })}
        rows={files}
        rowKey={file => file.name}
        empty={<Empty>{say('files.none')}</Empty>}
        columns={[
          { id: 'name', label: say('files.file'), kind: 'head', cell: ({ name }) => <bdi>{name}</bdi> },
          { id: 'size', label: say('files.size'), kind: 'number', cell: ({ bytes }) => size(bytes) },
          {
            id: 'mode',
            label: say('files.mode'),
            cell: ({ mode }) => (mode === null ? null : say(`files.mode.${mode}`)),
          },
          {
            id: 'rows',
            label: say('files.rows'),
            kind: 'number',
            cell: ({ rows }) => (rows === null ? null : numbers.count(rows)),
          },
          {
            id: 'complete',
            label: say('run.complete'),
            kind: 'wide',
            cell: ({ complete }) =>
              complete === null ? null : (
                <Status mark={complete ? 'ok' : 'caution'}>
                  {say(complete ? 'run.complete.yes' : 'run.complete.no')}
                </Status>
              ),
          },
          {
            id: 'digest',
            label: say('files.digest'),
            kind: 'wide',
            cell: ({ digest }) => (
              <>
                <span className={styles.digest}>{digest.slice(0, 16)}…</span> <Copy text={digest} />
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}
