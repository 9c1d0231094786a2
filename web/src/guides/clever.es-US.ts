import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Listas e inicio de sesión con Clever',
  lead: 'Para administradores del distrito y de Clever. 4 minutos de lectura.',
  summary: [
    'En Clever agregas la aplicación, das una fecha de inicio y eliges qué se comparte.',
    'Soporte de Producto aprueba la solicitud y comprueba que el distrito es tuyo. Ves una prueba y una vista previa antes de que algo empiece.',
    'Después, docentes y estudiantes inician sesión desde su portal de Clever y llegan a sus clases.',
  ],
  parts: [
    {
      id: 'your-part',
      title: 'Comparte las listas, en Clever',
      steps: [
        'Entra en Clever como administrador del distrito y abre *Applications* en el panel.',
        'Elige *Add Applications* y busca la aplicación por tipo, materia o nombre.',
        'Elige *Install now*, indica si es compra o prueba, y da tu *Launch Date* preferida.',
        'Elige *Request application*.',
        'Cuando se apruebe la solicitud, fija los *sharing permissions*: todo el distrito, escuelas, secciones o secciones según una regla. Puedes cambiarlos cuando quieras.',
      ],
      text: [
        'La fecha de inicio es el día desde el que la aplicación aparece en el portal. Las listas pueden empezar antes, para que ese día ya estén todos.',
      ],
    },
    {
      id: 'connect',
      title: 'Conecta, aquí',
      steps: [
        'Abre *Configuración*, *Integraciones*, *Listas* y empieza la configuración.',
        'Elige Clever y responde las preguntas.',
        'Soporte de Producto aprueba tu solicitud en Clever y comprueba una vez que ese distrito es el tuyo. Así tus listas no se confunden con las de otro distrito del mismo nombre.',
        'Lee la prueba, elige escuelas y campos, mira la vista previa y ponlo en marcha.',
      ],
    },
    {
      id: 'sharing',
      title: 'Qué hace lo que compartes',
      points: [
        'Si compartes solo una parte del distrito, el personal se comparte con una casilla aparte en Clever. Sin ella, aquí faltan los directivos de las escuelas.',
        'Las clases nombran a personas que no compartes. Quedan fuera de la clase, y la página de problemas dice cuántas son. Si una clase está vacía, mira primero qué compartes.',
        'Lo que dejas de compartir falta en la próxima lectura. Quien falta queda suspendido, y vuelve como estaba cuando lo compartes de nuevo.',
        'Si un cambio en lo compartido afecta a muchos, el plan te espera. Clever no pregunta por eso; nosotros sí.',
        'Las familias se leen solo si lo pides.',
      ],
    },
    {
      id: 'states',
      title: 'Cuando Clever espera o descansa',
      points: [
        'En pausa por el verano: lo que tenemos se queda, no se quita a nadie y ningún grado sube por la fecha. Tú fijas los días en Clever, en *Sync settings*.',
        'Te espera: hay una carga pendiente en Clever, en *Sync*. Apruébala o envíala de nuevo.',
        'Error: Clever no pudo recibir tus datos y lo arregla. Si dura, pregunta a su soporte.',
        'Requiere revisión: lo que vemos sigue como estaba hasta que alguien lo apruebe en Clever.',
        'Desconectado, o nada compartido: no se quita a nadie. Agrega de nuevo la aplicación o comparte algo, y seguimos con las mismas personas.',
      ],
    },
    {
      id: 'sign-in',
      title: 'Cuando alguien no puede entrar',
      points: [
        'A cada persona se la encuentra por el número que le dio Clever, nunca por el correo. Los estudiantes no necesitan correo.',
        'No aparece en el portal: la fecha de inicio no ha llegado, o la persona no está compartida.',
        'Abierta desde la Clever Library: allí ningún distrito responde por nadie. Abre la aplicación desde el portal del distrito.',
        'Cada página así tiene un código corto. En *Inicio de sesión único* y junto a la persona lo encuentras con su motivo.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Cuándo nos llega un cambio hecho en Clever?',
      answer: 'Clever recibe tus datos a las horas de tu sincronización allí. Si Soporte de Producto activó los eventos, los tenemos un minuto después; si no, la noche siguiente o cuando eliges sincronizar ahora.',
    },
    {
      ask: '¿Necesitan la contraseña de un estudiante de prueba?',
      answer: 'No. Nunca pedimos la contraseña de un estudiante ni de un docente.',
    },
    {
      ask: 'Alguien tiene otro correo u otro número en el SIS, y Clever creó una persona nueva. ¿Qué pasa aquí?',
      answer: 'Conserva su cuenta si el número del SIS o el del estado es el mismo. Si no, el plan espera y pregunta si es la misma persona.',
    },
    {
      ask: 'Hoy usamos archivos OneRoster. ¿Quedan las cuentas al cambiar a Clever?',
      answer: 'Quedan donde los números del SIS son los mismos en ambos. El plan muestra quién sería nuevo antes de cambiar nada: si son muchos, detente y pregunta a Soporte de Producto.',
    },
  ],
} // prettier-ignore
