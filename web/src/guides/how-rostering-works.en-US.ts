import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'How rostering works',
  lead: 'For district admins. 4 minutes to read.',
  summary: [
    'Your SIS stays in charge. Change a person or a class there, and it changes here with the next sync.',
    'Students move up a grade by themselves when the SIS moves them.',
    'A plan that would remove many people waits for you. Nothing changes until you decide.',
    'You can undo a run, and ask why any student is or is not in a class.',
  ],
  parts: [
    {
      id: 'the-path',
      title: 'The path of a sync',
      text: ['A sync goes the same way each time, whether the clock starts it or you do.'],
      picture: 'flow',
    },
    {
      id: 'each-night',
      title: 'What happens each time',
      text: [
        'At the time you set, we read what you share and check each record. One with an error is skipped and listed as an issue, with the fix. The rest goes on.',
        'Then we compare with last time. Most days only a few records differ. Those differences are the plan, and you can read every line of it: what was there, what comes, and why.',
      ],
    },
    {
      id: 'proof',
      title: 'No removal without proof',
      text: [
        'A person who is missing from a file that came whole is removed. A person who is missing from a file that broke off is not. A record that was skipped for an error counts as present: what we hold of it stays.',
      ],
    },
    {
      id: 'when-it-waits',
      title: 'When a plan waits for you',
      text: [
        'Past your safety limits the plan stops, and you see *On hold - waiting for you*. By default that is more than 5% of the students or teachers of the district, or more than 20% at one school, with a small number always allowed. Your limits stay as they are, whatever you decide.',
      ],
    },
    {
      id: 'afterward',
      title: 'Afterward',
      text: ['Each run keeps what it replaced. So you can undo it, and see the whole history of any record.'],
    },
  ],
  questions: [
    {
      ask: 'What happens to a student who leaves?',
      answer:
        'The student can no longer sign in, at once. After 14 days the account is archived. If the student comes back, the same account returns.',
    },
    {
      ask: 'A student changed their name. Is that a new account?',
      answer: 'No. We follow the ID that your SIS gives, so the account stays and the name changes.',
    },
    {
      ask: 'Can a teacher add a student by hand?',
      answer: 'Not in a class that your SIS keeps. The page says so, and says who can change it.',
    },
    {
      ask: 'What if a sync fails halfway?',
      answer: 'Nothing has changed. A plan is applied as a whole, or not at all.',
    },
  ],
}
