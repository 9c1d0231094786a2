import { useEffect, useState } from 'react'
import type { SearchPage } from '../../../../src/http/contract/people.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { Checkbox, TextField } from '../../design/Field.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { WithPanel } from '../../design/SidePanel.tsx'
import { Tabs } from '../../design/Tabs.tsx'
import text from '../../design/text.module.css'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay } from '../../words/say.tsx'
import { Hits } from './Hits.tsx'
import { openedBy } from '../../data/record.ts'
import { RecordPanel } from './RecordPanel.tsx'
import { Stopped } from './Stopped.tsx'
import styles from './People.module.css'

const facets = ['people', 'students', 'staff', 'classes', 'schools'] as const

/** D7: one search box over people, classes and schools, and beside the list the record that is open. */
export function People() {
  const say = useSay()
  const { api, path } = useDistrict()
  const { query, set } = useAddress()
  const locked = useLocked()('decide')
  const facet = facets.find(one => one === query.get('facet')) ?? 'people'
  const page = useRead<SearchPage>(`${api}/search?${asked(query, facet)}`, { keep: true })
  const opened = openedBy(query.get('open'))
  const close = () => set({ open: null, tab: null, class: null })
  return (
    <Page
      title={say('people.title')}
      zone
      crumbs={[{ label: say('settings'), to: `${path}/settings` }]}
      lead={say('people.lead')}
      actions={
        locked === null && (
          <ButtonLink icon="plus" to={`${path}/people/new`}>
            {say('hand.add')}
          </ButtonLink>
        )
      }
    >
      <Facets facet={facet} counts={page.data?.counts} capped={page.data?.capped ?? false} />
      <WithPanel
        panel={
          opened === null ? null : 'asked' in opened ? (
            <Stopped asked={opened.asked} onClose={close} />
          ) : (
            <RecordPanel opened={opened} onClose={close} />
          )
        }
      >
        <SearchBox />
        <Loaded query={page} rows={10}>
          {found => (
            <>
              {!found.ready && <Banner tone="running">{say('people.notReady')}</Banner>}
              <Hits found={found} facet={facet} />
            </>
          )}
        </Loaded>
      </WithPanel>
    </Page>
  )
}

/** What the address asks for, as the service is asked. */
function asked(query: URLSearchParams, facet: string): string {
  const names = ['q', 'school', 'removed', 'cursor']
  const given = names.flatMap(name => (query.get(name) ? [[name, query.get(name) ?? '']] : []))
  return new URLSearchParams([['facet', facet], ...given]).toString()
}

function Facets({
  facet,
  counts,
  capped,
}: {
  facet: string
  counts: SearchPage['counts'] | undefined
  capped: boolean
}) {
  const say = useSay()
  const numbers = useNumbers()
  const { path } = useDistrict()
  const { query } = useAddress()
  const to = (one: string) => {
    const next = new URLSearchParams(query)
    for (const name of ['cursor', 'open', 'tab', 'class']) next.delete(name)
    next.set('facet', one)
    return `${path}/people?${next.toString()}`
  }
  return (
    <Tabs
      label={say('people.title')}
      tabs={facets.map(one => ({
        to: to(one),
        label: say(`people.facet.${one}`),
        current: one === facet,
        ...(counts !== undefined && { count: `${numbers.count(counts[one])}${capped ? '+' : ''}` }),
      }))}
    />
  )
}

/** Looks as one types, a moment after the last letter. What is typed stands in the address. */
function SearchBox() {
  const say = useSay()
  const { query, set } = useAddress()
  const inAddress = query.get('q') ?? ''
  const [typed, setTyped] = useState(inAddress)
  // Whoever comes by the box at the top of the page, or goes back, finds their words here.
  useEffect(() => setTyped(inAddress), [inAddress])
  useEffect(() => {
    if (typed === inAddress) return
    const wait = setTimeout(() => set({ q: typed, cursor: null }, 'replace'), 250)
    return () => clearTimeout(wait)
  }, [typed, inAddress, set])
  return (
    <form
      className={styles.search}
      role="search"
      aria-label={say('people.search')}
      onSubmit={event => {
        event.preventDefault()
        set({ q: typed, cursor: null }, 'replace')
      }}
    >
      <TextField
        name="q"
        type="search"
        label={say('people.search')}
        note={say('people.search.note')}
        maxLength={200}
        autoComplete="off"
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <div className={text.row}>
        <Button type="submit" icon="search">
          {say('people.find')}
        </Button>
        <Checkbox
          name="removed"
          label={say('people.removed')}
          checked={query.get('removed') === 'true'}
          onChange={event => set({ removed: event.currentTarget.checked ? 'true' : null, cursor: null })}
        />
      </div>
    </form>
  )
}
