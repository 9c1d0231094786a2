import type { SandboxDistrict } from './district.ts'
import { Switches } from './faults.ts'
import { Gate, makeCredentials, type Credentials } from './oneroster/keys.ts'

/** One request that came, for whoever looks at what a client does. No secret stands in it. */
export type Logged = { readonly method: string; readonly path: string; readonly status: number }

/** What a district lets an app have of its roster, at ClassLink. */
export type Sharing = { enabled: boolean; bearer: string }

const keptLog = 5000

/** A district of the sandbox with all that is switched on for it, whoever's provider it is asked through. */
export class Seat {
  readonly district: SandboxDistrict
  readonly tenantId: number
  readonly applicationId: string
  readonly switches = new Switches()
  readonly gate: Gate
  readonly log: Logged[] = []
  sharing: Sharing
  #turns = 0

  constructor(district: SandboxDistrict, tenantId: number, now: () => Date) {
    this.district = district
    this.tenantId = tenantId
    // As ClassLink hands it out: escaped already, and to be used as it is.
    this.applicationId = encodeURIComponent(Buffer.from(`rb-${district.plan.key}`).toString('base64').replace(/=*$/, '='))
    const credentials = makeCredentials(`${district.plan.seed} ${district.plan.key}`)
    this.gate = new Gate(credentials, this.switches, now)
    this.sharing = { enabled: true, bearer: credentials.bearer }
  } // prettier-ignore

  note(logged: Logged): void {
    this.log.push(logged)
    if (this.log.length > keptLog) this.log.shift()
  }

  /** Other secrets and another bearer, as when somebody at the district renews them. */
  rotate(): Credentials {
    const credentials = this.gate.rotate(`${this.district.plan.seed} ${++this.#turns}`)
    this.sharing.bearer = credentials.bearer
    return credentials
  }

  /** Switches the app off and on at the district; nothing else about sharing changes. */
  share({ enabled }: Readonly<Record<string, unknown>>): { readonly enabled: boolean } {
    if (typeof enabled === 'boolean') this.sharing.enabled = enabled
    this.district.moved()
    return { enabled: this.sharing.enabled }
  }
}
