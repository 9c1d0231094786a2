import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Listas e inicio de sesión con ClassLink',
  lead: 'Para administradores del distrito y de ClassLink. 4 minutos de lectura.',
  summary: [
    'En ClassLink agregas la aplicación a Roster Server, dices qué puede ver y la activas.',
    'Aquí das tu ID de tenant. Te buscamos, probamos y mostramos qué entraría antes de que algo empiece.',
    'Después, docentes y estudiantes inician sesión desde LaunchPad y llegan a sus clases.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Comparte las listas, en ClassLink',
      steps: [
        'En LaunchPad, abre *Roster Server*, luego *Apps*, y elige *+ADD*.',
        'Elige la aplicación y luego *+Add*.',
        'Elige los permisos: *Rule-Based*, *Full* o *Legacy Custom*, o cópialos de otra aplicación. *Full* es lo más rápido y se puede cambiar después.',
        'Enciende *Enabled*. Hasta entonces no se comparte nada, y no vemos tu distrito.',
      ],
    },
    {
      id: 'connect',
      title: 'Conecta, aquí',
      steps: [
        'Abre *Configuración*, *Integraciones*, *Listas* y empieza la configuración.',
        'Elige ClassLink y escribe tu ID de tenant o el nombre de tu distrito como lo tiene ClassLink.',
        'Si todavía no te vemos, corrige lo compartido y elige *Buscar otra vez*.',
        'Soporte de Producto revisa una vez que el tenant sea tuyo. Así un error de otra persona no toca tus listas.',
        'Lee la prueba, elige escuelas y campos, mira la vista previa y comienza.',
      ],
    },
    {
      id: 'tile',
      title: 'Da el acceso a las personas',
      steps: [
        'En *Management Console*, abre *Applications*, luego *Add & Assign Apps* y *App Library*.',
        'Elige la aplicación, luego *Add*, y asígnala a grupos o perfiles.',
        'Pruébala como docente y como estudiante: los dos llegan a sus clases.',
      ],
    },
    {
      id: 'sign-in',
      title: 'Cuando alguien no puede entrar',
      points: [
        'A una persona la encontramos por tenant y SourcedId, nunca por correo. Si ClassLink no da SourcedId, allá hay que unir la cuenta con Roster Server.',
        'No compartida: la persona está fuera de los permisos o de las escuelas elegidas. Amplíalos.',
        'En pausa o quitada: la página dice desde cuándo y quién puede cambiarlo.',
        'Cada una de esas páginas tiene un código corto. En *Inicio de sesión único* y junto a la persona lo encuentras con su motivo.',
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
      ask: 'Borramos registros en ClassLink. ¿Se dan cuenta?',
      answer: 'Sí. Lo borrado no deja huella en una lista de cambios, así que cada noche se lee todo, y quien ya no está se quita, con todos los límites que te protegen.',
    },
    {
      ask: 'Hoy usamos archivos OneRoster. ¿Quedan las cuentas al cambiar a ClassLink?',
      answer: 'Quedan si ambos usan los mismos números. La vista previa lo muestra: casi nadie debe ser nuevo. Si muestra muchos, detente y pregunta a Soporte de Producto.',
    },
  ],
} // prettier-ignore
