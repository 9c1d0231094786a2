import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Avisos',
  lead: 'Para administradores del distrito. 2 minutos de lectura.',
  summary: [
    'Te avisamos por correo cuando un plan te espera, cuando fallan las sincronizaciones y el día antes de una pausa.',
    'Cada persona elige; ningún correo nombra a un estudiante.',
  ],
  parts: [
    {
      id: 'what',
      title: 'De qué te avisamos',
      points: [
        'Un plan está en espera, o espera a una segunda persona.',
        'Una sincronización falló tres veces, o una si se conoce el arreglo.',
        'Funcionó la primera sincronización.',
        'Mañana empieza una pausa planeada.',
        'Un resumen cada semana.',
      ],
    },
    {
      id: 'when',
      title: 'Cuándo llega',
      text: ['Cada suceso se avisa una vez. Una retención llega con sus números y un enlace a la decisión.'],
    },
    {
      id: 'missing',
      title: 'Si no llega ningún correo',
      steps: [
        'Busca el nombre del producto en tu carpeta de correo no deseado.',
        'Pide a un propietario que revise tu dirección en *Equipo*.',
        'Escribe abajo a Soporte de Producto.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Por qué no recibo correos de una escuela?',
      answer: 'Te avisamos de las escuelas que llevas. Pide a un propietario que amplíe tu rol.',
    },
    {
      ask: '¿Puede recibirlos un buzón compartido?',
      answer: 'Sí. Invita su dirección en *Equipo*, con el menor rol que sirva.',
    },
  ],
}
