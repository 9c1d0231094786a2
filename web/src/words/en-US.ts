import { fleet } from './en-US/fleet.ts'
import { my } from './en-US/my.ts'
import { help } from './en-US/help.ts'
import { activity } from './en-US/activity.ts'
import { hold } from './en-US/hold.ts'
import { jobs } from './en-US/jobs.ts'
import { issues } from './en-US/issues.ts'
import { people } from './en-US/people.ts'
import { records } from './en-US/records.ts'
import { design } from './en-US/design.ts'
import { overview } from './en-US/overview.ts'
import { rollover } from './en-US/rollover.ts'
import { settings } from './en-US/settings.ts'
import { sso } from './en-US/sso.ts'
import { links } from './en-US/links.ts'
import { connect } from './en-US/connect.ts'
import { setup } from './en-US/setup.ts'
import { shell } from './en-US/shell.ts'
import { signIn } from './en-US/sign-in.ts'
import { team } from './en-US/team.ts'

/** Every word of the console by its id; a screen adds a file of its own here and in es-US. */
export const enUS = {
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
} satisfies Record<string, string>
export type MessageId = keyof typeof enUS
