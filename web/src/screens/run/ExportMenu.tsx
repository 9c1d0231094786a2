import { saveFile } from '../../data/file.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button } from '../../design/Button.tsx'
import { Icon } from '../../design/Icon.tsx'
import { Menu } from '../../design/Menu.tsx'
import { buttonClass } from '../../design/Button.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

const kinds = ['staff', 'students', 'classrooms', 'everything'] as const

/** What the run did to each record and why, as a file for a spreadsheet. */
export function ExportMenu({ run, label }: { run: number; label?: string }) {
  const say = useSay()
  const aloud = useAloud()
  const { api, key } = useDistrict()
  const locked = useLocked()('export')
  const file = useWrite((kind: string) =>
    saveFile(`${api}/runs/${run}/export?kind=${kind}`, `${key}-run-${run}-${kind}.csv`),
  )
  const save = (kind: (typeof kinds)[number]) => {
    aloud.polite(say('export.preparing'))
    file.mutate(kind, {
      onSuccess: () => aloud.note(say('export.done', { kind: say(`export.${kind}`) })),
      onError: error => aloud.note(error.message || say('failed.unreachable'), 'trouble'),
    })
  }
  const words = label ?? say('export')
  if (locked !== null || file.isPending)
    return (
      <Button icon="download" locked={locked} busy={file.isPending}>
        {file.isPending ? say('export.preparing') : words}
      </Button>
    )
  return (
    <Menu
      label={words}
      triggerClass={buttonClass('secondary')}
      trigger={
        <>
          <Icon name="download" size="s" />
          <span>{words}</span>
        </>
      }
      parts={[
        {
          id: 'kinds',
          label: words,
          entries: kinds.map(kind => ({
            id: kind,
            label: say(`export.${kind}`),
            icon: 'download' as const,
            onPress: () => save(kind),
          })),
        },
      ]}
    />
  )
}
