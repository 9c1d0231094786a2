import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Listas con ClassLink',
  lead: 'Para administradores del distrito. 3 minutos de lectura.',
  summary: [
    'Hoy, Soporte de Producto configura ClassLink contigo. Pídelo abajo o en la configuración.',
    'Tu parte está en ClassLink: agregar la aplicación y elegir qué se comparte.',
    'Si no quieres esperar, sube archivos OneRoster ahora y cambia después.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Tu parte, en ClassLink',
      steps: [
        'En LaunchPad, abre *Roster Server*, luego *Apps*, y elige *+ADD*.',
        'Elige la aplicación y luego *+Add*.',
        'Elige los permisos: *Rule-Based*, *Full* o *Legacy Custom*, o cópialos de otra aplicación. *Full* es lo más rápido y se puede cambiar después.',
        'En *Management Console*, abre *Applications*, luego *Add & Assign Apps* y *App Library*.',
        'Elige la aplicación, luego *Add*, y asígnala.',
      ],
    },
    {
      id: 'our-part',
      title: 'Nuestra parte',
      text: [
        'Soporte de Producto conecta los dos lados, hace una vista previa contigo y te avisa cuando esté listo. Tú lees el plan y decides cuándo empieza.',
      ],
    },
    {
      id: 'ask',
      title: 'Cómo pedirlo',
      steps: [
        'Abre *Configuración*, *Integraciones*, *Listas* y empieza la configuración.',
        'Elige ClassLink y responde las preguntas.',
        'Envía la solicitud. La ves, con su respuesta, en el mismo lugar.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Podemos empezar con menos escuelas?',
      answer: 'Sí. Limita los permisos en ClassLink o elige las escuelas aquí, y amplíalo después.',
    },
    {
      ask: '¿Necesitan la contraseña de un estudiante de prueba?',
      answer: 'No. Nunca pedimos la contraseña de un estudiante ni de un docente.',
    },
    {
      ask: 'Hoy usamos archivos OneRoster. ¿Quedan las cuentas al cambiar a ClassLink?',
      answer:
        'No cambies por tu cuenta: Soporte de Producto compara antes los números de ambos, para que las cuentas queden.',
    },
  ],
}
