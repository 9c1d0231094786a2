import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Notifications',
  lead: 'For district admins. 2 minutes to read.',
  summary: [
    'You are told by email when a plan waits for you, when syncs fail, and the day before a pause.',
    'Each person chooses; no email names a student.',
  ],
  parts: [
    {
      id: 'what',
      title: 'What you can be told of',
      points: [
        'A plan is on hold, or waits for a second person.',
        'A sync failed three times, or once if the fix is known.',
        'The first sync worked.',
        'A planned pause begins tomorrow.',
        'A summary each week.',
      ],
    },
    {
      id: 'when',
      title: 'When it comes',
      text: ['Each event is told once. A hold comes with its numbers and a link that leads to the decision.'],
    },
    {
      id: 'missing',
      title: 'When no email comes',
      steps: [
        'Look in your spam folder for the name of the product.',
        'Ask an owner to check your address under *Team*.',
        'Write to Product Support below.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Why do I get no email about a school?',
      answer: 'You are told of the schools you look after. Ask an owner to widen your role.',
    },
    {
      ask: 'Can a shared mailbox be told?',
      answer: 'Yes. Invite its address under *Team*, with the least role that fits.',
    },
  ],
}
