import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Decide about a hold',
  lead: 'For district admins. 4 minutes to read.',
  summary: [
    'A plan waits when it would change more than your limits allow, or something that is never routine.',
    'Nothing in your district has changed yet. Take the time you need.',
    'Approve this plan once, or the safe part of it, or discard it. Your limits stay as they are.',
  ],
  parts: [
    {
      id: 'why',
      title: 'Why plans wait',
      points: [
        'Many removals at once, in the district or at one school.',
        'A kind of record that had rows has none, or a school or a term is gone.',
        'The files are older than the last ones.',
        'The same people came with new IDs.',
        'A login passes to another person, or a student would become staff.',
      ],
    },
    {
      id: 'decide',
      title: 'How to decide',
      steps: [
        'Open the hold from *Rostering*, or from the email.',
        'Read the reasons: the number, of how many, and the limit.',
        'Look at the plan by school, and at who would lose access.',
        'If the source is wrong, correct it there, and check the source again.',
        'If the plan is right, approve it once. If only part of it is, choose schools, or only additions.',
        'Write why. A large removal asks you to type its number, too.',
      ],
    },
    {
      id: 'two-people',
      title: 'When two people decide',
      text: [
        'A plan that removes more than 25% of the students needs a second owner or manager, who approves the same.',
      ],
    },
    {
      id: 'discard',
      title: 'Discard',
      text: ['Discarding changes nothing. The next sync reads the source again, and makes a new plan.'],
    },
  ],
  questions: [
    {
      ask: 'Should I raise the limit?',
      answer: 'No. Approve the plan once. A limit that is right on most days should stay.',
    },
    {
      ask: 'What if I wait too long?',
      answer: 'Nothing is removed. A newer sync makes a newer plan, which takes the place of this one.',
    },
    {
      ask: 'I approved the wrong plan. What now?',
      answer: 'Roll back the run under *Sync jobs*. It shows first what it puts back.',
    },
    {
      ask: 'Somebody else decided at the same time. Who wins?',
      answer: 'Whoever was first. The other is told who decided what.',
    },
  ],
}
