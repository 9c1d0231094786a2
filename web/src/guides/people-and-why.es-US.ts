import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Personas, y por qué',
  lead: 'Para administradores del distrito. 3 minutos de lectura.',
  summary: [
    'Una búsqueda encuentra personas, clases y escuelas, aun con un error al escribir.',
    '*¿Por qué?* responde en una frase, dice quién puede arreglarlo y muestra cada revisión.',
    'Un código que te muestre un docente o un estudiante dice dónde se detuvo.',
  ],
  parts: [
    {
      id: 'find',
      title: 'Encuentra a alguien',
      steps: [
        'Pulsa / o haz clic en la búsqueda de arriba.',
        'Escribe un nombre, un número, un correo o una clase.',
        'Elige una línea. Se abre un panel con lo que tenemos.',
        'Abre *¿Por qué?* y copia la explicación si debe actuar otra persona.',
      ],
    },
    {
      id: 'codes-teacher',
      title: 'Códigos que puede mostrarte un docente',
      points: [
        'M1: está en la clase. M2: varios estudiantes se llaman así. M3: nadie en la escuela se llama exactamente así.',
        'M4: la fuente no envió al estudiante. M5: lo envió, pero no en esta clase. M6: llegó con un error y se omitió.',
        'M7: fuera de tu alcance. M8: en un plan que te espera. M9: quitado.',
        'M10: empieza después. M11: terminó.',
      ],
    },
    {
      id: 'codes-none',
      title: 'Códigos cuando alguien no tiene clases',
      points: [
        'C1: en ninguna clase. C2: empieza después. C3: pausaste las sincronizaciones.',
        'C4: fuera de todas las clases. C5: todas las clases terminaron.',
      ],
    },
    {
      id: 'locked',
      title: 'Por qué un registro está bloqueado',
      text: [
        'Lo que lleva tu SIS se cambia en tu SIS. Cada registro lo dice, con el nombre de tu distrito. Las personas hechas a mano se pueden editar aquí.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Por qué la búsqueda no encuentra a un estudiante?',
      answer:
        'Pregunta con el número exacto. Si nunca llegó, la respuesta dice desde cuándo buscamos y qué debe compartir la exportación.',
    },
    {
      ask: '¿Qué ve un docente de un estudiante que falta?',
      answer:
        'Solo si está en camino y quién puede arreglarlo. Los nombres se buscan solo en la escuela del docente.',
    },
    {
      ask: '¿Quién ve que miré?',
      answer:
        'No se avisa a nadie. Lo que mira Soporte de Producto está en *Actividad*, donde puedes leerlo.',
    },
  ],
}
