import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { Lines } from '../../design/Lines.tsx'
import { Status } from '../../design/Status.tsx'
import text from '../../design/text.module.css'
import { useSession } from '../../session/session.ts'
import { useSay } from '../../words/say.tsx'

const stages = ['requested', 'approved', 'seen', 'preview', 'live'] as const
type Stage = (typeof stages)[number]

/** How far a district is on the way from the request at Clever to its first sync, and whose turn it is. */
export function Stages({ view }: { view: SetupView }) {
  const say = useSay()
  const { vendor } = useSession()
  const here = stages.findIndex(stage => !isDone(stage, view))
  return (
    <div className={text.stack}>
      <h3>{say('clever.stages')}</h3>
      <Lines
        lines={stages.map((stage, at) => ({
          label: say(`clever.stage.${stage}`, { vendor: vendor.name }),
          value: (
            <>
              <Status mark={at < here ? 'ok' : at === here ? 'running' : 'setup'}>
                {say(
                  at < here ? 'clever.stage.done' : at === here ? 'clever.stage.next' : 'clever.stage.later',
                )}
              </Status>
              {at >= here && (
                <span className={text.small}>
                  {say(`clever.stage.${stage}.who`, { vendor: vendor.name })}
                </span>
              )}
            </>
          ),
        }))}
      />
    </div>
  )
}

function isDone(stage: Stage, { answers: { tenant, test }, preview }: SetupView): boolean {
  switch (stage) {
    case 'requested':
      return tenant !== null && tenant.state !== 'unseen'
    case 'approved':
      return tenant?.state === 'confirmed'
    case 'seen':
      return test?.ok === true
    case 'preview':
      return preview !== null
    case 'live':
      return false
  }
}
