import { bulk, bulk11, lincoln, lincolnFiles, middle, seat, told11 } from './lincoln.ts'
import { scenario } from './scenario.ts'
import { add, after, each, edit, parse, print, rowOf, type Cells, type Files, type Tables } from './tables.ts'

// The same roster, written by other hands (docs/sources/oneroster-csv.md).

const everyText = (change: (text: string, name: string) => string | Uint8Array): Files =>
  Object.fromEntries(Object.entries(lincolnFiles).map(([name, text]) => [name, change(String(text), name)]))
const sameRoster = (name: string, arrives: Files, issues: Readonly<Record<string, number>> = {}) =>
  scenario(name, { before: lincoln, arrives, status: 'empty', after: lincoln, issues, again: arrives })
const tableText = (kind: keyof Tables, change: (row: Cells) => Cells): Files => ({
  ...lincolnFiles,
  ...pick(bulk(each(lincoln, kind, change)), `${kind}.csv`),
})
const pick = (files: Files, name: string): Files => ({ [name]: files[name] ?? '' })

sameRoster(
  'a byte order mark and Windows line ends',
  everyText(text => '\ufeff' + text.replaceAll('\n', '\r\n')),
)
sameRoster(
  'UTF-16 as Excel saves Unicode text',
  everyText(text => Buffer.from('\ufeff' + text, 'utf16le')),
)
sameRoster(
  'bare carriage returns for line ends',
  everyText((text, name) => (name === 'orgs.csv' ? text.replaceAll('\n', '\r') : text)),
)
sameRoster('semicolons for commas', {
  ...lincolnFiles,
  'orgs.csv': String(lincolnFiles['orgs.csv']).replaceAll(',', ';'),
})
sameRoster('Excel’s sep line', { ...lincolnFiles, 'orgs.csv': `sep=,\n${lincolnFiles['orgs.csv']}` })
sameRoster('every cell in quotes', {
  ...lincolnFiles,
  'roles.csv': String(lincolnFiles['roles.csv']).replaceAll(/[^,\n]+/g, cell => `"${cell}"`),
})
sameRoster('a header in another case and with blanks', {
  ...lincolnFiles,
  'roles.csv': String(lincolnFiles['roles.csv']).replace(
    'userSourcedId,roleType',
    ' USERSOURCEDID , RoleType',
  ),
})
sameRoster('columns in another order, with some of one’s own', {
  ...lincolnFiles,
  'orgs.csv': print(
    ['parentSourcedId', 'type', 'name', 'metadata.color', 'identifier', 'sourcedId'],
    (lincoln.orgs ?? []).map(row => ({ ...row, 'metadata.color': 'blue' })),
  ),
})
sameRoster('the column names of OneRoster 1.0 and a misspelt one', {
  ...lincolnFiles,
  'users.csv': String(lincolnFiles['users.csv'])
    .replace(',grades,', ',grade,')
    .replace('preferredGivenName', 'prefferedGivenName')
    .replace('dateLastModified', 'dataLastModified'),
})
sameRoster(
  'file names in small letters',
  renameFiles(name => name.toLowerCase()),
)
sameRoster('a drop without a manifest', omit('manifest.csv'), { missing_manifest: 1 })
sameRoster('a manifest as Excel writes it', {
  ...lincolnFiles,
  'manifest.csv': String(lincolnFiles['manifest.csv'])
    .replace('propertyName,value', 'propertyName,propertyValue')
    .replace('manifest.version,1.0', 'manifest.version,1')
    .replace('file.roles,', 'file.roles*,')
    .replace('source.systemName', 'file.systemName'),
})
sameRoster(
  'booleans as 1 and 0, yes and no',
  tableText('enrollments', row => ({ ...row, primary: row.primary === 'true' ? 'YES' : '0' })),
)
sameRoster(
  'grades as numbers and words',
  tableText('users', row => ({
    ...row,
    grades: { KG: 'Kindergarten', '03': '3', '07': '7', '08': '8th' }[row.grades ?? ''] ?? row.grades ?? '',
  })),
)
sameRoster(
  'dates as an American writes them',
  tableText('enrollments', row => ({
    ...row,
    beginDate: american(row.beginDate),
    endDate: american(row.endDate),
  })),
)
sameRoster(
  'dates with a time',
  tableText('academicSessions', row => ({ ...row, startDate: `${row.startDate}T00:00:00.000Z` })),
)
sameRoster(
  'roles in capitals',
  tableText('roles', row => ({ ...row, role: (row.role ?? '').toUpperCase() })),
)
sameRoster(
  'codes in capitals',
  tableText('orgs', row => ({ ...row, type: (row.type ?? '').toUpperCase() })),
)
sameRoster(
  'padded cells',
  tableText('orgs', row => ({ ...row, name: ` ${row.name} `, sourcedId: ` ${row.sourcedId}` })),
  { padded_value: 8 },
)
sameRoster(
  'NULL for nothing',
  tableText('users', row => ({ ...row, middleName: 'NULL', preferredGivenName: 'N/A' })),
)
sameRoster('an unknown file, a gradebook file and resources beside the roster', {
  ...lincolnFiles,
  'notes.csv': 'a,b\n1,2\n',
  'results.csv': 'sourcedId,score\nx,1\n',
  'resources.csv': 'sourcedId,status,dateLastModified,vendorResourceId\nx,,,y\n',
}) // prettier-ignore

