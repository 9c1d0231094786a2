import { useState } from 'react'
import type { IssueGroupView, IssueList } from '../../../../src/http/contract/issues.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { DateField, Select, TextField } from '../../design/Field.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'

/** Who sees to a rule, and until when nobody wants to hear of it. */
export function Care({ group, members }: { group: IssueGroupView; members: IssueList['members'] }) {
  const say = useSay()
  const code = useSayCode()
  const aloud = useAloud()
  const { api } = useDistrict()
  const [open, setOpen] = useState(false)
  const [assignee, setAssignee] = useState(group.assignee?.id ?? '')
  const [until, setUntil] = useState(group.mutedUntil ?? '')
  const [note, setNote] = useState(group.note)
  const save = useWrite(async () => {
    const body = { assignee: assignee || null, mutedUntil: until || null, note }
    await write('PUT', `${api}/issues/${group.rule}/care`, body)
    setOpen(false)
    aloud.note(say('issues.saved'))
  }, [`${api}/issues`, `${api}/overview`, `${api}/activity`])
  return (
    <>
      <Button size="small" icon="pencil" onPress={() => setOpen(true)}>
        {say('issues.assign')}
      </Button>
      <Dialog
        title={say('issues.assign.of', { rule: code('rule', group.rule) })}
        open={open}
        confirm={say('issues.save')}
        busy={save.isPending}
        onClose={() => setOpen(false)}
        onConfirm={() => save.mutate()}
      >
        {save.error && <Failed error={save.error} />}
        <Select
          name="assignee"
          label={say('issues.assignee')}
          value={assignee}
          onChange={event => setAssignee(event.currentTarget.value)}
          options={[
            { value: '', label: say('issues.nobody') },
            ...members.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <DateField
          name="until"
          label={say('issues.mute')}
          note={say('issues.mute.note')}
          value={until}
          onChange={event => setUntil(event.currentTarget.value)}
        />
        <TextField
          name="note"
          label={say('issues.why')}
          maxLength={500}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
      </Dialog>
    </>
  )
}
