import { listDistricts } from '../../store/districts.ts'
import { openStore, type Store, type Where } from '../../store/open.ts'
import { openHold } from '../../store/overview.ts'
import type { Call } from '../command.ts'
import { serve } from '../commands/serve.ts'
import { flag, text } from '../options.ts'
import { bold, dim } from '../paint.ts'
import { demoDistricts } from './districts.ts'
import { clearDemo } from './folder.ts'
import { keep, keptSince } from './kept.ts'
import { demoPassword, membersOf, vendorPeople } from './people.ts'
import { openProviders } from './providers.ts'
import { seedDemo } from './seed.ts'
import type { Description } from '../../sandbox/serve.ts'

const folder = './.rollbook-demo-console'

/** Serves three made-up districts with a week behind them; what an earlier start left is gone on with. */
export async function serveDemo(call: Call): Promise<number> {
  // A real PostgreSQL may be named in the environment; a demo has no business in it.
  const where: Where = { data: text(call, 'data') ?? folder, url: null, loopback: true }
  const since = flag(call, 'fresh') ? null : await keptSince(where.data)
  if (since === null) await clearDemo(where.data)
  const store = await openStore(where)
  try {
    if (since === null) {
      call.out.line(bold('Rollbook demo'), ': three school districts get a week of history. All of it is made up.')
      await seedDemo(store, call.now(), call.signal)
      if (call.signal.aborted) return 1
      await keep(where.data, call.now())
    }
    const providers = await openProviders(store, call.now())
    const greet = async (_: Call, base: string) => {
      providers.register(base)
      sayWho(call, base, since)
      sayProviders(call, providers.sandbox.description, base)
      await sayHold(call, store)
    }
    try {
      return await serve({ ...call, where, store: () => Promise.resolve(store) }, { demo: true, greet })
    } finally {
      await providers.sandbox.close()
    }
  } finally {
    await store.close()
  }
} // prettier-ignore

function sayWho({ out }: Call, base: string, since: Date | null): void {
  out.line(bold('Rollbook demo'), ` listens on ${base}`)
  if (since !== null) out.line(`It goes on where it was left; the districts are of ${since.toISOString().slice(0, 10)}. To begin anew: --fresh`)
  out.line()
  out.line(`Choose there whom to sign in as, or give one of these addresses and the password “${demoPassword}”:`)
  const districts = demoDistricts.flatMap(({ key, name, ending }) =>
    membersOf(key).map((person, at) => [person.email, person.role, at === 0 ? `${name}: ${told[ending]}` : name]),
  )
  const vendor = vendorPeople.map(({ email, role }) => [email, role, 'every district, as the vendor’s own people do'])
  out.table(['E-mail', 'As', 'Sees'], [...districts, ...vendor])
  out.line()
  out.line(dim('Teachers and students have no password here: the sign-in page lists one of each.'))
  out.line(`Mail that the console sends can be read at ${base}/demo/mail`)
} // prettier-ignore

/** Where the providers are that three of the districts are read from, and where people of two sign in. */
function sayProviders({ out }: Call, { classlink, clever, control }: Description, base: string): void {
  out.line()
  out.line('Harbor Point is read from a OneRoster server, Blue Mesa through ClassLink, Redwood Coast through Clever; all three are served by the sandbox, here.')
  out.line(`Sign in as a teacher or student of Blue Mesa: ${base}/sso/classlink/start, or from their portal: ${classlink.portal}`)
  out.line(`Sign in as a teacher or student of Redwood Coast: ${base}/sso/clever/start, or from their portal: ${clever.portal}`)
  out.line(dim(`Make the providers misbehave: ${control} (docs/sandbox.md)`))
} // prettier-ignore

/** What the week came to where it went wrong: the plan that waits, and what it waits for. */
async function sayHold({ out }: Call, { pool }: Store): Promise<void> {
  for (const { districtId, name } of await listDistricts(pool)) {
    const hold = await openHold(pool, districtId)
    if (hold === null) continue
    out.line()
    out.line(bold('HELD'), ` plan ${hold.plan} of ${name}. Nothing was changed; one of its owners decides:`)
    out.table(
      ['Hazard', 'What it says'],
      hold.hazards.map(({ code, message }) => [code, message]),
    )
  }
  out.line()
  out.line('The same story told in the terminal, with its explanation: npx rollbook demo')
}

const told = {
  calm: 'a week of ordinary nights',
  accident: 'last night’s export went wrong, and waits',
  new_year: 'everybody moved up a grade last night',
} as const
