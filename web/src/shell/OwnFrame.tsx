import { SignedIn } from '../session/SignedIn.tsx'
import { useSession } from '../session/session.ts'
import { Zone } from '../design/Time.tsx'
import { Plain } from './Plain.tsx'
import { StudentHead } from './StudentHead.tsx'
import styles from './Shell.module.css'

/** What a teacher or a student sees: their own, and nothing to find a way through. */
export function OwnFrame() {
  return (
    <SignedIn>
      <Own />
    </SignedIn>
  )
}

function Own() {
  const { districts, vendor, who } = useSession()
  const [district] = districts
  const head = who.kind === 'student' ? <StudentHead /> : null
  const page = <Plain place={district?.name ?? vendor.name} head={head} className={styles.own} />
  return district ? <Zone zone={district.zone}>{page}</Zone> : page
}
