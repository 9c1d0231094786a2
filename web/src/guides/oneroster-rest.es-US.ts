import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Listas directo desde tu SIS',
  lead: 'Para administradores del distrito y su equipo técnico. 4 minutos de lectura.',
  summary: [
    'PowerSchool, Infinite Campus, Skyward, Aeries, Synergy y cualquier otro sistema con una API OneRoster 1.1 o 1.2 se conectan solos.',
    'Necesitas tres o cuatro datos de tu SIS: una URL base, una URL de tokens, un ID de cliente y un secreto de cliente.',
    'Conectar no cambia nada. Ves una prueba, un mapa y una vista previa antes de que algo empiece.',
  ],
  parts: [
    {
      id: 'get',
      title: 'Qué pedir en tu SIS',
      points: [
        '*URL base*: donde está la API de OneRoster. Suele terminar en /ims/oneroster/v1p1 o /ims/oneroster/rostering/v1p2; sin ese final también sirve.',
        '*URL de tokens*: donde se entregan los tokens de acceso. No en todos los sistemas se puede adivinar, así que cópiala completa. En Infinite Campus termina en ?appName= y un nombre.',
        '*ID de cliente* y *secreto de cliente*. Los servidores antiguos los llaman key y secret; entonces elige OAuth 1.0a.',
        'Permiso de lectura para orgs, academic sessions, courses, classes, users y enrollments. Datos demográficos solo si quieres compartirlos.',
      ],
    },
    {
      id: 'connect',
      title: 'Conectar',
      steps: [
        'Abre *Configuración*, *Integraciones*, *Listas* y empieza la configuración.',
        'Elige tu sistema. Si no está en la lista, elige *API de OneRoster*.',
        'Completa *Conectar*. Lo que no puede ser correcto se dice mientras escribes.',
        'Elige *Guardar y probar*. Cada verificación dice qué encontró y, si falla, quién puede arreglarlo y cómo.',
        'Elige escuelas y campos en el mapa, mira la vista previa y comienza.',
      ],
      text: [
        '¿Otra persona tiene las credenciales? *Enviar este paso a un colega* la trae al mismo paso. Los secretos nunca van por correo: se escriben aquí, y nadie puede volver a leerlos.',
      ],
    },
    {
      id: 'test',
      title: 'Cuando la prueba falla',
      points: [
        'No se alcanza el servidor: la dirección solo funciona dentro de tu red, o hay un firewall. Pregunta a tu equipo de redes.',
        'Se rechazan las credenciales: copia otra vez el ID y el secreto, revisa el tipo de inicio de sesión y que el cliente esté activo.',
        'Se rechaza una colección: el cliente no puede leerla. Dale ese permiso o ese alcance.',
        'No llega nada, o llega el año pasado: se comparten los calendarios equivocados. Comparte los de este año escolar.',
        'El reloj está mal: OAuth 1.0a necesita un servidor con la hora correcta, con cinco minutos de margen.',
      ],
    },
    {
      id: 'afterwards',
      title: 'Después',
      text: [
        'Cada noche se lee solo lo que cambió, y de vez en cuando todo, para que nada se desvíe. Si tu servidor entrega la mitad de sus páginas, se agregan personas y no se quita a nadie, y la sincronización lo dice.',
        '¿Un secreto nuevo? Ponlo antes de que termine el anterior: los dos funcionan hasta que retires el viejo.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Quién ve nuestro secreto de cliente?',
      answer: 'Nadie. Está cifrado, y la página muestra solo una huella y su antigüedad. Puedes reemplazarlo cuando quieras.',
    },
    {
      ask: '¿Qué campos se leen?',
      answer: 'Los que compartes en el mapa. Lo apagado no se lee ni se guarda en ninguna parte.',
    },
    {
      ask: 'Hoy subimos archivos OneRoster. ¿Podemos cambiar?',
      answer: 'Sí, si ambos vienen del mismo sistema y usan los mismos números. La vista previa lo muestra: casi nadie debe ser nuevo. Si muestra muchos, detente y pregunta.',
    },
  ],
} // prettier-ignore
