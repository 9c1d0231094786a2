import type { Tell } from '../login/invites.ts'
import { queueMail } from '../notify/queue.ts'
import type { District } from '../store/districts.ts'
import type { SetupLink } from '../store/setup-links.ts'
import type { Runner } from '../store/sql.ts'
import type { Office } from './office.ts'

/** Mails an invitation; somebody who has a password already is only told that they look after a district more. */
export function mailInvite({ store, now }: Office, { districtId, name: district }: District): Tell {
  return (client, { consoleUserId, token }) => {
    const template = token === null ? ('added' as const) : ('invite' as const)
    const mail = { districtId, consoleUserId, letter: { template, district }, token }
    return queueMail(client, store, mail, now())
  }
}

/** Mails a link for a new password. */
export function mailReset({ store, now }: Office) {
  return (client: Runner, { consoleUserId, token }: { consoleUserId: string; token: string }) =>
    queueMail(client, store, { districtId: null, consoleUserId, letter: { template: 'reset' }, token }, now())
}

/** Mails a link to the setup of a district. */
export function mailLink({ store, now }: Office, { districtId, name: district }: District): Tell {
  return (client, { consoleUserId, token }) =>
    queueMail(
      client,
      store,
      { districtId, consoleUserId, letter: { template: 'setup_link', district }, token },
      now(),
    )
}

/** Mails the code that opens a link to a setup. */
export function mailLinkCode({ store, now }: Office) {
  return (client: Runner, { districtId, consoleUserId }: SetupLink, code: string) =>
    queueMail(
      client,
      store,
      { districtId, consoleUserId, letter: { template: 'setup_code' }, token: code },
      now(),
    )
}
