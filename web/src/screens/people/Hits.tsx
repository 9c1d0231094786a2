import { useIntl } from 'react-intl'
import type { SearchHit, SearchPage } from '../../../../src/http/contract/people.ts'
import { useAddress } from '../../data/address.ts'
import { classes } from '../../design/classes.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useGradeWord } from '../../words/grade-word.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import styles from './People.module.css'

/** What was found; each name opens its record beside the list. Below it, the way on for what is not there. */
export function Hits({ found, facet }: { found: SearchPage; facet: keyof SearchPage['counts'] }) {
  const say = useSay()
  const numbers = useNumbers()
  const { query, set } = useAddress()
  const { path } = useDistrict()
  const columns = useColumns(facet)
  const q = query.get('q') ?? ''
  const count = found.counts[facet] ?? found.hits.length
  const open = query.get('open')
  return (
    <>
      <p className={text.hidden} aria-live="polite">
        {say('people.matches', { count })}
      </p>
      <Table
        caption={say(q === '' ? 'people.caption' : 'people.caption.for', {
          count,
          written: `${numbers.count(count)}${found.capped ? '+' : ''}`,
          words: q,
        })}
        rows={found.hits}
        rowKey={hit => hit.id}
        mark={hit => (open === `${hit.kind}:${hit.id}` ? 'next' : undefined)}
        columns={columns}
        empty={<Empty>{say(q === '' ? 'people.none' : 'people.noMatch')}</Empty>}
      />
      <div className={styles.after}>
      <Buttons>
        {query.has('cursor') && <Button onPress={() => set({ cursor: null })}>{say('people.firstPage')}</Button>}
        {found.cursor !== null && (
          <Button onPress={() => set({ cursor: found.cursor })}>{say('people.more')}</Button>
        )}
      </Buttons>
      </div>
      {q !== '' && (
        <p className={classes(text.note, styles.after)}>
          {say('people.notHere')}{' '}
          <Link to={`${path}/people?${new URLSearchParams({ q, facet, open: `asked:${q}` }).toString()}`}>
            {say('people.stopped')}
          </Link>
        </p>
      )}
    </>
  )
} // prettier-ignore

function useColumns(facet: string): readonly Column<SearchHit>[] {
  const say = useSay()
  const intl = useIntl()
  const code = useSayCode()
  const word = useGradeWord()
  const { path } = useDistrict()
  const { query } = useAddress()
  const to = ({ kind, id }: SearchHit) => {
    const next = new URLSearchParams(query)
    for (const name of ['tab', 'class']) next.delete(name)
    next.set('open', `${kind}:${id}`)
    return `${path}/people?${next.toString()}`
  }
  const place = ({ roles, grades }: SearchHit) =>
    roles.length === 1 && roles[0] === 'student' && grades.length > 0
      ? intl.formatList(grades.map(word.of), { type: 'unit' })
      : intl.formatList(roles.map(role => code('role', role)), { type: 'unit' })
  const columns: readonly Column<SearchHit>[] = [
    {
      id: 'name',
      label: say('people.name'),
      kind: 'head',
      cell: hit => (
        <>
          <Link to={to(hit)}>
            <bdi>{hit.name || hit.sourcedId}</bdi>
          </Link>
          {hit.state !== 'live' && <Status mark="paused">{say(`people.state.${hit.state}`)}</Status>}
          {hit.byHand && <span className={text.small}>{say('people.byHand')}</span>}
        </>
      ),
    },
    { id: 'id', label: say('people.id'), cell: hit => <code className={text.code}>{hit.sourcedId}</code> },
    ...(facet === 'classes' || facet === 'schools'
      ? []
      : [{ id: 'place', label: say('people.place'), cell: place }]),
    ...(facet === 'schools'
      ? []
      : [
          {
            id: 'school',
            label: say('school'),
            cell: ({ schools }: SearchHit) => <bdi>{intl.formatList(schools.map(({ name, sourcedId }) => name || sourcedId), { type: 'unit' })}</bdi>,
          },
        ]),
  ]
  return columns
} // prettier-ignore
