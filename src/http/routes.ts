import type { Declaration } from './route.ts'
import { activityRoutes } from './routes/activity.ts'
import { changeRoutes } from './routes/changes.ts'
import { generalRoutes } from './routes/general.ts'
import { handRoutes } from './routes/hand.ts'
import { holdRoutes } from './routes/holds.ts'
import { dropRoutes } from './routes/drops.ts'
import { fleetRoutes } from './routes/fleet.ts'
import { requestRoutes } from './routes/requests.ts'
import { setupRoutes } from './routes/setup.ts'
import { setupLinkRoutes } from './routes/setup-links.ts'
import { setupSourceRoutes } from './routes/setup-source.ts'
import { issueRoutes } from './routes/issues.ts'
import { liveRoutes } from './routes/live.ts'
import { meRoutes } from './routes/me.ts'
import { feedbackRoutes } from './routes/feedback.ts'
import { myRoutes } from './routes/my.ts'
import { notifyRoutes } from './routes/notify.ts'
import { peopleRoutes } from './routes/people.ts'
import { overviewRoutes } from './routes/overview.ts'
import { rolloverRoutes } from './routes/rollover.ts'
import { ruleRoutes } from './routes/rules.ts'
import { runRoutes } from './routes/runs.ts'
import { scheduleRoutes } from './routes/schedule.ts'
import { sessionRoutes } from './routes/session.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { ssoRoutes } from './routes/sso.ts'
import { syncRoutes } from './routes/sync.ts'
import { teamRoutes } from './routes/team.ts'
import { secretRoutes } from './routes/secrets.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { undoRoutes } from './routes/undo.ts'
import { whyRoutes } from './routes/why.ts'

/** Every address of the API. One file a subject; a test asks each of them with another district's key. */
export const routes: readonly Declaration[] = [
  ...sessionRoutes,
  ...ssoRoutes,
  ...signInRoutes,
  ...meRoutes,
  ...teamRoutes,
  ...secretRoutes,
  ...tokenRoutes,
  ...activityRoutes,
  ...generalRoutes,
  ...overviewRoutes,
  ...issueRoutes,
  ...liveRoutes,
  ...notifyRoutes,
  ...peopleRoutes,
  ...handRoutes,
  ...whyRoutes,
  ...syncRoutes,
  ...scheduleRoutes,
  ...rolloverRoutes,
  ...ruleRoutes,
  ...runRoutes,
  ...changeRoutes,
  ...undoRoutes,
  ...holdRoutes,
  ...setupRoutes,
  ...setupSourceRoutes,
  ...setupLinkRoutes,
  ...requestRoutes,
  ...fleetRoutes,
  ...dropRoutes,
  ...myRoutes,
  ...feedbackRoutes,
]
