import type { DropTaken } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { UploadForm } from '../setup/UploadForm.tsx'

/** The next files of a district whose files are uploaded: they are synced with at once. */
export function NewFiles() {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const upload = useWrite(
    async (form: FormData) => {
      const { name } = await write<DropTaken>('POST', `${api}/drops`, form)
      aloud.note(say('upload.done', { name }))
    },
    [`${api}/overview`, `${api}/runs`],
  )
  return (
    <Disclosure label={say('upload.title')}>
      <p className={text.note}>{say('upload.note')}</p>
      <UploadForm
        label={say('upload.title')}
        busy={upload.isPending}
        error={upload.error}
        onSend={form => upload.mutate(form)}
      />
    </Disclosure>
  )
}
