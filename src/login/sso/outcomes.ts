/**
 * How a sign-in through a provider can end. The list is closed: each has its sentence, its owner and its remedy on the
 * page that people see (web/src/screens/not-ready), and in docs/sign-in.md.
 */
export const signInOutcomes = [
  'signed_in',
  /** Rostering never brought this person. */
  'not_shared',
  /** The same, and rostering rests until a day. */
  'paused',
  /** The roster had them, and does not any more. */
  'removed',
  /** The source has switched the account off. */
  'suspended',
  /** Two people answer to what the provider says, or it says now another than before. */
  'two_candidates',
  /** The provider knows no id of the roster for them. */
  'no_sourced_id',
  /** A guardian, or somebody whose role has no pages here. */
  'no_pages',
  /** No district vouches for them there: a teacher took the app by themselves, from Clever's Library. */
  'no_district',
  /** The provider's district is none that is set up here. */
  'district_not_ready',
  /** The provider says that the district did not open the app to them. */
  'not_opened',
  /** The provider itself said no, or could not be reached. */
  'provider_refused',
  /** What came back does not fit: another audience, a wrong signature, an answer to a question that was not asked. */
  'tampered',
  /** It took too long, or cookies are blocked. */
  'expired',
] as const

/** Why the roster does not have somebody, as far as it can be known. */
export const absences = [
  'never_sent',
  /** Sent with a mistake in the record, which was skipped. */
  'mistake',
  /** Outside what the district chose to share. */
  'left_out',
  /** In a plan that somebody has to decide. */
  'waiting',
  'paused',
] as const

export type Absence = (typeof absences)[number]

export type SignInOutcome = (typeof signInOutcomes)[number]
