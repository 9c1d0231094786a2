import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Rostering and sign-in with ClassLink',
  lead: 'For district admins and ClassLink admins. 4 minutes to read.',
  summary: [
    'At ClassLink you add the app to Roster Server, say what it may see, and enable it.',
    'Here you give your tenant ID. We look for you, test, and show what would come in before anything begins.',
    'Teachers and students then sign in from LaunchPad and land on their classes.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Share the roster, at ClassLink',
      steps: [
        'In LaunchPad, open *Roster Server*, then *Apps*, and choose *+ADD*.',
        'Pick the app, and choose *+Add*.',
        'Choose its permissions: *Rule-Based*, *Full* or *Legacy Custom*, or copy them from a different app. *Full* is quickest, and can change later.',
        'Turn *Enabled* on. Until then nothing is shared, and we cannot see your district.',
      ],
    },
    {
      id: 'connect',
      title: 'Connect, here',
      steps: [
        'Open *Settings*, *Integrations*, *Rostering*, and start the setup.',
        'Choose ClassLink, and type your tenant ID or the name of your district as ClassLink has it.',
        'If we do not see you yet, mend the sharing and choose *Look again*.',
        'Product Support checks once that the tenant is yours. It protects your roster from a typing error of somebody else.',
        'Read the test, choose schools and fields, look at the preview, and go live.',
      ],
    },
    {
      id: 'tile',
      title: 'Give people the tile',
      steps: [
        'In the *Management Console*, open *Applications*, then *Add & Assign Apps*, then *App Library*.',
        'Pick the app, choose *Add*, and assign it to groups or profiles.',
        'Try it as a teacher and as a student: both land on their classes.',
      ],
    },
    {
      id: 'sign-in',
      title: 'When somebody cannot sign in',
      points: [
        'A person is found by tenant and SourcedId, never by e-mail. If ClassLink gives no SourcedId, link the account to Roster Server there.',
        'Not shared: the person is outside the permissions or the schools chosen. Widen them.',
        'Paused or removed: the page says since when, and who can change it.',
        'Each such page has a short code. Under *Single sign-on* and beside the person you find it with its reason.',
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
      ask: 'We purge records at ClassLink. Do you notice?',
      answer: 'Yes. Purged records leave no trace in a list of changes, so everything is read each night, and who is not there any more is taken out, with all the limits that protect you.',
    },
    {
      ask: 'We use OneRoster files today. Do accounts stay when we change to ClassLink?',
      answer: 'They stay when both use the same IDs. The preview shows it: almost nobody should be new. If it shows many, stop and ask Product Support.',
    },
  ],
} // prettier-ignore
