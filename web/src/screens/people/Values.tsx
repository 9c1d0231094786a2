import type { SourceRow } from '../../../../src/http/contract/why.ts'
import { useRead } from '../../data/queries.ts'
import { Loaded } from '../../design/PageStates.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'
import { useFieldValue, type FieldValue } from './field-value.ts'
import { recordUrl } from '../../data/record.ts'
import type { Opened } from './RecordPanel.tsx'

type Fields = Readonly<Record<string, FieldValue>>

/** Each field as it is here beside what the source said of it. */
export function Values({ opened, fields, byHand }: { opened: Opened; fields: Fields; byHand: boolean }) {
  const say = useSay()
  const { api } = useDistrict()
  const source = useRead<SourceRow>(byHand ? null : `${recordUrl(api, opened)}/source`)
  if (byHand) return <Compared fields={fields} source={null} caption={say('people.values.byHand')} />
  return (
    <Loaded query={source} rows={8}>
      {({ source }) => (
        <Compared
          fields={fields}
          source={source?.record ?? null}
          caption={source === null ? say('people.values.gone') : say('people.values.from', { file: source.file, row: source.row })}
        />
      )}
    </Loaded>
  )
} // prettier-ignore

function Compared({ fields, source, caption }: { fields: Fields; source: Fields | null; caption: string }) {
  const say = useSay()
  const code = useSayCode()
  const shown = useFieldValue()
  const names = [...new Set([...Object.keys(fields), ...Object.keys(source ?? {})])]
  const filled = names.filter(name => name !== 'sourcedId' && (isFilled(fields[name]) || isFilled(source?.[name])))
  return (
    <Table
      caption={caption}
      rows={filled}
      rowKey={name => name}
      columns={[
        { id: 'field', label: say('people.field'), kind: 'head', cell: name => code('field', name) },
        { id: 'here', label: say('people.here'), cell: name => <bdi>{shown(name, fields[name])}</bdi> },
        ...(source === null
          ? []
          : [
              {
                id: 'source',
                label: say('people.inSource'),
                cell: (name: string) =>
                  shown(name, source[name]) === shown(name, fields[name]) ? (
                    <span className={text.quiet}>{say('people.same')}</span>
                  ) : (
                    <>
                      <bdi>{shown(name, source[name])}</bdi>
                      <Status mark="caution">{say('people.differs')}</Status>
                    </>
                  ),
              },
            ]),
      ]}
    />
  )
} // prettier-ignore

function isFilled(value: FieldValue | undefined): boolean {
  return value !== null && value !== undefined && value.toString() !== ''
}
