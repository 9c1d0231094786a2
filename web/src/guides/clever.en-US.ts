import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Rostering with Clever',
  lead: 'For district admins. 3 minutes to read.',
  summary: [
    'Today, Product Support sets up Clever with you. Ask for it below or in the setup.',
    'Your part is at Clever: adding the app, and choosing what is shared.',
    'If you do not want to wait, upload OneRoster files now and change over later.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Your part, at Clever',
      steps: [
        'Sign in to Clever as a district admin, and open *Applications* on the dashboard.',
        'Choose *Add Applications*, and find the app by type, subject or name.',
        'Choose *Install now*, say whether it is purchased or a trial, and give your preferred *Launch Date*.',
        'Choose *Request application*.',
        'After we approve the request, set the *sharing permissions*. You can change them at any time.',
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
        'Choose Clever, and answer the questions.',
        'Send the request. You see it, and its answer, in the same place.',
      ],
    },
  ],
  questions: [
    {
      ask: 'We changed sharing in Clever. What happens here?',
      answer:
        'What you stop sharing is missing from what we read next. If that is a lot, the plan waits for you before anybody is removed.',
    },
    {
      ask: 'Do you need the password of a test student?',
      answer: 'No. We never ask for a password of a student or a teacher.',
    },
    {
      ask: 'We use OneRoster files today. Do accounts stay when we change to Clever?',
      answer:
        'Do not change over by yourself: Product Support compares the IDs of both first, so that accounts stay.',
    },
  ],
}
