import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'People, and why',
  lead: 'For district admins. 3 minutes to read.',
  summary: [
    'One search finds people, classes and schools, even with a typing error.',
    '*Why?* answers in one sentence, says who can fix it, and shows each check.',
    'A code that a teacher or a student shows you tells where it stopped.',
  ],
  parts: [
    {
      id: 'find',
      title: 'Find somebody',
      steps: [
        'Press / or click the search at the top.',
        'Type a name, an ID, an email or a class.',
        'Choose a line. A panel opens with what we hold.',
        'Open *Why?*, and copy the explanation if somebody else has to act.',
      ],
    },
    {
      id: 'codes-teacher',
      title: 'Codes that a teacher may show you',
      points: [
        'M1: in the class. M2: several students have that name. M3: nobody at the school has exactly that name.',
        'M4: the source has not sent the student. M5: sent, but not in this class. M6: sent with a mistake, and skipped.',
        'M7: outside your scope. M8: in a plan that waits for you. M9: removed.',
        'M10: begins later. M11: ended.',
      ],
    },
    {
      id: 'codes-none',
      title: 'Codes when somebody has no classes',
      points: [
        'C1: in no class. C2: begins later. C3: you have paused syncs.',
        'C4: taken out of all classes. C5: all classes have ended.',
      ],
    },
    {
      id: 'locked',
      title: 'Why a record is locked',
      text: [
        'What your SIS keeps is changed in your SIS. It says so on each record, with the name of your district. People made by hand can be edited here.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Why does the search not find a student?',
      answer:
        'Ask with the exact ID. If it never came, the answer says since when we look, and what the export should share.',
    },
    {
      ask: 'What may a teacher see of a missing student?',
      answer:
        'Only whether the student is on the way, and who can fix it. Names are looked up at the teacher’s own school only.',
    },
    {
      ask: 'Who sees that I looked?',
      answer: 'Nobody is told. What Product Support looks at stands under *Activity*, where you can read it.',
    },
  ],
}
