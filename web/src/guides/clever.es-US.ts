import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Listas con Clever',
  lead: 'Para administradores del distrito. 3 minutos de lectura.',
  summary: [
    'Hoy, Soporte de Producto configura Clever contigo. Pídelo abajo o en la configuración.',
    'Tu parte está en Clever: agregar la aplicación y elegir qué se comparte.',
    'Si no quieres esperar, sube archivos OneRoster ahora y cambia después.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Tu parte, en Clever',
      steps: [
        'Entra en Clever como administrador del distrito y abre *Applications* en el panel.',
        'Elige *Add Applications* y busca la aplicación por tipo, materia o nombre.',
        'Elige *Install now*, indica si es compra o prueba, y da tu *Launch Date* preferida.',
        'Elige *Request application*.',
        'Cuando aprobemos la solicitud, fija los *sharing permissions*. Puedes cambiarlos cuando quieras.',
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
        'Elige Clever y responde las preguntas.',
        'Envía la solicitud. La ves, con su respuesta, en el mismo lugar.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Cambiamos lo que compartimos en Clever. ¿Qué pasa aquí?',
      answer:
        'Lo que dejas de compartir falta en la próxima lectura. Si es mucho, el plan te espera antes de quitar a nadie.',
    },
    {
      ask: '¿Necesitan la contraseña de un estudiante de prueba?',
      answer: 'No. Nunca pedimos la contraseña de un estudiante ni de un docente.',
    },
    {
      ask: 'Hoy usamos archivos OneRoster. ¿Quedan las cuentas al cambiar a Clever?',
      answer:
        'No cambies por tu cuenta: Soporte de Producto compara antes los números de ambos, para que las cuentas queden.',
    },
  ],
}
