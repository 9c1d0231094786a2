import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Tus clases',
  lead: 'Para docentes y estudiantes. 1 minuto de lectura.',
  summary: [
    'Tus clases vienen de la lista de tu escuela. No necesitas un código.',
    '¿Falta una clase o un estudiante? La oficina de tu escuela puede arreglarlo.',
    'Un código corto en la página le dice a tu escuela qué pasa.',
  ],
  parts: [
    {
      id: 'students',
      title: 'Si eres estudiante',
      steps: [
        'Mira el nombre de arriba. ¿Eres tú? Si no, haz clic en *¿No eres tú? Cambia*.',
        'Elige tu clase.',
        '¿Falta una clase? Muestra la página a tu maestro.',
      ],
    },
    {
      id: 'teachers',
      title: 'Si eres docente',
      steps: [
        'Abre la clase.',
        'En *¿Falta un estudiante?*, escribe el nombre completo, el número de estudiante o el correo.',
        'Lee dónde se detuvo y quién puede arreglarlo.',
        'Copia la explicación y envíala a esa persona.',
      ],
    },
    {
      id: 'when',
      title: 'Cuándo se ven los cambios',
      text: [
        'Las clases siguen la lista de tu escuela con la próxima actualización. La página de la clase dice cuándo fue la última. Ves una clase desde su primer día hasta el último.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Por qué no puedo agregar a un estudiante?',
      answer: 'La lista se lleva en el sistema de tu escuela. Lo que se cambia allí se ve aquí.',
    },
    {
      ask: '¿Por qué un nombre es corto, como «D.»?',
      answer: 'Tu distrito comparte solo parte del nombre.',
    },
  ],
}
