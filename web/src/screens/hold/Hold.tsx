import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Hold as HoldView } from '../../../../src/http/contract/holds.ts'
import { Copy } from '../../design/Copy.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { useLiveRead } from '../jobs/use-live-read.ts'
import { ExportMenu } from '../run/ExportMenu.tsx'
import { Cause } from './Cause.tsx'
import { Choose } from './Choose.tsx'
import { HoldBanner } from './HoldBanner.tsx'
import { Leavers } from './Leavers.tsx'
import { LimitSection } from './LimitSection.tsx'
import { PlanSchools } from './PlanSchools.tsx'
import { Reasons } from './Reasons.tsx'
import { useExplanation } from './use-explanation.ts'

/** D6: why a plan waits, what probably happened, what it would do, and what may be done about it. */
export function Hold() {
  const say = useSay()
  const { plan = '' } = useParams({ strict: false })
  const { path } = useDistrict()
  const { query } = useLiveRead<HoldView>(`/holds/${encodeURIComponent(plan)}`)
  const explain = useExplanation()
  const rostering = `${path}/settings/rostering`
  const hold = query.data
  return (
    <Page
      title={say('hold.title')}
      state={hold && say(`hold.state.${hold.standing}`)}
      crumbs={[
        { label: say('settings'), to: `${path}/settings` },
        { label: say('nav.integrations') },
        { label: say('nav.rostering'), to: rostering },
        { label: say('rostering.jobs'), to: `${rostering}/jobs` },
        ...(hold ? [{ label: say('run.title', { run: hold.run }), to: `${rostering}/jobs/${hold.run}` }] : []),
      ]}
      lead={
        hold && (
          <>
            {say('hold.lead', { run: hold.run })} <Time at={hold.since} style="full" />
          </>
        )
      }
      zone
      actions={
        hold && (
          <>
            <ExportMenu run={hold.run} label={say('hold.export')} />
            <Copy text={explain(hold)} label={say('hold.copy')} size="normal" />
          </>
        )
      }
    >
      <Loaded query={query} rows={12}>
        {data => <Matter key={data.plan} hold={data} />}
      </Loaded>
    </Page>
  )
} // prettier-ignore

function Matter({ hold }: { hold: HoldView }) {
  // Whatever belongs to no limit that was reached is chosen to begin with: that is what can run now.
  const safe = hold.schools.filter(school => school.hazards === 0).map(({ sourcedId }) => sourcedId)
  const [schools, setSchools] = useState<readonly string[]>(safe)
  const open = hold.standing === 'open'
  return (
    <>
      <HoldBanner hold={hold} />
      {hold.hazards.length > 0 && (
        <div className={text.two}>
          <Reasons hold={hold} />
          <Cause hold={hold} />
        </div>
      )}
      <LimitSection hold={hold} />
      <PlanSchools hold={hold} chosen={schools} onChoose={open && hold.divisible ? setSchools : null} />
      <Leavers hold={hold} />
      {open && <Choose hold={hold} schools={schools} />}
    </>
  )
}
