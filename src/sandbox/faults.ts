/**
 * What can be wrong with a server, each with a sentence. A list that is closed: what is switched on by another name is
 * refused, or a test would pass because nothing happened.
 */
export const faults = {
  pageClamp: 'Gives at most so many records a page, whatever limit says',
  countLies: 'X-Total-Count is zero, high, low, absent, or unfiltered',
  halfThenEmpty: 'Half of the records, then empty pages with 200',
  duplicatePages: 'Each page comes twice',
  reorderedPages: 'The order is another for each page',
  shiftDuringRead: 'A record is removed, or inserted, once the second page of a collection was given',
  ignoreOffset: 'Every page is the first',
  ignoreLimit: 'Every page is the whole collection',
  status429: '429 to every n-th request; {"every": n, "retryAfter": seconds, "date" or null}',
  status500: '500 to every n-th request',
  status503: '503 to the next n requests',
  htmlWith200: 'A web page instead of records, to every n-th request',
  emptyBody: 'Nothing at all with 200, to every n-th request',
  errorEnvelopeWith200: 'A failure that calls itself 200, to every n-th request',
  invalidJson: 'JSON that ends in the middle, to every n-th request',
  resetMidBody: 'The connection breaks off in the middle of the body, of every n-th request',
  stall: 'Nothing is answered for so many milliseconds',
  slowBytes: 'The body comes a byte at a time, so many milliseconds apart',
  gzipBomb: 'A body that unfolds to a gigabyte',
  tokenLife: 'Tokens live so many seconds',
  tokenRequests: 'Tokens are good for so many requests',
  tokenRefused: 'No token is issued',
  reduceScope: 'Tokens may read all but these collections, separated by commas',
  missingEndpoints: 'These collections are not there, separated by commas',
  filterRefused: '400 to every filter',
  filterIgnored: 'Filters change nothing',
  sortRefused: '400 to every sort',
  envelopeKey: 'Records stand under roles (students for users), in a bare array, or under a random key',
  booleansAs: 'Booleans are string, TRUE, 1 or yes',
  statusWords: 'Tombstones are inactive, ToBeDeleted, or to be deleted; active ones say nothing with missing',
  rolesCase: 'Roles begin with a capital',
  gradesAs: 'Grades are a string, several with blanks, K for KG, or without leading zero',
  datesAs: 'Dates are with time, or D/M/YYYY; dateLastModified is without milliseconds with noMs',
  nullsAs: 'What is not said is null, or an empty text, instead of left out',
  periodsAs: 'Periods are an array in 1.1, or a text in 1.2',
  oddIds: 'Ids of users have a blank, braces, a percent sign, a plus and a letter beyond ASCII',
  duplicateIds: 'The first record of each collection comes once more at its end',
  orphans: 'Every tenth enrollment names a user who is not there',
  namelessUsers: 'Every tenth user has no names, username or e-mail',
  infiniteCampus:
    'A person who is several users, with s and t before the id in 1.1; metadata.ic.legacySourceId in 1.2',
  birthdateKey: 'birthDate is spelt birthdate',
  foreignNext: 'The Link to the next page leads to another host',
  redirect: 'Every collection redirects to this address',
  tenantAsText: 'TenantId is a text in one answer and a number in another',
  sourceIdSpelling: 'SourcedId is spelt SourceId',
  noSourcedId: 'SourcedId is empty, as in a district without a Roster Server',
  noIdToken: 'LaunchPad issues no id_token',
} as const
export type FaultName = keyof typeof faults

export function isFault(name: string): name is FaultName {
  return Object.hasOwn(faults, name)
}

/** Faults that are switched on, and the counts that some of them go by. */
export class Switches {
  readonly on = new Map<FaultName, unknown>()
  #requests = 0

  has(name: FaultName): boolean {
    return this.on.has(name)
  }

  text(name: FaultName): string | null {
    const value = this.on.get(name)
    return value === undefined || value === false ? null : String(value)
  }

  number(name: FaultName): number | null {
    const value = Number(this.on.get(name) ?? NaN)
    return Number.isFinite(value) ? value : null
  }

  list(name: FaultName): readonly string[] {
    return (this.text(name) ?? '').split(',').map(word => word.trim()).filter(word => word !== '')
  }

  /** One more request has come. */
  count(): void {
    this.#requests++
  }

  /** Whether a fault that comes every so often comes now; `true` comes always. */
  due(name: FaultName): boolean {
    const value = this.on.get(name)
    if (value === undefined || value === false) return false
    const every = typeof value === 'object' && value !== null && 'every' in value ? Number(value.every) : Number(value)
    return value === true || !Number.isFinite(every) || every <= 1 || this.#requests % every === 0
  }

  /** Takes one from a fault that is good for so many requests. */
  spend(name: FaultName): boolean {
    const left = this.number(name)
    if (left === null || left <= 0) return false
    this.on.set(name, left - 1)
    return true
  }
} // prettier-ignore
