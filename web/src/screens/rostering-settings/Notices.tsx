import type { ListenerView, Notifications } from '../../../../src/http/contract/notify.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Failed, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { useLocked } from '../../session/may.ts'
import { useSay, useSayCode } from '../../words/say.tsx'
import styles from './Settings.module.css'

type Event = Notifications['events'][number]

/** Who is told of what by mail. Everybody sets their own; an owner, those of the team. It holds at once. */
export function Notices({ url, zone = true }: { url: string; zone?: boolean }) {
  const say = useSay()
  const code = useSayCode()
  const mayOthers = useLocked()('team') === null
  const notices = useRead<Notifications>(url)
  const choose = useWrite(
    ({ person, event, wanted }: { person: ListenerView; event: Event; wanted: boolean }) =>
      write('PUT', person.you ? url : `${url}/${person.id}`, { event, wanted }),
    [url],
  )
  return (
    <Section id="notices" title={say('notices.title')} note={say('notices.note')}>
      {choose.error && <Failed error={choose.error} />}
      <Loaded query={notices} rows={4}>
        {({ people, events, undelivered }) => (
          <>
            <Table
              caption={say('notices.caption')}
              rows={people}
              rowKey={person => person.id}
              columns={[
                {
                  id: 'person',
                  label: say('team.name'),
                  kind: 'head',
                  cell: person => (
                    <>
                      <bdi>{person.name}</bdi> {person.you && `(${say('team.you')})`}
                    </>
                  ),
                },
                ...events.map(event => ({
                  id: event,
                  label: code('notice', event),
                  cell: (person: ListenerView) => {
                    const choice = person.choices.find(one => one.event === event)
                    if (choice === undefined) return null
                    return (
                      <input
                        type="checkbox"
                        className={styles.tick}
                        aria-label={say('notices.of', { event: code('notice', event), name: person.name })}
                        checked={choice.wanted}
                        disabled={choice.locked || !(person.you || (mayOthers && zone))}
                        onChange={change => choose.mutate({ person, event, wanted: change.currentTarget.checked })}
                      />
                    )
                  },
                })),
              ]}
            />
            {undelivered.length > 0 && <Banner tone="caution">{say('notices.undelivered', { count: undelivered.length })}</Banner>}
          </>
        )}
      </Loaded>
    </Section>
  )
} // prettier-ignore
