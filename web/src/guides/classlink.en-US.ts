import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Rostering with ClassLink',
  lead: 'For district admins. 3 minutes to read.',
  summary: [
    'Today, Product Support sets up ClassLink with you. Ask for it below or in the setup.',
    'Your part is at ClassLink: adding the app, and choosing what is shared.',
    'If you do not want to wait, upload OneRoster files now and change over later.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Your part, at ClassLink',
      steps: [
        'In LaunchPad, open *Roster Server*, then *Apps*, and choose *+ADD*.',
        'Pick the app, and choose *+Add*.',
        'Choose its permissions: *Rule-Based*, *Full* or *Legacy Custom*, or copy them from a different app. *Full* is quickest, and can change later.',
        'In the *Management Console*, open *Applications*, then *Add & Assign Apps*, then *App Library*.',
        'Pick the app, choose *Add*, and assign it.',
      ],
    },
    {
      id: 'our-part',
      title: 'Our part',
      text: [
        'Product Support connects the two sides, runs a preview with you, and tells you when it is ready. You read the plan and decide when it goes live.',
      ],
    },
    {
      id: 'ask',
      title: 'Ask for it',
      steps: [
        'Open *Settings*, *Integrations*, *Rostering*, and start the setup.',
        'Choose ClassLink, and answer the questions.',
        'Send the request. You see it, and its answer, in the same place.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Can we start with fewer schools?',
      answer: 'Yes. Limit the permissions at ClassLink, or choose the schools here, and widen either later.',
    },
    {
      ask: 'Do you need the password of a test student?',
      answer: 'No. We never ask for a password of a student or a teacher.',
    },
    {
      ask: 'We use OneRoster files today. Do accounts stay when we change to ClassLink?',
      answer:
        'Do not change over by yourself: Product Support compares the IDs of both first, so that accounts stay.',
    },
  ],
}
