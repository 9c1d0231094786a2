import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Rostering and sign-in with Clever',
  lead: 'For district admins and Clever admins. 4 minutes to read.',
  summary: [
    'At Clever you add the app, give a launch date, and choose what is shared.',
    'Product Support approves the request and checks that the district is yours. You see a test and a preview before anything begins.',
    'Teachers and students then sign in from their Clever portal and land on their classes.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Share the roster, at Clever',
      steps: [
        'Sign in to Clever as a district admin, and open *Applications* on the dashboard.',
        'Choose *Add Applications*, and find the app by type, subject or name.',
        'Choose *Install now*, say whether it is purchased or a trial, and give your preferred *Launch Date*.',
        'Choose *Request application*.',
        'After the request is approved, set the *sharing permissions*: the whole district, schools, sections, or sections by a rule. You can change them at any time.',
      ],
      text: [
        'The launch date is the day from which people see the app in their portal. Rostering can begin before it, so that everybody is there on the day.',
      ],
    },
    {
      id: 'connect',
      title: 'Connect, here',
      steps: [
        'Open *Settings*, *Integrations*, *Rostering*, and start the setup.',
        'Choose Clever, and answer the questions.',
        'Product Support approves your request at Clever, and checks once that the district there is yours. It protects your roster from a mix-up of two districts with one name.',
        'Read the test, choose schools and fields, look at the preview, and go live.',
      ],
    },
    {
      id: 'sharing',
      title: 'What sharing does',
      points: [
        'Staff of a part of the district are shared by a tick of their own at Clever. Without it, school leaders are missing here.',
        'Classes name people you do not share. They are left out of the class, and the issues page says how many. If a class is empty, look at the sharing first.',
        'What you stop sharing is missing from what we read next. Whoever is missing is suspended, and comes back as they were once you share them again.',
        'If a change of sharing touches many, the plan waits for you. Clever does not ask about that; we do.',
        'Parents and guardians are read only if you ask for it.',
      ],
    },
    {
      id: 'states',
      title: 'When Clever waits or rests',
      points: [
        'Paused for the summer: what we have stays, nobody is taken out, and no grade moves up by the date. You set the days at Clever, under *Sync settings*.',
        'Waiting for you: an upload waits at Clever, under *Sync*. Approve it or send it again.',
        'Error: Clever could not take in your data, and mends it. If it lasts, ask their support.',
        'Requires review: what we see stays as it was until somebody approves it at Clever.',
        'Disconnected, or nothing shared: nobody is taken out. Add the app again or share something, and we go on with the same people.',
      ],
    },
    {
      id: 'sign-in',
      title: 'When somebody cannot sign in',
      points: [
        'A person is found by the ID that Clever gave them, never by e-mail. Students need no e-mail.',
        'No tile in the portal: the launch date has not come, or the person is not shared.',
        'Opened from the Clever Library: there no district vouches for anybody. Open the app from the district’s portal.',
        'Each such page has a short code. Under *Single sign-on* and beside the person you find it with its reason.',
      ],
    },
  ],
  questions: [
    {
      ask: 'How soon does a change at Clever reach us?',
      answer: 'Clever takes in your data at the hours of your sync there. Where Product Support switched events on, we have it a minute later; else with the next night, or whenever you choose Sync now.',
    },
    {
      ask: 'Do you need the password of a test student?',
      answer: 'No. We never ask for a password of a student or a teacher.',
    },
    {
      ask: 'Somebody has a new e-mail address or a new SIS number, and Clever made a new person. What happens here?',
      answer: 'They keep their account when the SIS number or the state number is the same. Else the plan waits, and asks whether they are the same.',
    },
    {
      ask: 'We use OneRoster files today. Do accounts stay when we change to Clever?',
      answer: 'They stay where the SIS numbers are the same in both. The plan shows who would be new before anything changes: if it shows many, stop and ask Product Support.',
    },
  ],
} // prettier-ignore
