import { changeSharing, sharedOf, type Sharing } from './classlink/sharing.ts'
import { Connection } from './clever/connection.ts'
import type { SandboxDistrict, Served } from './district.ts'
import { Switches } from './faults.ts'
import { Gate, makeCredentials, type Credentials } from './oneroster/keys.ts'

/** One request that came, for whoever looks at what a client does. No secret stands in it. */
export type Logged = { readonly method: string; readonly path: string; readonly status: number }

const keptLog = 5000

/** A district of the sandbox with all that is switched on for it, whoever's provider it is asked through. */
export class Seat {
  readonly district: SandboxDistrict
  readonly tenantId: number
  readonly applicationId: string
  readonly switches = new Switches()
  readonly gate: Gate
  readonly clever: Connection
  readonly log: Logged[] = []
  sharing: Sharing
  #turns = 0
  #shared: Served | null = null

  constructor(district: SandboxDistrict, tenantId: number, now: () => Date) {
    this.district = district
    this.tenantId = tenantId
    // As ClassLink hands it out: escaped already, and to be used as it is.
    this.applicationId = encodeURIComponent(Buffer.from(`rb-${district.plan.key}`).toString('base64').replace(/=*$/, '='))
    const credentials = makeCredentials(`${district.plan.seed} ${district.plan.key}`)
    this.gate = new Gate(credentials, this.switches, now)
    this.clever = new Connection(district, this.switches, now)
    this.sharing = { enabled: true, bearer: credentials.bearer, schools: null, unenrolled: true, deleted: true, demographics: true }
  } // prettier-ignore

  note(logged: Logged): void {
    this.log.push(logged)
    if (this.log.length > keptLog) this.log.shift()
  }

  /** Other secrets and another bearer, as when somebody at the district renews them. */
  rotate(): Credentials {
    const credentials = this.gate.rotate(`${this.district.plan.seed} ${++this.#turns}`)
    this.sharing = { ...this.sharing, bearer: credentials.bearer }
    return credentials
  }

  /** Changes what the app may have, as somebody at the district would; null, or why that cannot be. */
  share(change: Readonly<Record<string, unknown>>): string | null {
    const after = changeSharing(this.sharing, change)
    if (typeof after === 'string') return after
    this.sharing = after
    this.district.moved()
    return null
  }

  /** The district as the app sees it through ClassLink; made anew when something moved. */
  shared(): Served {
    if (this.#shared?.revision !== this.district.revision)
      this.#shared = sharedOf(this.district, this.sharing)
    return this.#shared
  }
}
