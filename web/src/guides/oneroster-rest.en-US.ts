import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Rostering straight from your SIS',
  lead: 'For district admins and their IT people. 4 minutes to read.',
  summary: [
    'PowerSchool, Infinite Campus, Skyward, Aeries, Synergy and every other system with a OneRoster 1.1 or 1.2 API connect by themselves.',
    'You need three or four things from your SIS: a base URL, a token URL, a client ID and a client secret.',
    'Connecting changes nothing. You see a test, a map and a preview before anything begins.',
  ],
  parts: [
    {
      id: 'get',
      title: 'What to get from your SIS',
      points: [
        '*Base URL*: where the OneRoster API is. It often ends in /ims/oneroster/v1p1 or /ims/oneroster/rostering/v1p2; without that ending is fine too.',
        '*Token URL*: where access tokens are given out. It cannot be guessed from the base URL at every system, so copy it whole. At Infinite Campus it ends in ?appName= and a name.',
        '*Client ID* and *client secret*. Older servers call them key and secret; then choose OAuth 1.0a.',
        'Read access to orgs, academic sessions, courses, classes, users and enrollments. Demographics only if you want to share them.',
      ],
    },
    {
      id: 'connect',
      title: 'Connect',
      steps: [
        'Open *Settings*, *Integrations*, *Rostering*, and start the setup.',
        'Choose your system. If it is not in the list, choose *OneRoster API*.',
        'Fill in *Connect*. What cannot be right is told while you type.',
        'Choose *Save and test*. Each check says what it found, and if it fails, who can fix it and how.',
        'Choose schools and fields under *Map*, look at the *Preview*, and go live.',
      ],
      text: [
        'Somebody else has the credentials? *Send this step to a colleague* brings them to the same step. Secrets are never sent by mail: they type them in, and nobody can read them here again.',
      ],
    },
    {
      id: 'test',
      title: 'When the test fails',
      points: [
        'The server cannot be reached: the address works inside your network only, or a firewall is in the way. Ask your network people.',
        'The credentials are refused: copy ID and secret again, look at the kind of sign-in, and check that the client is enabled.',
        'One collection is refused: the client may not read it. Give it that permission, or that scope.',
        'Nothing comes back, or last year: the wrong calendars are shared. Share those of this school year.',
        'The clock is off: OAuth 1.0a needs a server whose clock is right within five minutes.',
      ],
    },
    {
      id: 'afterwards',
      title: 'Afterwards',
      text: [
        'Each night only what changed is read, and once in a while everything, so that nothing drifts. If your server hands out half of its pages, people are added and nobody is removed, and the sync job says so.',
        'A new secret? Put it in before the old one ends: both work until you retire the old one.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Who sees our client secret?',
      answer: 'Nobody. It is encrypted, and the page shows a fingerprint and its age only. You can replace it at any time.',
    },
    {
      ask: 'Which fields are read?',
      answer: 'Those you share under Map. What is off is read nowhere and kept nowhere.',
    },
    {
      ask: 'We upload OneRoster files today. Can we change over?',
      answer: 'Yes, when both come from the same system and use the same IDs. The preview shows it: almost nobody should be new. If it shows many, stop and ask.',
    },
  ],
} // prettier-ignore
