import { lincoln } from './lincoln.ts'
import { scenario } from './scenario.ts'
import { edit } from './tables.ts'

scenario('the same files again plan nothing', { before: lincoln, arrives: lincoln, status: 'empty' })

scenario('a first import brings everything and asks nobody', {
  arrives: lincoln,
  plan: {
    orgs: '+4', academicSessions: '+3', courses: '+10', classes: '+10', users: '+44', roles: '+48', enrollments: '+105',
  }, // prettier-ignore
})

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
