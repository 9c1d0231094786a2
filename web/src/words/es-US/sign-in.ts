export const signIn = {
  signIn: 'Iniciar sesión',
  'signIn.lead': 'En la consola de listas de tu distrito.',
  'signIn.ended': 'Tu sesión terminó. Inicia sesión y vuelves a donde estabas.',
  'signIn.out': 'Cerraste la sesión.',
  'signIn.email': 'Correo del trabajo',
  'signIn.password': 'Contraseña',
  'signIn.code': 'Código',
  'signIn.code.note':
    'Los seis dígitos de tu aplicación de autenticación, o uno de tus códigos de recuperación.',
  'signIn.continue': 'Continuar',
  'signIn.forgot': '¿Olvidaste tu contraseña?',
  'signIn.forgot.note': 'Te enviamos un enlace para poner una nueva.',
  'signIn.forgot.send': 'Enviar el enlace',
  'signIn.forgot.sent': 'Si conocemos esta dirección, el enlace está en camino. Sirve por poco tiempo.',
  'signIn.or': 'O',
  'signIn.demo': 'Mirar como',
  'signIn.demo.note':
    'Esto es una demostración: todas las personas son inventadas, y las del proveedor entran sin el segundo factor que en otros casos necesitan.',
  factorFirst: 'Primero configure un segundo factor',
  'factorFirst.lead':
    'Las personas de {vendor} ven todos los distritos. Para eso no basta una contraseña: en cada acceso se pide un código de su teléfono.',
  'welcome.vendor': 'Tiene una invitación para atender todos los distritos.',
  welcome: 'Te damos la bienvenida',
  'welcome.lead': 'Te invitaron a administrar las listas de {districts}.',
  'welcome.for': 'Inicias sesión como {email}.',
  'welcome.name': 'Tu nombre',
  'welcome.password': 'Contraseña nueva',
  'welcome.enter': 'Poner contraseña e iniciar sesión',
  'password.note': 'Al menos 12 caracteres. Una frase sirve; un administrador de contraseñas, más.',
  reset: 'Poner una contraseña nueva',
  'reset.set': 'Poner contraseña',
  'reset.done': 'Tu contraseña está puesta, y terminaron todas las sesiones con la anterior.',
  'door.promise': 'Cada estudiante en su clase antes del primer timbre.',
  'door.before': 'Antes de sincronizar',
  'door.before.what': 'Mira qué cambiará',
  'door.wrong': 'Si algo se ve mal',
  'door.wrong.what': 'Espera tu decisión',
  'door.after': 'Después',
  'door.after.what': 'Pregunta por qué, o deshazlo',
  notReady: 'Todavía no puedes entrar',
  'notReady.who': 'Quién puede arreglarlo:',
  'notReady.copy': 'Copiar la explicación',
  'notReady.code': 'Código {code}',
  'notReady.again': 'Volver a entrar',
  'notReady.student': 'Todavía no podemos dejarte entrar',
  'notReady.student.what': 'Tu escuela aún no te ha puesto aquí.',
  'notReady.student.again': 'No funcionó. Inténtalo otra vez.',
  'notReady.student.show': 'Enséñale esto a tu maestro.',
  'notReady.not_shared': 'Iniciaste sesión, pero el sistema de tu distrito no nos ha enviado tu cuenta.',
  'notReady.not_shared.who':
    'quien administra las listas en tu distrito. Puede ver si tu cuenta se comparte con nosotros.',
  'notReady.paused':
    'Iniciaste sesión, pero tu distrito no nos ha enviado tu cuenta y por ahora tiene las actualizaciones en pausa.',
  'notReady.paused.who':
    'quien administra las listas en tu distrito. Tu cuenta llega con la primera actualización después de la pausa.',
  'notReady.removed': 'El sistema de tu distrito quitó tu cuenta{known, select, yes { el {day}} other {}}.',
  'notReady.removed.who':
    'la oficina de tu escuela, en el sistema de información estudiantil. Tu cuenta vuelve tal como estaba.',
  'notReady.mistake':
    'Iniciaste sesión, pero el sistema de tu distrito envió tu cuenta con un error, así que se omitió.',
  'notReady.mistake.who':
    'la oficina de tu escuela, en el sistema de información estudiantil. Quien administra las listas puede ver el error.',
  'notReady.left_out':
    'Iniciaste sesión, pero tu cuenta queda fuera de lo que tu distrito decidió compartir aquí.',
  'notReady.left_out.who': 'quien administra las listas en tu distrito. Decide a quién se comparte.',
  'notReady.waiting': 'Iniciaste sesión y tu cuenta ya llegó, pero espera una decisión de tu distrito.',
  'notReady.waiting.who':
    'quien administra las listas en tu distrito, al decidir sobre la actualización en espera.',
  'notReady.suspended': 'El sistema de tu distrito desactivó tu cuenta.',
  'notReady.suspended.who': 'la oficina de tu escuela, en el sistema de información estudiantil.',
  'notReady.two_candidates': 'Dos cuentas corresponden a este acceso, así que no se abrió ninguna.',
  'notReady.two_candidates.who':
    'quien administra las listas en tu distrito, junto con soporte. No se cambió nada.',
  'notReady.no_sourced_id': 'El acceso no dice quién eres en las listas de tu distrito.',
  'notReady.no_sourced_id.who':
    'el administrador de ClassLink de tu distrito. Tu cuenta allí necesita el ID de las listas.',
  'notReady.no_pages': 'Tu función en las listas no tiene una página aquí.',
  'notReady.no_pages.who':
    'un propietario de la consola de tu distrito, si administras las listas. Te puede invitar.',
  'notReady.no_district':
    'La aplicación se abrió desde la biblioteca de Clever, donde ningún distrito responde por ella, así que nadie allí puede decir quién eres.',
  'notReady.no_district.who':
    'el administrador de Clever de tu distrito. Abre la aplicación desde la página de Clever de tu distrito; si no está, pídele que la agregue.',
  'notReady.district_not_ready': 'Tu distrito no está configurado aquí, o no para esta forma de entrar.',
  'notReady.district_not_ready.who':
    'quien administra las listas en tu distrito, al terminar la configuración.',
  'notReady.not_opened':
    'El servicio con el que inicias sesión dice que tu distrito no te ha abierto esta aplicación.',
  'notReady.not_opened.who':
    'quien se encarga de ese servicio en tu distrito, compartiéndote allí con esta aplicación.',
  'notReady.provider_refused': 'El servicio con el que inicias sesión no respondió o no te dejó entrar.',
  'notReady.provider_refused.who':
    'tú, al iniciar sesión otra vez. Si continúa, la mesa de ayuda de tu distrito.',
  'notReady.tampered': 'Lo que volvió del acceso no concuerda, así que no se le creyó.',
  'notReady.tampered.who': 'tú, al iniciar sesión otra vez. Si continúa, soporte debe saberlo.',
  'notReady.expired': 'El acceso tardó demasiado, o este navegador no guarda cookies.',
  'notReady.expired.who': 'tú. Permite las cookies de este sitio e inicia sesión otra vez.',
  'signIn.with': 'Entrar con {provider}',
}
