import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Revisa el estado',
  lead: 'Para administradores del distrito. 3 minutos de lectura.',
  summary: [
    'El titular en *Listas* dice una cosa, a quién le toca y qué hacer.',
    '*Sincronizaciones* muestra primero la próxima y luego todas las pasadas.',
    'Cada una se puede abrir, exportar y deshacer.',
  ],
  parts: [
    {
      id: 'headline',
      title: 'Lee el titular',
      points: [
        '*Al día*: no hay nada que hacer.',
        '*Sincronizando*: no hay nada que hacer. El número avanza.',
        '*En espera*: un plan espera tu decisión.',
        '*Requiere atención*: algo falló. El botón lleva al arreglo.',
        '*Con retraso*: no ocurrió una sincronización planeada.',
        '*En pausa* o *solo agregar* hasta una fecha: como eligió alguien de tu distrito.',
        '*Sin configurar*: falta terminar la configuración.',
      ],
    },
    {
      id: 'jobs',
      title: 'Lee una sincronización',
      steps: [
        'Abre *Sincronizaciones*.',
        'Elige una.',
        'El resumen muestra las fases, los números y adónde fue cada grado.',
        'Los cambios listan cada registro: qué había, qué vino y por qué.',
        'Los problemas listan lo omitido, con su arreglo.',
      ],
    },
    {
      id: 'export',
      title: 'Exporta lo que pasó',
      text: [
        'Se exportan personal, estudiantes y clases, una línea por registro: creado, actualizado, pasó de grado, quitado, omitido y por qué. Antes pide tu contraseña o código si los diste hace mucho.',
      ],
    },
    {
      id: 'undo',
      title: 'Deshaz una sincronización',
      text: [
        'Primero muestra qué volvería. Se niega cuando una posterior tocó los mismos registros; deshaz antes esa.',
      ],
    },
  ],
  questions: [
    {
      ask: 'Un número parece mal. ¿Por dónde empiezo?',
      answer:
        'Abre la sincronización, luego los cambios, y busca un registro que conozcas. *¿Por qué?* en su página dice lo demás.',
    },
    {
      ask: '¿Por qué dice que nada cambió?',
      answer: 'La fuente dijo lo mismo que la última vez. Es lo más común.',
    },
    {
      ask: '¿Se puede sincronizar a mediodía?',
      answer: 'Sí. Va por el mismo camino que de noche, con los mismos límites.',
    },
  ],
}
