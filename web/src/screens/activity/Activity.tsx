import type { Activity as Answer, DeedView } from '../../../../src/http/contract/activity.ts'
import { useAddress } from '../../data/address.ts'
import { saveFile } from '../../data/file.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Page } from '../../design/Page.tsx'
import { Empty, Failed, Loaded } from '../../design/PageStates.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { ChainBadge } from './ChainBadge.tsx'
import { addressOf, hasFilter } from './filter.ts'
import { Filters } from './Filters.tsx'
import { useDeedWords } from './deed-words.ts'
import styles from './Activity.module.css'

/** D13: who did what, and who looked. Filters and the page stand in the address. */
export function Activity() {
  const say = useSay()
  const { vendor } = useSession()
  const { api, key } = useDistrict()
  const { query } = useAddress()
  const deeds = useRead<Answer>(`${api}/activity?${addressOf(query, true)}`)
  const file = useWrite(
    () => saveFile(`${api}/activity.csv?${addressOf(query, false)}`, `${key}-activity.csv`),
    [`${api}/activity`],
  )
  return (
    <Page
      title={say('activity.title')}
      zone
      lead={say('activity.lead', { vendor: vendor.name })}
      actions={
        <Button icon="download" busy={file.isPending} onPress={() => file.mutate()}>
          {file.isPending ? say('activity.downloading') : say('activity.download')}
        </Button>
      }
    >
      {file.error && <Failed error={file.error} />}
      <ChainBadge />
      <Loaded query={deeds} rows={8}>
        {answer => (
          <div className={styles.part}>
            <Filters actors={answer.actors} actions={answer.actions} />
            <div className={styles.part}>
              <Deeds answer={answer} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Deeds({ answer }: { answer: Answer }) {
  const say = useSay()
  const { query, set } = useAddress()
  const columns = useColumns()
  return (
    <>
      <Table
        caption={say('activity.caption')}
        columns={columns}
        rows={answer.rows}
        rowKey={row => String(row.seq)}
        empty={
          <Empty
            action={hasFilter(query) && <Button onPress={() => set(nothing)}>{say('activity.clear')}</Button>}
          >
            {hasFilter(query) ? say('activity.empty') : undefined}
          </Empty>
        }
      />
      <Buttons>
        {query.has('before') && (
          <Button onPress={() => set({ before: null }, 'push')}>{say('activity.newest')}</Button>
        )}
        {answer.next !== null && (
          <Button onPress={() => set({ before: String(answer.next) }, 'push')}>
            {say('activity.older')}
          </Button>
        )}
      </Buttons>
    </>
  )
}

const nothing = { actor: null, action: null, since: null, until: null, before: null }

function useColumns(): readonly Column<DeedView>[] {
  const say = useSay()
  const words = useDeedWords()
  const { vendor } = useSession()
  return [
    { id: 'at', label: say('activity.at'), cell: row => <Time at={row.at} ago="beside" /> },
    {
      id: 'actor',
      label: say('activity.actor'),
      kind: 'head',
      cell: row => (
        <>
          <bdi>{row.actorName}</bdi>
          {row.actorKind === 'vendor' && (
            <span className={text.small}>{say('activity.vendor', { vendor: vendor.name })}</span>
          )}
        </>
      ),
    },
    { id: 'action', label: say('activity.action'), cell: row => words.deed(row.action) },
    { id: 'target', label: say('activity.target'), cell: row => <bdi>{row.targetName ?? row.target}</bdi> },
    {
      id: 'detail',
      label: say('activity.detail'),
      kind: 'wide',
      cell: row =>
        Object.keys(row.detail).length > 0 && (
          <Disclosure label={say('activity.detail')}>
            <pre className={text.code}>{JSON.stringify(row.detail, null, 1)}</pre>
          </Disclosure>
        ),
    },
  ]
}
