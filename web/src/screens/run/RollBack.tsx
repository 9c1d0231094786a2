import { useState } from 'react'
import type { RunDetail, UndoPreview } from '../../../../src/http/contract/runs.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Failed, Loaded } from '../../design/PageStates.tsx'
import { Table } from '../../design/Table.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'

/** Takes the run back, after it has shown what that would put back. Where it cannot be, it says why. */
export function RollBack({ detail: { run, undo } }: { detail: RunDetail }) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const [open, setOpen] = useState(false)
  const forbidden = useLocked()('decide')
  const url = `${api}/runs/${run.run}/undo`
  const preview = useRead<UndoPreview>(open ? url : null)
  const back = useWrite(() => write('POST', url), [`${api}/runs`, `${api}/overview`])
  const why = undo === 'undone' ? say('rollback.done', { run: run.undoneBy }) : undo === 'nothing' ? say('rollback.nothing') : forbidden
  const rows = preview.data?.counts.reduce((sum, { erase, revert }) => sum + erase + revert, 0) ?? 0
  const confirm = () =>
    back.mutate(undefined, {
      onSuccess: () => {
        setOpen(false)
        aloud.note(say('rollback.asked'))
      },
    })
  return (
    <>
      <Button kind="danger" icon="undo" locked={why} onPress={() => setOpen(true)}>
        {say('rollback')}
      </Button>
      <Dialog
        title={say('rollback.of', { run: run.run })}
        open={open}
        confirm={say('rollback.confirm', { rows })}
        danger
        busy={back.isPending || preview.data === undefined}
        locked={preview.data?.possible === false ? preview.data.refusal : null}
        onClose={() => setOpen(false)}
        onConfirm={confirm}
      >
        {back.error && <Failed error={back.error} />}
        <Loaded query={preview} rows={3}>
          {data => <Preview preview={data} />}
        </Loaded>
      </Dialog>
    </>
  )
} // prettier-ignore

function Preview({ preview: { possible, counts, conflicts } }: { preview: UndoPreview }) {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  if (!possible && conflicts.length === 0) return null
  return (
    <>
      <p>{say(possible ? 'rollback.about' : 'rollback.blocked')}</p>
      {possible ? (
        <Table
          caption={say('rollback.caption')}
          rows={counts}
          rowKey={row => row.kind}
          columns={[
            { id: 'kind', label: say('run.kind'), kind: 'head', cell: ({ kind }) => code('record', kind) },
            { id: 'erase', label: say('back.erase'), kind: 'number', cell: ({ erase }) => numbers.count(erase) },
            { id: 'revert', label: say('back.revert'), kind: 'number', cell: ({ revert }) => numbers.count(revert) },
          ]}
        />
      ) : (
        <Table
          caption={say('rollback.conflicts', { count: conflicts.length })}
          rows={conflicts.slice(0, 10)}
          rowKey={row => `${row.kind} ${row.sourcedId} ${row.why}`}
          columns={[
            {
              id: 'record',
              label: say('changes.record'),
              kind: 'head',
              cell: row => (
                <>
                  {code('recordOne', row.kind)} <code>{row.sourcedId}</code>
                </>
              ),
            },
            { id: 'why', label: say('changes.why'), cell: ({ why }) => say(`rollback.${why}`) },
            { id: 'runs', label: say('rollback.runs'), cell: ({ runs }) => runs.join(', ') },
          ]}
        />
      )}
    </>
  )
} // prettier-ignore
