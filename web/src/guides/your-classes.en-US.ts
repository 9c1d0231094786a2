import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Your classes',
  lead: 'For teachers and students. 1 minute to read.',
  summary: [
    'Your classes come from your school’s own list. You do not need a code.',
    'Is a class or a student missing? Your school office can fix it.',
    'A short code on the page tells your school what is wrong.',
  ],
  parts: [
    {
      id: 'students',
      title: 'If you are a student',
      steps: [
        'Look at the name on top. Is it you? If not, click *Not you? Switch*.',
        'Pick your class.',
        'Is a class missing? Show the page to your teacher.',
      ],
    },
    {
      id: 'teachers',
      title: 'If you are a teacher',
      steps: [
        'Open the class.',
        'Under *Missing a student?*, type the whole name, the student ID, or the email.',
        'Read where it stopped, and who can fix it.',
        'Copy the explanation, and send it to that person.',
      ],
    },
    {
      id: 'when',
      title: 'When changes show',
      text: [
        'Classes follow your school’s list with the next update. The class page says when the last one was. You see a class from its first day to its last.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Why can I not add a student?',
      answer: 'The list is kept in your school’s system. What is changed there shows here.',
    },
    {
      ask: 'Why is a name short, like “D.”?',
      answer: 'Your district shares only part of the name.',
    },
  ],
}
