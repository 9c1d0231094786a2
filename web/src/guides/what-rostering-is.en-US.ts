import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'What rostering is',
  lead: 'For district admins. 3 minutes to read.',
  summary: [
    'Rostering copies people, classes and enrollments from your student information system (SIS) to this product, and keeps them current.',
    'Your SIS stays in charge. Nobody types students in twice, and nobody edits a rostered record here.',
    'It never needs a student’s password, and never asks for one.',
  ],
  parts: [
    {
      id: 'what-comes',
      title: 'What comes over',
      text: [
        'You share schools, terms, courses, classes, people with their roles, and enrollments. Which fields are kept is listed with a purpose each, and optional ones can be switched off.',
      ],
      points: [
        'Students see their classes.',
        'Teachers see their classes, and who is in them.',
        'You see how all of it stands, under *Settings*, *Integrations*, *Rostering*.',
      ],
    },
    {
      id: 'where-it-is',
      title: 'Where it is',
      steps: [
        'Click your initial at the top right.',
        'Choose *Settings*.',
        'Under *Integrations*, choose *Rostering*.',
      ],
    },
    {
      id: 'who-does-what',
      title: 'Who does what',
      points: [
        'Your SIS or provider says who is in which class.',
        'You decide what is shared, when a sync runs, and what happens with a plan that looks wrong.',
        'Product Support helps with the connection, and decides nothing for you.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Is rostering the same as single sign-on?',
      answer:
        'No. Rostering makes the accounts and classes. Single sign-on lets people into accounts that exist.',
    },
    {
      ask: 'Is it set up for each school?',
      answer: 'No. One connection serves the whole district, and you choose which schools take part.',
    },
    {
      ask: 'What happens to people we made by hand?',
      answer:
        'A sync never touches them. When your SIS sends the same person, the account is taken over instead of made twice.',
    },
  ],
}
