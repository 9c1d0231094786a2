/**
 * What can be wrong with a server, each with a sentence. A list that is closed: what is switched on by another name is
 * refused, or a test would pass because nothing happened.
 */
export const faults = {
  pageClamp: 'Gives at most so many records a page, whatever limit says',
  countLies: 'X-Total-Count is zero, too high, too low, absent, or that of the collection without the filter',
  halfThenEmpty: 'Half of the records, then empty pages with 200',
  duplicatePages: 'Each page comes twice',
  reorderedPages: 'The order is another for each page',
  shiftDuringRead:
    'A record is removed, or inserted, once the second page of a collection was given; with a number only so often',
  ignoreOffset: 'Every page is the first',
  ignoreLimit: 'Every page is the whole collection',
  status429:
    '429 to every n-th request; {"every": n, "retryAfter": seconds, "date" or null} tells when to come back',
  status500: '500 to every n-th request',
  status503: '503 to the next n requests',
  htmlWith200: 'A web page instead of records, to every n-th request',
  emptyBody: 'Nothing at all with 200, to every n-th request',
  errorEnvelopeWith200: 'A failure that calls itself 200, to every n-th request',
  invalidJson: 'JSON that ends in the middle, to every n-th request',
  resetMidBody: 'The connection breaks off in the middle of the body, of every n-th request',
  stall: 'Nothing is answered for so many milliseconds; forever stops in the middle of the body',
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
  envelopeKey:
    'Records stand under the name of their path (students for users), in a bare array, or under a random key',
  booleansAs: 'Booleans are texts, in capitals, 1 and 0, or yes and no',
  statusWords: 'Tombstones say another word; with missing, records that live say none',
  rolesCase: 'Roles begin with a capital',
  gradesAs: 'Grades are one text, with blanks between several, K for KG, or without a leading zero',
  datesAs: 'Dates are with a time, or D/M/YYYY; with noMs dateLastModified is without milliseconds',
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
  noBearer: 'ClassLink lists the district without its bearer, as until somebody at the district allows it',
  permRevMoves: 'x-perm-rev moves before each of the next n answers of the proxy',
  sparseClasses: 'At ClassLink, classCode and periods of classes are empty',
  tenantAsText: 'TenantId is a text in one answer and a number in another',
  sourceIdSpelling: 'SourcedId is spelt SourceId',
  noSourcedId: 'SourcedId is empty, as in a district without a Roster Server',
  noIdToken: 'LaunchPad issues no id_token',
  status502: 'At Clever 502 with a web page, to every n-th request',
  cleverRate: 'At Clever a token is good for so many requests a minute, in place of 1200',
  mostLimit: 'At Clever a limit above so many is refused with 413, in place of 10000',
  trailingPage: 'At Clever the last page links to another, which is empty',
  nextWithoutLimit: 'At Clever links to pages forget the limit that was asked for',
  countKey: 'At Clever the count stands in paging',
  noUri: 'At Clever records of a list come without their address',
  errorKey: 'At Clever the sentence of a refusal is under error, not under message',
  bareClasses:
    'At Clever every n-th section has no course, term, grade or subject, or a teacher of another school',
  stampedDates: 'At Clever dates come with a time',
  schoolsUnsorted: 'At Clever schools of a role stand in no order',
  fieldOrder: 'At Clever fields of a record stand in another order each time',
  studentAs2023: 'At Clever a student repeats the e-mail in the role, and has no legacy_id there',
  oddEmails: 'At Clever some have an e-mail that is none',
  eventCursor: 'At Clever a cursor of events that is not known is refused, or begins at the oldest event',
  noLastEvent: 'At Clever ending_before=last is refused',
  cleverOidc: 'Clever issues an id_token, as once its support switched OpenID Connect on',
  libraryTokens: 'At Clever people sign in as those of a Library app: there is no district in /me',
  meRole: 'At Clever the type in /me is the role',
  previousAs: 'At Clever previous_attributes of an event stand beside data, or in both places',
} as const
export type FaultName = keyof typeof faults

export function isFault(name: string): name is FaultName {
  return Object.hasOwn(faults, name)
}

/** What is switched on with more than true: its words, a number, a text, or every so many requests (`every`). */
const takes: Partial<Readonly<Record<FaultName, readonly string[]>>> = {
  pageClamp: ['number'],
  countLies: ['zero', 'high', 'low', 'absent', 'unfiltered'],
  shiftDuringRead: ['remove', 'insert', 'number'],
  status429: ['every'],
  status500: ['every'],
  status503: ['number'],
  htmlWith200: ['every'],
  emptyBody: ['every'],
  errorEnvelopeWith200: ['every'],
  invalidJson: ['every'],
  resetMidBody: ['every'],
  stall: ['number', 'forever'],
  slowBytes: ['number'],
  tokenLife: ['number'],
  tokenRequests: ['number'],
  reduceScope: ['text'],
  missingEndpoints: ['text'],
  envelopeKey: ['roles', 'array', 'random'],
  booleansAs: ['string', 'TRUE', '1', 'yes'],
  statusWords: ['inactive', 'ToBeDeleted', 'to be deleted', 'missing'],
  gradesAs: ['string', 'blanks', 'K', 'plain'],
  datesAs: ['time', 'slash', 'noMs'],
  nullsAs: ['null', 'empty'],
  periodsAs: ['array', 'text'],
  redirect: ['text'],
  permRevMoves: ['number'],
  status502: ['every'],
  cleverRate: ['number'],
  mostLimit: ['number'],
  countKey: ['paging'],
  bareClasses: ['number'],
  eventCursor: ['refused', 'start'],
  previousAs: ['beside', 'both'],
}

export function valuesOf(name: FaultName): readonly string[] {
  return takes[name] ?? ['true']
}

/** Whether a fault can be switched on so: a word that means nothing would switch on nothing, and a test would pass. */
export function fits(name: FaultName, value: unknown): boolean {
  const isWhole = (one: unknown) => /^\d+$/.test(String(one))
  return valuesOf(name).some(one => {
    if (one === 'number') return isWhole(value)
    if (one === 'text') return typeof value === 'string' && value !== ''
    if (one !== 'every') return String(value) === one
    if (typeof value !== 'object' || value === null) return value === true || isWhole(value)
    return !('every' in value) || isWhole(value.every)
  })
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