function american(date = ''): string {
  const [year, month, day] = date.split('-')
  return date === '' ? '' : `${Number(month)}/${Number(day)}/${year}`
}
function renameFiles(rename: (name: string) => string): Files {
  return Object.fromEntries(Object.entries(lincolnFiles).map(([name, text]) => [rename(name), text]))
}
function omit(gone: string): Files {
  return Object.fromEntries(Object.entries(lincolnFiles).filter(([name]) => name !== gone))
}

const westernNames = edit(lincoln, 'users', 'u-anh-nguyen', { familyName: 'Nguyen' })
const western = edit(westernNames, 'users', 'u-leilani-kaahumanu', { familyName: 'Kaahumanu' })
scenario('Windows-1252 as old exporters write it', {
  before: western,
  arrives: { ...bulk(western), 'users.csv': Buffer.from(String(bulk(western)['users.csv']), 'latin1') },
  status: 'empty',
  after: western,
  issues: { unexpected_encoding: 1 },
  again: { ...bulk(western), 'users.csv': Buffer.from(String(bulk(western)['users.csv']) + '\n', 'latin1') },
})

scenario('a grade that nobody knows is Other, and said', {
  before: lincoln,
  arrives: edit(lincoln, 'users', 'u-ada-park', { grades: 'Oak room' }),
  plan: { users: '~1' },
  issues: { unknown_grade: 1 },
  after: edit(lincoln, 'users', 'u-ada-park', { grades: 'Other' }),
})

scenario('a student of two grades is in both', {
  before: lincoln,
  arrives: edit(lincoln, 'users', 'u-ada-park', { grades: '07,08' }),
  plan: { users: '~1' },
  promotions: 1,
})

const choir = {
  ...rowOf(lincoln, 'classes', 'c-band-p6'),
  sourcedId: '{Choir} 100%/2+é',
  classCode: 'CHOIR',
  title: 'Choir',
}
scenario('ids with blanks, braces and signs are ids', {
  before: lincoln,
  arrives: after(
    lincoln,
    tables => add(tables, 'classes', choir),
    tables => add(tables, 'enrollments', seat('u-ada-park', choir.sourcedId, { schoolSourcedId: middle })),
  ),
  plan: { classes: '+1', enrollments: '+1' },
})

scenario('quoted cells keep their commas, quotes and line breaks as blanks', {
  before: lincoln,
  arrives: {
    ...lincolnFiles,
    'orgs.csv': String(lincolnFiles['orgs.csv']).replace('Roosevelt Middle', '"Roosevelt ""The Bears"", Middle\nSchool"'),
  },
  plan: { orgs: '~1' },
  issues: { control_character: 1 },
  after: edit(lincoln, 'orgs', middle, { name: 'Roosevelt "The Bears", Middle School' }),
}) // prettier-ignore

scenario('an id that a spreadsheet has rounded is nobody’s', {
  before: lincoln,
  arrives: edit(lincoln, 'users', 'u-ada-park', { sourcedId: '1.23E+05' }),
  status: 'empty',
  hazards: ['INCOMPLETE'],
  issues: { spreadsheet_number: 1 },
  after: lincoln,
})

const nothing = everyText((text, name) => (name === 'manifest.csv' ? text : ''))
const headers = everyText((text, name) =>
  name === 'manifest.csv' ? text : text.slice(0, text.indexOf('\n') + 1),
)
for (const [drop, arrives] of Object.entries({
  'whose files are all empty': nothing,
  'whose files have no column sourcedId': everyText(text => text.replace('sourcedId,', 'key,')),
  'whose manifest calls every file full': everyText((text, name) =>
    name === 'manifest.csv' ? text.replaceAll(',bulk', ',full') : text,
  ),
  'whose manifest calls every file absent': everyText((text, name) =>
    name === 'manifest.csv' ? text.replaceAll(',bulk', ',absent') : text,
  ),
}))
  scenario(`a drop ${drop} is refused`, { before: lincoln, arrives, refuses: 'NOTHING_USABLE' })
