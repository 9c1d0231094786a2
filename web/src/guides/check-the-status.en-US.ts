import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Check the status',
  lead: 'For district admins. 3 minutes to read.',
  summary: [
    'The headline on *Rostering* says one thing, whose turn it is, and what to do.',
    '*Sync jobs* shows the next run first, then every past one.',
    'Each run can be opened, exported, and rolled back.',
  ],
  parts: [
    {
      id: 'headline',
      title: 'Read the headline',
      points: [
        '*Up to date*: nothing to do.',
        '*Sync running*: nothing to do. The number moves.',
        '*On hold - waiting for you*: a plan waits for your decision.',
        '*Needs attention*: something failed. The button leads to the fix.',
        '*Late*: a planned sync did not happen.',
        '*Paused until* or *Adding only until* a date: as somebody in your district chose.',
        '*Not set up yet*: the setup is not finished.',
      ],
    },
    {
      id: 'jobs',
      title: 'Read a sync job',
      steps: [
        'Open *Sync jobs*.',
        'Choose a run.',
        '*Summary* shows the phases, the counts, and where each grade went.',
        '*Changes* lists each record: what was there, what came, and why.',
        '*Issues* lists what was skipped, with the fix.',
      ],
    },
    {
      id: 'export',
      title: 'Export what happened',
      text: [
        'A run exports *Staff*, *Students* and *Classrooms*, one line a record: created, updated, moved up, removed, skipped, and why. It asks for your password or code first if you gave it long ago.',
      ],
    },
    {
      id: 'undo',
      title: 'Roll back a run',
      text: [
        '*Roll back this run* first shows what it would put back. It is refused when a later run touched the same records; roll that one back first.',
      ],
    },
  ],
  questions: [
    {
      ask: 'A number looks wrong. Where do I begin?',
      answer:
        'Open the run, then *Changes*, and look for one record you know. *Why?* on its page tells the rest.',
    },
    {
      ask: 'Why does a run say that nothing changed?',
      answer: 'The source said the same as last time. That is the most common result.',
    },
    {
      ask: 'Is Sync now safe at noon?',
      answer: 'Yes. It goes the same way as at night, with the same limits.',
    },
  ],
}
