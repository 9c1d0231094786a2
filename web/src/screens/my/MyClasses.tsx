import type { MyClasses as Answer } from '../../../../src/http/contract/my.ts'
import { useRead } from '../../data/queries.ts'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { useSession } from '../../session/session.ts'
import { useSay } from '../../words/say.tsx'
import { ClassCards } from './ClassCards.tsx'
import { ClassList } from './ClassList.tsx'
import { NotReady } from './NotReady.tsx'
import { Updated } from './Updated.tsx'
import { myUrl } from './url.ts'
import styles from './My.module.css'

/** T1, T2 and S1: the classes of today, at once; or why there are none. */
export function MyClasses() {
  const say = useSay()
  const { who } = useSession()
  const query = useRead<Answer>(myUrl)
  if (who.kind === 'student')
    return (
      <Page title={say('my.title')}>
        <Loaded query={query} rows={3}>
          {mine => (mine.none ? <NotReady mine={mine} none={mine.none} /> : <ClassCards mine={mine} />)}
        </Loaded>
      </Page>
    )
  return (
    <Page title={say('my.title')} lead={query.data && <Lead mine={query.data} />}>
      <div className={styles.matter}>
        <Loaded query={query} rows={5}>
          {mine => (mine.none ? <NotReady mine={mine} none={mine.none} /> : <ClassList mine={mine} />)}
        </Loaded>
      </div>
    </Page>
  )
}

function Lead({ mine: { district, updates, updatedAt } }: { mine: Answer }) {
  const say = useSay()
  return (
    <>
      {say(`my.from.${updates}`, { district })} {updatedAt && <Updated at={updatedAt} />}
    </>
  )
}
