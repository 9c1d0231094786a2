import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Qué son las listas',
  lead: 'Para administradores del distrito. 3 minutos de lectura.',
  summary: [
    'Las listas copian personas, clases e inscripciones de tu sistema de información estudiantil (SIS) a este producto y las mantienen al día.',
    'Tu SIS sigue mandando. Nadie escribe estudiantes dos veces y nadie edita aquí un registro que viene del SIS.',
    'Nunca hace falta la contraseña de un estudiante, y nunca la pedimos.',
  ],
  parts: [
    {
      id: 'what-comes',
      title: 'Qué se copia',
      text: [
        'Compartes escuelas, períodos, cursos, clases, personas con sus roles e inscripciones. Cada campo que guardamos está en una lista con su propósito, y los opcionales se pueden apagar.',
      ],
      points: [
        'Los estudiantes ven sus clases.',
        'Los docentes ven sus clases y quién está en ellas.',
        'Tú ves cómo está todo en *Configuración*, *Integraciones*, *Listas*.',
      ],
    },
    {
      id: 'where-it-is',
      title: 'Dónde está',
      steps: [
        'Haz clic en tu inicial, arriba a la derecha.',
        'Elige *Configuración*.',
        'En *Integraciones*, elige *Listas*.',
      ],
    },
    {
      id: 'who-does-what',
      title: 'Quién hace qué',
      points: [
        'Tu SIS o proveedor dice quién está en cada clase.',
        'Tú decides qué se comparte, cuándo se sincroniza y qué pasa con un plan que parece equivocado.',
        'Soporte de Producto ayuda con la conexión y no decide por ti.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Es lo mismo que el inicio de sesión único?',
      answer:
        'No. Las listas crean las cuentas y las clases. El inicio de sesión único deja entrar a cuentas que ya existen.',
    },
    {
      ask: '¿Se configura para cada escuela?',
      answer: 'No. Una conexión sirve a todo el distrito y tú eliges qué escuelas participan.',
    },
    {
      ask: '¿Qué pasa con las personas que hicimos a mano?',
      answer:
        'Una sincronización nunca las toca. Cuando tu SIS envía a la misma persona, la cuenta se adopta en vez de duplicarse.',
    },
  ],
}
