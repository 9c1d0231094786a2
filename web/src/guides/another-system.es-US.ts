import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Otro sistema',
  lead: 'Para administradores del distrito. 2 minutos de lectura.',
  summary: [
    'Si tu sistema exporta OneRoster CSV, úsalo hoy, se llame como se llame.',
    'Si no, cuéntanos en la configuración. La solicitud llega a Soporte de Producto con tus respuestas.',
  ],
  parts: [
    {
      id: 'look-first',
      title: 'Busca primero OneRoster',
      text: [
        'Busca en tu SIS «OneRoster», «IMS» o «1EdTech». Muchos sistemas tienen la exportación con otro nombre, y algunos la activan si se pide.',
      ],
    },
    {
      id: 'ask',
      title: 'Pregunta a Soporte de Producto',
      steps: [
        'Abre *Configuración*, *Integraciones*, *Listas* y empieza la configuración.',
        'Busca tu sistema. Si no aparece, elige que no está en la lista.',
        'Di qué sistema es, cómo puede exportar y con quién hablamos.',
        'Envía. Ves la solicitud y su respuesta en el mismo lugar, y la respuesta llega por correo.',
      ],
    },
    {
      id: 'meanwhile',
      title: 'Mientras tanto',
      text: [
        'Se pueden crear personas a mano. Cuando tu sistema esté conectado y envíe a las mismas personas, sus cuentas se adoptan.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Cuánto tarda?',
      answer:
        'Soporte de Producto responde qué es posible y para cuándo. Los archivos OneRoster funcionan en el acto.',
    },
    {
      ask: '¿Podemos enviar una hoja de cálculo por correo?',
      answer: 'Por favor, no. Las listas de estudiantes no deben ir por correo.',
    },
  ],
}
