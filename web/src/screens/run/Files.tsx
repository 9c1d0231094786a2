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
export function Files({ detail: { files, requests } }: { detail: RunDetail }) {
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
      {requests !== null && <Requests requests={requests} />}
    </Section>
  )
}

/** What a server was asked, page by page, and how it answered: for whoever looks into a night that went wrong. */
function Requests({ requests: { count, first } }: { requests: NonNullable<RunDetail['requests']> }) {
  const say = useSay()
  const numbers = useNumbers()
  const size = useSize()
  return (
    <Table
      caption={say('served.caption', { count, shown: first.length })}
      rows={first.map((request, at) => ({ ...request, at }))}
      rowKey={({ at }) => String(at)}
      columns={[
        { id: 'path', label: say('served.path'), kind: 'head', cell: ({ path }) => <bdi>{path}</bdi> },
        {
          id: 'status',
          label: say('served.status'),
          cell: ({ status }) => (
            <Status mark={status >= 200 && status <= 299 ? 'ok' : 'caution'}>
              {status === 0 ? say('served.none') : String(status)}
            </Status>
          ),
        },
        {
          id: 'took',
          label: say('served.took'),
          kind: 'number',
          cell: ({ millis }) => say('served.millis', { millis: numbers.count(millis) }),
        },
        { id: 'size', label: say('files.size'), kind: 'number', cell: ({ bytes }) => size(bytes) },
      ]}
    />
  )
}
