import { useParams } from '@tanstack/react-router'
import type { MyClasses, MyRoom } from '../../../../src/http/contract/my.ts'
import { useRead } from '../../data/queries.ts'
import { Refused } from '../../data/refused.ts'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { Icon } from '../../design/Icon.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { useSession } from '../../session/session.ts'
import { useSay } from '../../words/say.tsx'
import { ClassList } from './ClassList.tsx'
import { MissingStudent } from './MissingStudent.tsx'
import { Students } from './Students.tsx'
import { Updated } from './Updated.tsx'
import { myUrl } from './url.ts'
import styles from './My.module.css'

/** T3: a class, who keeps it, who is in it; a student sees who teaches it. */
export function MyClass() {
  const say = useSay()
  const { id = '' } = useParams({ strict: false })
  const { who } = useSession()
  const room = useRead<MyRoom>(`${myUrl}/${id}`)
  const mine = useRead<MyClasses>(myUrl)
  return (
    <Page
      title={room.data?.class.title ?? say('my.class')}
      crumbs={[{ label: say('my.title'), to: '/my/classes' }]}
      lead={room.data && <About room={room.data} />}
    >
      <div className={who.kind === 'teacher' ? styles.beside : styles.matter}>
        {who.kind === 'teacher' && mine.data && <ClassList mine={mine.data} here={id} />}
        <div>
          {room.error instanceof Refused && room.error.status === 404 ? (
            <NotMine />
          ) : (
            <Loaded query={room} rows={8}>
              {data =>
                data.students === null ? <OfStudent room={data} /> : <OfTeacher room={data} id={id} />
              }
            </Loaded>
          )}
        </div>
      </div>
    </Page>
  )
}

/** A class of somebody else, and one that is over, are told alike: which it is, is nobody else's to know. */
function NotMine() {
  const say = useSay()
  return (
    <div className={styles.notReady}>
      <Icon name="help" size="l" />
      <div>
        <p className={styles.big}>{say('my.student.other')}</p>
        <p>
          <ButtonLink to="/my/classes">{say('my.title')}</ButtonLink>
        </p>
      </div>
    </div>
  )
}

function About({ room }: { room: MyRoom }) {
  const say = useSay()
  const { periods, school, location, terms } = room.class
  const facts = [periods.length > 0 && say('my.period', { periods: periods.join(', ') }), location, ...terms, school]
  return <>{facts.filter(Boolean).join(' · ')}</>
} // prettier-ignore

function OfStudent({ room }: { room: MyRoom }) {
  const say = useSay()
  return (
    <div className={styles.teachers}>
      <Icon name="person" size="l" />
      <p className={styles.big}>
        {say('my.student.teacher', { count: room.class.teachers.length })}{' '}
        <bdi>{room.class.teachers.join(', ')}</bdi>
      </p>
    </div>
  )
}

function OfTeacher({ room, id }: { room: MyRoom; id: string }) {
  const say = useSay()
  return (
    <>
      <Managed room={room} />
      <Students students={room.students ?? []} />
      <div className={styles.locked}>
        <Button locked={room.managed ? say('my.add.locked') : say('my.add.byHand')}>{say('my.add')}</Button>
      </div>
      {room.managed && <MissingStudent id={id} />}
    </>
  )
}

function Managed({ room: { managed, district, updatedAt } }: { room: MyRoom }) {
  const say = useSay()
  return (
    <p className={styles.meta}>
      <span className={styles.managed}>
        <Icon name={managed ? 'lock' : 'pencil'} size="s" />
        {say(managed ? 'my.managed' : 'my.byHand', { district })}
      </span>
      {managed && updatedAt && <Updated at={updatedAt} />}
    </p>
  )
}
