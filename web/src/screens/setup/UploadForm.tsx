import { useState } from 'react'
import { Button, Buttons } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { useLocked } from '../../session/may.ts'
import { useSay } from '../../words/say.tsx'

const mostBytes = 250 * 1024 * 1024

/** One zip from this computer. What is plainly none is said before it travels. */
export function UploadForm({
  label,
  busy,
  error,
  onSend,
}: {
  readonly label: string
  readonly busy: boolean
  readonly error: Error | null
  readonly onSend: (form: FormData) => void
}) {
  const say = useSay()
  const locked = useLocked()('settings')
  const [file, setFile] = useState<File | null>(null)
  const tooLarge = file !== null && file.size > mostBytes
  const send = () => {
    if (file === null || tooLarge) return
    const form = new FormData()
    form.set('file', file)
    onSend(form)
  }
  return (
    <Form label={label} error={error} onSubmit={send}>
      <TextField
        name="file"
        type="file"
        accept=".zip,application/zip"
        label={say('wizard.file')}
        note={say('wizard.file.note')}
        onChange={event => setFile(event.currentTarget.files?.[0] ?? null)}
      />
      <Buttons>
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          locked={
            locked ?? (tooLarge ? say('wizard.file.large') : file === null ? say('wizard.file.none') : null)
          }
        >
          {busy ? say('wizard.uploading') : label}
        </Button>
      </Buttons>
    </Form>
  )
}
