import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'The new school year',
  lead: 'For district admins. 4 minutes to read.',
  summary: [
    'Students move up a grade when your SIS moves them. There is no file to prepare.',
    'Pause syncs over the summer, while your SIS is being turned over.',
    'The first run of the year shows where every grade went, before anything changes.',
  ],
  parts: [
    {
      id: 'before',
      title: 'Before the year ends',
      steps: [
        'Open *Settings*, *Integrations*, *Rostering*, *Settings*, *Plan the new school year*: dates, pause, and what is left to do stand there.',
        'Note the last day of school, and the day your SIS is ready for the new year.',
        'Pause syncs in between. The day before a planned pause, you are told by email.',
        'Tell teachers that classes end with their terms, by your own dates.',
      ],
    },
    {
      id: 'first-run',
      title: 'The first run of the year',
      steps: [
        'Press *Preview only*. It reads and plans, and changes nothing.',
        'Look at the grade flow: who moves up, who stays, who joins, who leaves.',
        'Check that every school and the new terms are there.',
        'Resume. If many students leave, the plan waits for you: read it, and approve it once.',
      ],
    },
    {
      id: 'what-happens',
      title: 'What happens to what',
      points: [
        'Grades: a move up is counted as such, and does not trip the limit on changes.',
        'Graduates: suspended at once, and archived after 14 days.',
        'Classes: those whose terms have ended close by their dates. They are not deleted.',
        'New students: made with the first sync that brings them.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Some students repeat a grade. Do I mark them?',
      answer: 'No. Their grade stays as your SIS has it, and the grade flow shows how many stayed.',
    },
    {
      ask: 'Our SIS gave everybody new IDs. What now?',
      answer:
        'Stop at the plan: it says that the same people came with new IDs. Approving that keeps every account.',
    },
    {
      ask: 'The new classes came too early. Do students see them?',
      answer: 'Not before their first day.',
    },
  ],
}
