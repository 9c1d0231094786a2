/** Words of the mails. `{name}` is a fact, written as the language writes it. */
export const enUS = {
  'held.subject': 'On hold - waiting for you: {district}',
  'held.intro':
    'The last sync of {district} would change more than its safety limits let pass, so nothing was changed. The plan of {changes} changes waits for a person.',
  'held.reasons': 'Why it waits:',
  'held.end': 'You can approve this plan once, approve chosen schools, apply additions only, or discard it.',
  'held.button': 'Review hold',

  'waiting.subject': 'Still on hold - waiting for you: {district}',
  'waiting.intro':
    'Since {since}, a plan of {district} waits for a person, for {reasons, plural, one {one reason} other {{reasons} reasons}}. Until somebody decides, what it would change stays as it is.',
  'waiting.button': 'Review hold',

  'failed.subject': 'Needs attention: {district}',
  'failed.known': 'The sync of {district} could not run (run {run}), and nothing was changed. What mends it is known:',
  'failed.repeated':
    'The sync of {district} failed {times} times in a row, last in run {run}. Nothing was changed since. We know of it no more than the run says; Product Support can help.',
  'failed.button': 'See what to fix',

  'first_success.subject': 'Rostering is up to date: {district}',
  'first_success.intro':
    'The first sync of {district} is done: {people} people and {classes} classrooms are there. From now on they are kept up to date by the schedule.',
  'first_success.button': 'Open Rostering',

  'paused.subject': 'Paused from tomorrow: {district}',
  'paused.subject_add_only': 'Adding only from tomorrow: {district}',
  'paused.intro_pause': 'From {from} syncs of {district} are paused. Nothing changes until then, and nothing during the pause.',
  'paused.intro_add_only': 'From {from} syncs of {district} add people and classrooms and remove nobody.',
  'paused.until': 'The last such day is {until}.',
  'paused.open': 'It lasts until somebody ends it.',
  'paused.button': 'Change the schedule',

  'weekly.subject': 'Rostering last week: {district}',
  'weekly.intro': '{district}, {from} to {to}: {runs, plural, one {one sync} other {{runs} syncs}}, {failures} failed.',
  'weekly.people': 'People: {added} added, {changed} changed, {removed} removed; {promoted} moved up a grade.',
  'weekly.issues': 'Open issues: {issues}.',
  'weekly.held': 'A plan is on hold and waits for a person.',
  'weekly.button': 'Open Rostering',

  'request.subject': 'A request from {district}',
  'request.system': '{district} asks for a system that is not listed.',
  'request.help': '{district} asks for help.',
  'request.connection': '{district} asks for a connection to be approved.',
  'request.button': 'Open requests',

  'answered.subject': 'Product Support answered: {district}',
  'answered.intro': 'There is an answer to the request you made for {district}.',
  'answered.button': 'Read the answer',

  'invite.subject': 'You are invited to Rollbook',
  'invite.intro': 'You were invited to look after rostering of {district}.',
  'invite.vendor': 'You were invited to the console of Product Support.',
  'invite.end': 'The link is good for seven days and works once. If you expected no invitation, leave it.',
  'invite.button': 'Set a password and sign in',

  'setup_link.subject': 'Connect the school system of {district}',
  'setup_link.intro': 'You were asked to connect the school system (SIS) of {district} with Rollbook. No account is needed: open the link, and we mail you a code.',
  'setup_link.end': 'The link is good for seven days, in the first browser that opens it. It shows the setup and nothing else. If you expected no such mail, leave it.',
  'setup_link.button': 'Open the setup',
  'setup_code.subject': 'Your code for the setup',
  'setup_code.intro': 'Your code: {code}. Type it on the page you opened. It is good for 15 minutes.',
  'setup_code.end': 'Nobody of ours asks for this code. If you did not ask for it, leave it.',
  'setup_code.button': 'The page of the setup',

  'added.subject': 'You look after {district} now',
  'added.intro': 'You were given a role in rostering of {district}. Sign in as you always do.',
  'added.vendor': 'You were given a role in the console of Product Support. Sign in as you always do.',
  'added.button': 'Sign in',

  'reset.subject': 'Set a new password',
  'reset.intro': 'Somebody, you we hope, asked for a new password for this address.',
  'reset.end': 'The link is good for one hour and works once. If it was not you, leave it: the old password stays.',
  'reset.button': 'Set a new password',

  'foot.choose': 'You get this because of your role in {district}. Choose what you get: {link}',
  'foot.vendor': 'You get this because of your role in Product Support. Choose what you get: {link}',

  'limit.share': 'limit {limit}',
  'limit.none': 'no limit: it always waits',
  'place.school': 'at {school}',
  'place.district': 'in the district',

  'kind.users': 'people', 'kind.students': 'students', 'kind.teachers': 'staff', 'kind.classes': 'classrooms',
  'kind.enrollments': 'enrollments', 'kind.orgs': 'schools', 'kind.academicSessions': 'terms',
  'kind.courses': 'courses', 'kind.roles': 'roles', 'kind.demographics': 'demographics',

  'why.MASS_REMOVE': '{share} of {kind} {place} would be removed ({count} of {of}, {limit})',
  'why.MASS_REMOVE_SCHOOL': '{share} of {kind} {place} would be removed ({count} of {of}, {limit})',
  'why.MASS_UPDATE': '{share} of {kind} would change ({count} of {of}, {limit})',
  'why.EMPTY_KIND': 'The file of {kind} came without a single row; there are {of}',
  'why.INCOMPLETE': 'The file of {kind} did not arrive whole; {count} missing rows are not taken as removed',
  'why.SCHOOL_VANISHED': 'A school is no longer in the source: {school}',
  'why.TERM_MISSING': '{count, plural, one {A term} other {{count} terms}} went missing before the end',
  'why.STALE_SOURCE': 'The files are older than those last applied',
  'why.RE_KEYED': '{count} of {of} people came with new ids in the source ({limit})',
  'why.ID_REUSED': '{count, plural, one {An id was} other {{count} ids were}} given to another person',
  'why.LOGIN_MOVED': '{count, plural, one {A sign-in passes} other {{count} sign-ins pass}} to another person',
  'why.DOMAIN_CHANGED': '{share} of people would get an e-mail address in another domain ({count} of {of}, {limit})',
  'why.ROLE_RAISED': '{count, plural, one {A student} other {{count} students}} would become staff or administrator',
  'why.MATCH_UNSURE': '{count, plural, one {A person} other {{count} people}} would take over an existing account on weak evidence',

  'fix.NOT_A_DROP': 'There is nothing where the files are expected, or no zip. Have your system export again to the agreed place.',
  'fix.NO_ROSTER_FILES': 'The zip holds none of the rostering files. Check what your system exports; the names are those of OneRoster.',
  'fix.ARCHIVE_BROKEN': 'The zip is cut off. Export or transfer it again.',
  'fix.ARCHIVE_TOO_LARGE': 'The zip is too large for a roster. Leave other files out of it.',
  'fix.ARCHIVE_ENCRYPTED': 'The zip wants a password. Export it without one.',
  'fix.ARCHIVE_NESTED': 'There are zips inside the zip. Put the CSV files into it themselves.',
  'fix.ENTRY_TRAVERSAL': 'A file name in the zip leads out of it. Ask whoever made the export.',
  'fix.ENTRY_DUPLICATE': 'The zip holds two files of one name. Keep one of them.',
  'fix.ENTRY_OVERLAP': 'Two files share a part of the zip. Make the zip again.',
  'fix.ENTRY_SYMLINK': 'The zip holds a link instead of a file. Put the file itself in.',
  'fix.DELTA_WITHOUT_BASE': 'The files tell changes only, and there is no roster yet. Have your system send everything once.',
  'fix.NO_SOURCE': 'The connection does not say where the files are. Finish the setup.',
} // prettier-ignore
export type Word = keyof typeof enUS
