import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Listas con archivos OneRoster',
  lead: 'Para administradores del distrito. 4 minutos de lectura.',
  summary: [
    'Casi todos los sistemas de información estudiantil exportan OneRoster 1.1 o 1.2 como archivos CSV en un zip.',
    'Sube el zip, lee qué cambiaría y empieza cuando se vea bien.',
    'Nada cambia en tu distrito hasta que lo digas.',
  ],
  parts: [
    {
      id: 'before-you-start',
      title: 'Antes de empezar',
      points: [
        'Necesitas aquí el rol *Propietario* o *Administrador de listas*, y permiso de exportar en tu SIS.',
        'Incluye orgs, users, classes, enrollments, courses y academicSessions; con 1.2 también roles.',
        'Conserva manifest.csv: dice si un archivo es la lista entera o solo los cambios.',
      ],
    },
    {
      id: 'steps',
      title: 'Paso a paso',
      steps: [
        'Exporta OneRoster CSV de tu SIS, como zip.',
        'Abre *Configuración*, *Integraciones*, *Listas* y empieza la configuración.',
        'Elige archivos OneRoster y sube el zip.',
        'Lee la revisión: qué archivos llegaron, cuántos registros tiene cada uno y qué fila está mal.',
        'Elige las escuelas que participan y los campos que compartes.',
        'Lee el plan y empieza.',
      ],
    },
    {
      id: 'again',
      title: 'Los siguientes archivos',
      text: [
        'Sube el siguiente zip en el mismo lugar. Lo comparamos con el anterior: solo lo distinto se vuelve un plan.',
      ],
    },
    {
      id: 'good-files',
      title: 'Archivos que funcionan bien',
      points: [
        'Cada registro conserva su sourcedId de una exportación a otra. Un número nuevo parece una persona nueva.',
        'Exporta archivos enteros en vez de solo cambios, salvo que tu SIS marque lo que borró.',
        'Las fechas se escriben 2026-08-17, y endDate es el día después del último.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Una fila tiene un error. ¿Se rechaza todo el archivo?',
      answer:
        'No. Esa fila se omite y aparece como problema; las demás siguen. Solo se rechaza un zip que no es una lista, y dice por qué.',
    },
    {
      ask: '¿Hay que incluir contraseñas?',
      answer: 'No. La columna puede estar vacía y no guardamos nada de ella.',
    },
    {
      ask: 'El zip tiene más archivos de los necesarios. ¿Importa?',
      answer: 'No. Los archivos que no conocemos no se tocan.',
    },
    {
      ask: '¿Qué tamaño puede tener?',
      answer: 'Hasta 250 MB. Si es mayor, deja fuera otros archivos.',
    },
  ],
}
