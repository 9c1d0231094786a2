import { fleet } from './es-US/fleet.ts'
import { my } from './es-US/my.ts'
import { help } from './es-US/help.ts'
import { activity } from './es-US/activity.ts'
import { hold } from './es-US/hold.ts'
import { jobs } from './es-US/jobs.ts'
import { issues } from './es-US/issues.ts'
import { people } from './es-US/people.ts'
import { records } from './es-US/records.ts'
import { design } from './es-US/design.ts'
import { overview } from './es-US/overview.ts'
import { rollover } from './es-US/rollover.ts'
import { settings } from './es-US/settings.ts'
import { sso } from './es-US/sso.ts'
import { links } from './es-US/links.ts'
import { connect } from './es-US/connect.ts'
import { setup } from './es-US/setup.ts'
import { shell } from './es-US/shell.ts'
import { signIn } from './es-US/sign-in.ts'
import { team } from './es-US/team.ts'
import type { MessageId } from './en-US.ts'

export const esUS: Record<MessageId, string> = {
  ...shell,
  ...design,
  ...signIn,
  ...overview,
  ...activity,
  ...team,
  ...rollover,
  ...settings,
  ...my,
  ...help,
  ...issues,
  ...people,
  ...setup,
  ...connect,
  ...links,
  ...sso,
  ...records,
  ...jobs,
  ...hold,
  ...fleet,
}
