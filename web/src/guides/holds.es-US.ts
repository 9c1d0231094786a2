import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Decide sobre una retención',
  lead: 'Para administradores del distrito. 4 minutos de lectura.',
  summary: [
    'Un plan espera cuando cambiaría más de lo que permiten tus límites, o algo que nunca es rutina.',
    'Nada ha cambiado todavía en tu distrito. Tómate el tiempo que necesites.',
    'Aprueba este plan una vez, o su parte segura, o descártalo. Tus límites no cambian.',
  ],
  parts: [
    {
      id: 'why',
      title: 'Por qué esperan los planes',
      points: [
        'Muchas bajas a la vez, en el distrito o en una escuela.',
        'Un tipo de registro que tenía filas no tiene ninguna, o falta una escuela o un período.',
        'Los archivos son más viejos que los últimos.',
        'Las mismas personas llegaron con números nuevos.',
        'Un acceso pasa a otra persona, o un estudiante pasaría a ser personal.',
      ],
    },
    {
      id: 'decide',
      title: 'Cómo decidir',
      steps: [
        'Abre la retención desde *Listas* o desde el correo.',
        'Lee las razones: el número, de cuántos y el límite.',
        'Mira el plan por escuela y quién perdería el acceso.',
        'Si la fuente está mal, corrígela allí y vuelve a revisarla.',
        'Si el plan está bien, apruébalo una vez. Si solo una parte, elige escuelas o solo lo nuevo.',
        'Escribe por qué. Una baja grande pide también escribir su número.',
      ],
    },
    {
      id: 'two-people',
      title: 'Cuando deciden dos',
      text: [
        'Un plan que quita a más del 25 % de los estudiantes necesita a un segundo propietario o administrador que apruebe lo mismo.',
      ],
    },
    {
      id: 'discard',
      title: 'Descartar',
      text: [
        'Descartar no cambia nada. La próxima sincronización lee la fuente otra vez y hace un plan nuevo.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Debo subir el límite?',
      answer: 'No. Aprueba el plan una vez. Un límite que casi siempre sirve debe quedar.',
    },
    {
      ask: '¿Y si espero demasiado?',
      answer: 'No se quita nada. Una sincronización más nueva hace un plan más nuevo, que reemplaza a este.',
    },
    {
      ask: 'Aprobé el plan equivocado. ¿Ahora qué?',
      answer: 'Deshaz la sincronización en *Sincronizaciones*. Primero muestra qué volvería.',
    },
    {
      ask: 'Otra persona decidió al mismo tiempo. ¿Cuál vale?',
      answer: 'La primera. A la otra se le dice quién decidió qué.',
    },
  ],
}