scenario('a first import of headers alone is refused', { arrives: headers, refuses: 'NOTHING_USABLE' })
scenario('a first import of which every row is rejected is refused', {
  arrives: bulk({ users: (lincoln.users ?? []).map(row => ({ ...row, givenName: '', familyName: '' })) }),
  refuses: 'NOTHING_USABLE',
})
scenario('a file of which every row is rejected holds the plan', {
  before: lincoln,
  arrives: each(lincoln, 'users', row => ({ ...row, givenName: '', familyName: '' })),
  hazards: ['EMPTY_KIND'],
  status: 'held',
  issues: { missing_required_value: 44 },
})
scenario('a folder without a roster is refused', {
  arrives: { 'notes.txt': 'hello' },
  before: lincoln,
  refuses: 'NO_ROSTER_FILES',
})
scenario('an empty users.csv is not read, and holds the plan', {
  before: lincoln,
  arrives: { ...lincolnFiles, 'users.csv': '' },
  hazards: ['EMPTY_KIND'],
  status: 'held',
  issues: { missing_header: 1 },
})
scenario('a users.csv without the column sourcedId is not read, and holds the plan', {
  before: lincoln,
  arrives: { ...lincolnFiles, 'users.csv': String(lincolnFiles['users.csv']).replace('sourcedId,', 'key,') },
  hazards: ['EMPTY_KIND'],
  status: 'held',
})
scenario('an empty users.csv of 1.1 holds the plan for its roles too', {
  before: bulk11(told11(lincoln)),
  arrives: { ...bulk11(told11(lincoln)), 'users.csv': '' },
  hazards: ['EMPTY_KIND'],
  status: 'held',
})
scenario('a first import without its users.csv brings the rest, and says so', {
  arrives: { ...bulk({ orgs: lincoln.orgs ?? [], users: [] }), 'users.csv': '' },
  plan: { orgs: '+4' },
  hazards: ['INCOMPLETE'],
  after: { orgs: lincoln.orgs ?? [] },
})
scenario('a demographics.csv that nobody reads holds nothing', {
  before: lincoln,
  arrives: { ...bulk({ ...lincoln, demographics: [] }), 'demographics.csv': '' },
  status: 'empty',
  after: lincoln,
  again: { ...bulk({ ...lincoln, demographics: [] }), 'demographics.csv': '' },
})
scenario('a first import cut off in users.csv brings what it says, and says so', {
  arrives: { ...bulk({ orgs: lincoln.orgs ?? [], users: (lincoln.users ?? []).slice(0, 3) }), 'users.csv': bulk(lincoln)['users.csv']?.slice(0, 500) ?? '' },
  plan: { orgs: '+4', users: '+2' },
  hazards: ['INCOMPLETE'],
}) // prettier-ignore
scenario('an unknown mode in the manifest is not taken for bulk, and holds the plan', {
  before: lincoln,
  arrives: {
    ...bulk({ ...lincoln, users: (lincoln.users ?? []).slice(0, 40) }),
    'manifest.csv': String(lincolnFiles['manifest.csv']).replace('file.users,bulk', 'file.users,partial'),
  },
  hazards: ['EMPTY_KIND'],
  status: 'held',
}) // prettier-ignore
scenario('a file that the manifest does not mention adds and removes nothing', {
  before: lincoln,
  arrives: {
    ...bulk({ ...lincoln, users: (lincoln.users ?? []).slice(0, 40) }),
    'manifest.csv': String(lincolnFiles['manifest.csv']).replace('file.users,bulk\n', ''),
  },
  status: 'empty',
  hazards: ['INCOMPLETE'],
  after: lincoln,
}) // prettier-ignore
scenario('a stray quote costs its own row and removes nobody', {
  before: lincoln,
  arrives: {
    ...lincolnFiles,
    'users.csv': String(lincolnFiles['users.csv']).replace(',Ada,Park,', ',"Ada,Park,'),
  },
  status: 'empty',
  after: lincoln,
})

// The fixtures are read by a parser of their own: it has to say what the files say.
scenario('the fixtures mean what their files say', {
  arrives: { ...lincolnFiles },
  plan: {
    orgs: '+4', academicSessions: '+3', courses: '+10', classes: '+10', users: '+44', roles: '+48', enrollments: '+105',
  },
  after: Object.fromEntries(Object.keys(lincoln).map(kind => [kind, parse(String(lincolnFiles[`${kind}.csv`]))])),
}) // prettier-ignore

const twoSubjects = edit(lincoln, 'courses', 'k-music', {
  subjects: 'Music,Arts',
  subjectCodes: '05100,05001',
})

scenario('subjects keep the order of the source, and stand beside their codes', {
  before: lincoln,
  arrives: twoSubjects,
  plan: { courses: '~1' },
  after: twoSubjects,
})
