import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { useIntl } from 'react-intl'
import { useAddress } from '../../data/address.ts'
import { Button } from '../../design/Button.tsx'
import { Banner } from '../../design/Banner.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'
import { ChangeFilters, filterNames } from './ChangeFilters.tsx'
import { useChangeColumns } from './change-columns.tsx'
import { useChanges } from './use-changes.ts'
import styles from './Run.module.css'

/** Every change of the run, with what was there before and why. */
export function Changes({ detail }: { detail: RunDetail }) {
  const say = useSay()
  const code = useSayCode()
  const intl = useIntl()
  const { api } = useDistrict()
  const { query, set } = useAddress()
  const asked = new URLSearchParams()
  for (const name of [...filterNames, 'after']) if (query.get(name)) asked.set(name, query.get(name) ?? '')
  const page = useChanges(`${api}/runs/${detail.run.run}/changes?${asked.toString()}`)
  const columns = useChangeColumns(detail)
  const filtered = filterNames.some(name => query.has(name))
  return (
    <Section title={say('run.tab.changes')} note={say('changes.note')}>
      <ChangeFilters detail={detail} />
      <Loaded query={page} rows={10}>
        {data => (
          <>
            {data.first.length > 0 && (
              <Banner tone="resting" icon="list">
                {say('changes.first', {
                  kinds: intl.formatList(data.first.map(kind => code('record', kind))),
                })}
              </Banner>
            )}
            <Table
              caption={say(filtered ? 'changes.caption.some' : 'changes.caption', {
                count: data.rows.length,
                total: data.total,
              })}
              rows={data.rows}
              rowKey={row => row.key}
              columns={columns}
              empty={<Empty>{say(filtered ? 'changes.noMatch' : 'changes.none')}</Empty>}
            />
            <div className={styles.more}>
              {query.has('after') && (
                <Button onPress={() => set({ after: null })}>{say('changes.firstPage')}</Button>
              )}
              {data.after !== null && (
                <Button onPress={() => set({ after: data.after })}>
                  {say(data.rows.length === 0 ? 'changes.lookOn' : 'changes.more')}
                </Button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </Section>
  )
}
