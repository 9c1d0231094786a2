import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'El nuevo año escolar',
  lead: 'Para administradores del distrito. 4 minutos de lectura.',
  summary: [
    'Los estudiantes pasan de grado cuando tu SIS los pasa. No hay que preparar ningún archivo.',
    'Pausa las sincronizaciones en el verano, mientras tu SIS cambia de año.',
    'La primera sincronización del año muestra adónde fue cada grado, antes de que cambie nada.',
  ],
  parts: [
    {
      id: 'before',
      title: 'Antes de que termine el año',
      steps: [
        'Abre *Configuración*, *Integraciones*, *Listas*, *Configuración*, *Planificar el nuevo año escolar*: ahí están las fechas, la pausa y lo que falta.',
        'Anota el último día de clases y el día en que tu SIS estará listo para el nuevo año.',
        'Pausa las sincronizaciones entre ambos. El día antes de una pausa planeada te avisamos por correo.',
        'Di a los docentes que las clases terminan con sus períodos, según tus fechas.',
      ],
    },
    {
      id: 'first-run',
      title: 'La primera sincronización del año',
      steps: [
        'Pulsa *Solo vista previa*. Lee y planea, y no cambia nada.',
        'Mira los grados: quién pasa, quién se queda, quién llega y quién se va.',
        'Revisa que estén todas las escuelas y los períodos nuevos.',
        'Reanuda. Si se van muchos estudiantes, el plan te espera: léelo y apruébalo una vez.',
      ],
    },
    {
      id: 'what-happens',
      title: 'Qué pasa con qué',
      points: [
        'Grados: pasar de grado se cuenta como tal y no dispara el límite de cambios.',
        'Graduados: suspendidos en el acto y archivados a los 14 días.',
        'Clases: las que terminaron sus períodos se cierran por fecha. No se borran.',
        'Estudiantes nuevos: se crean con la primera sincronización que los trae.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Algunos estudiantes repiten grado. ¿Los marco?',
      answer: 'No. Su grado queda como lo tiene tu SIS, y se ve cuántos se quedaron.',
    },
    {
      ask: 'Nuestro SIS dio números nuevos a todos. ¿Ahora qué?',
      answer:
        'Detente en el plan: dice que las mismas personas llegaron con números nuevos. Aprobarlo conserva cada cuenta.',
    },
    {
      ask: 'Las clases nuevas llegaron antes de tiempo. ¿Las ven los estudiantes?',
      answer: 'No antes de su primer día.',
    },
  ],
}
