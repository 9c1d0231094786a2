import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Another system',
  lead: 'For district admins. 2 minutes to read.',
  summary: [
    'If your system exports OneRoster CSV, use it today, whatever its name.',
    'If not, tell us about it in the setup. The request goes to Product Support with your answers.',
  ],
  parts: [
    {
      id: 'look-first',
      title: 'Look for OneRoster first',
      text: [
        'Search your SIS for “OneRoster”, “IMS” or “1EdTech”. Many systems have the export under another name, and some switch it on when asked.',
      ],
    },
    {
      id: 'ask',
      title: 'Ask Product Support',
      steps: [
        'Open *Settings*, *Integrations*, *Rostering*, and start the setup.',
        'Search for your system. When it is not found, choose that it is not listed.',
        'Say which system it is, how it can export, and whom we can reach.',
        'Send. You see the request and its answer in the same place, and the answer comes by email.',
      ],
    },
    {
      id: 'meanwhile',
      title: 'Meanwhile',
      text: [
        'People can be made by hand. When your system is connected and sends the same people, their accounts are taken over.',
      ],
    },
  ],
  questions: [
    {
      ask: 'How long does it take?',
      answer:
        'Product Support answers with what is possible, and by when. Files in OneRoster form work at once.',
    },
    {
      ask: 'Can we send you a spreadsheet by email?',
      answer: 'Please do not. Lists of students do not belong in email.',
    },
  ],
}
