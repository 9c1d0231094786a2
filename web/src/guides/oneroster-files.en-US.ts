import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Rostering with OneRoster files',
  lead: 'For district admins. 4 minutes to read.',
  summary: [
    'Most student information systems can export OneRoster 1.1 or 1.2 as CSV files in a zip.',
    'Upload the zip, read what would change, and go live when it looks right.',
    'Nothing changes in your district until you say so.',
  ],
  parts: [
    {
      id: 'before-you-start',
      title: 'Before you start',
      points: [
        'You need the role *Owner* or *Roster manager* here, and the right to export from your SIS.',
        'Include orgs, users, classes, enrollments, courses and academicSessions; with 1.2 also roles.',
        'Keep manifest.csv: it says whether a file is the whole list or only what changed.',
      ],
    },
    {
      id: 'steps',
      title: 'Step by step',
      steps: [
        'Export OneRoster CSV from your SIS, as a zip.',
        'Open *Settings*, *Integrations*, *Rostering*, and start the setup.',
        'Choose OneRoster files, and upload the zip.',
        'Read the check: which files came, how many records each, and what is wrong with which row.',
        'Choose the schools that take part and the fields you share.',
        'Read the plan, and go live.',
      ],
    },
    {
      id: 'again',
      title: 'The next files',
      text: [
        'Upload the next zip in the same place. We compare it with the last one: only what differs becomes a plan.',
      ],
    },
    {
      id: 'good-files',
      title: 'Files that work well',
      points: [
        'Each record keeps its sourcedId from one export to the next. A new ID looks like a new person.',
        'Export whole files rather than only changes, unless your SIS marks what it deleted.',
        'Dates are written as 2026-08-17, and endDate is the day after the last.',
      ],
    },
  ],
  questions: [
    {
      ask: 'A row has an error. Is the whole file refused?',
      answer:
        'No. That row is skipped and listed as an issue; the others go on. Only a zip that is no roster is refused, and then it says why.',
    },
    {
      ask: 'Do we have to include passwords?',
      answer: 'No. The column may be blank, and we keep nothing of it.',
    },
    {
      ask: 'The zip has more files than you need. Is that a problem?',
      answer: 'No. Files we do not know are left alone.',
    },
    {
      ask: 'How large may it be?',
      answer: 'Up to 250 MB. Leave other files out if it is larger.',
    },
  ],
}
