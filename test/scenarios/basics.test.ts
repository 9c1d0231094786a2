import { lincoln } from './lincoln.ts'
import { scenario } from './scenario.ts'

scenario('the same files again plan nothing', { before: lincoln, arrives: lincoln, status: 'empty' })

scenario('a first import brings everything and asks nobody', {
  arrives: lincoln,
  plan: {
    orgs: '+4', academicSessions: '+3', courses: '+10', classes: '+10', users: '+44', roles: '+48', enrollments: '+105',
  }, // prettier-ignore
})
