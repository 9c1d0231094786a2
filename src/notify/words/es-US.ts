import type { Word } from './en-US.ts'

export const esUS: Readonly<Record<Word, string>> = {
  'held.subject': 'En espera - le toca a usted: {district}',
  'held.intro':
    'La última sincronización de {district} cambiaría más de lo que permiten sus límites de seguridad, así que no se cambió nada. El plan, con {changes} cambios, espera a una persona.',
  'held.reasons': 'Por qué espera:',
  'held.end': 'Puede aprobar este plan una vez, aprobar solo algunas escuelas, aplicar solo las altas o descartarlo.',
  'held.button': 'Revisar la espera',

  'waiting.subject': 'Sigue en espera - le toca a usted: {district}',
  'waiting.intro':
    'Desde el {since}, un plan de {district} espera a una persona, por {reasons, plural, one {un motivo} other {{reasons} motivos}}. Hasta que alguien decida, lo que cambiaría se queda como está.',
  'waiting.button': 'Revisar la espera',

  'failed.subject': 'Necesita atención: {district}',
  'failed.known': 'La sincronización de {district} no se pudo hacer (número {run}) y no se cambió nada. Se sabe cómo arreglarlo:',
  'failed.repeated':
    'La sincronización de {district} falló {times} veces seguidas, la última es la número {run}. Desde entonces no se cambió nada. No sabemos más de lo que ella dice; el equipo de soporte puede ayudar.',
  'failed.button': 'Ver qué arreglar',

  'first_success.subject': 'Las listas están al día: {district}',
  'first_success.intro':
    'La primera sincronización de {district} terminó: hay {people} personas y {classes} clases. De ahora en adelante se mantienen al día según el horario.',
  'first_success.button': 'Abrir las listas',

  'paused.subject': 'En pausa desde mañana: {district}',
  'paused.subject_add_only': 'Solo altas desde mañana: {district}',
  'paused.intro_pause': 'Desde el {from} las sincronizaciones de {district} están en pausa. Nada cambia durante la pausa.',
  'paused.intro_add_only': 'Desde el {from} las sincronizaciones de {district} agregan personas y clases y no quitan a nadie.',
  'paused.until': 'El último de esos días es el {until}.',
  'paused.open': 'Dura hasta que alguien la termine.',
  'paused.button': 'Cambiar el horario',

  'weekly.subject': 'Las listas de la semana pasada: {district}',
  'weekly.intro': '{district}, del {from} al {to}: {runs, plural, one {una sincronización} other {{runs} sincronizaciones}}, {failures} fallidas.',
  'weekly.people': 'Personas: {added} agregadas, {changed} cambiadas, {removed} quitadas; {promoted} pasaron de grado.',
  'weekly.issues': 'Problemas abiertos: {issues}.',
  'weekly.held': 'Un plan está en espera de una persona.',
  'weekly.button': 'Abrir las listas',

  'request.subject': 'Una solicitud de {district}',
  'request.system': '{district} pide un sistema que no está en la lista.',
  'request.help': '{district} pide ayuda.',
  'request.connection': '{district} pide que se apruebe una conexión.',
  'request.button': 'Abrir las solicitudes',

  'answered.subject': 'El equipo de soporte respondió: {district}',
  'answered.intro': 'Hay una respuesta a la solicitud que hizo para {district}.',
  'answered.button': 'Leer la respuesta',

  'invite.subject': 'Le invitaron a Rollbook',
  'invite.intro': 'Le invitaron a cuidar las listas de {district}.',
  'invite.vendor': 'Le invitaron a la consola del equipo de soporte.',
  'invite.end': 'El enlace vale siete días y sirve una vez. Si no esperaba una invitación, no haga nada.',
  'invite.button': 'Crear una contraseña y entrar',

  'setup_link.subject': 'Conecte el sistema escolar de {district}',
  'setup_link.intro': 'Le pidieron conectar el sistema escolar (SIS) de {district} con Rollbook. No necesita una cuenta: abra el enlace y le enviamos un código.',
  'setup_link.end': 'El enlace vale siete días, en el primer navegador que lo abre. Muestra la configuración y nada más. Si no esperaba este correo, no haga nada.',
  'setup_link.button': 'Abrir la configuración',
  'setup_code.subject': 'Su código para la configuración',
  'setup_code.intro': 'Su código: {code}. Escríbalo en la página que abrió. Vale 15 minutos.',
  'setup_code.end': 'Nadie de nosotros pide este código. Si usted no lo pidió, no haga nada.',
  'setup_code.button': 'La página de la configuración',

  'added.subject': 'Ahora usted cuida {district}',
  'added.intro': 'Le dieron un papel en las listas de {district}. Entre como siempre.',
  'added.vendor': 'Le dieron un papel en la consola del equipo de soporte. Entre como siempre.',
  'added.button': 'Entrar',

  'reset.subject': 'Crear una contraseña nueva',
  'reset.intro': 'Alguien, esperamos que usted, pidió una contraseña nueva para esta dirección.',
  'reset.end': 'El enlace vale una hora y sirve una vez. Si no fue usted, no haga nada: la contraseña de antes sigue igual.',
  'reset.button': 'Crear una contraseña nueva',

  'foot.choose': 'Recibe esto por su papel en {district}. Elija lo que recibe: {link}',
  'foot.vendor': 'Recibe esto por su papel en el equipo de soporte. Elija lo que recibe: {link}',

  'limit.share': 'límite {limit}',
  'limit.none': 'sin límite: siempre espera',
  'place.school': 'en {school}',
  'place.district': 'en el distrito',

  'kind.users': 'personas', 'kind.students': 'estudiantes', 'kind.teachers': 'personal', 'kind.classes': 'clases',
  'kind.enrollments': 'inscripciones', 'kind.orgs': 'escuelas', 'kind.academicSessions': 'periodos',
  'kind.courses': 'cursos', 'kind.roles': 'papeles', 'kind.demographics': 'datos demográficos',

  'why.MASS_REMOVE': 'Se quitaría el {share} de {kind} {place} ({count} de {of}, {limit})',
  'why.MASS_REMOVE_SCHOOL': 'Se quitaría el {share} de {kind} {place} ({count} de {of}, {limit})',
  'why.MASS_UPDATE': 'Cambiaría el {share} de {kind} ({count} de {of}, {limit})',
  'why.EMPTY_KIND': 'El archivo de {kind} llegó sin una sola fila; hay {of}',
  'why.INCOMPLETE': 'El archivo de {kind} no llegó entero; {count} filas que faltan no se toman como quitadas',
  'why.SCHOOL_VANISHED': 'Una escuela ya no está en la fuente: {school}',
  'why.TERM_MISSING': '{count, plural, one {Un periodo desapareció} other {{count} periodos desaparecieron}} antes de terminar',
  'why.STALE_SOURCE': 'Los archivos son más viejos que los últimos aplicados',
  'why.RE_KEYED': '{count} de {of} personas llegaron con identificadores nuevos en la fuente ({limit})',
  'why.ID_REUSED': '{count, plural, one {Un identificador pasó} other {{count} identificadores pasaron}} a otra persona',
  'why.LOGIN_MOVED': '{count, plural, one {Un acceso pasa} other {{count} accesos pasan}} a otra persona',
  'why.DOMAIN_CHANGED': 'El {share} de las personas tendría un correo en otro dominio ({count} de {of}, {limit})',
  'why.ROLE_RAISED': '{count, plural, one {Un estudiante pasaría} other {{count} estudiantes pasarían}} a ser personal o administrador',
  'why.MATCH_UNSURE': '{count, plural, one {Una persona tomaría} other {{count} personas tomarían}} una cuenta existente con pruebas débiles',

  'fix.NOT_A_DROP': 'No hay nada donde se esperan los archivos, o no es un zip. Exporte otra vez al lugar acordado.',
  'fix.NO_ROSTER_FILES': 'El zip no tiene ninguno de los archivos de listas. Revise qué exporta su sistema; los nombres son los de OneRoster.',
  'fix.ARCHIVE_BROKEN': 'El zip está cortado. Expórtelo o transfiéralo otra vez.',
  'fix.ARCHIVE_TOO_LARGE': 'El zip es demasiado grande para unas listas. Deje fuera otros archivos.',
  'fix.ARCHIVE_ENCRYPTED': 'El zip pide una contraseña. Expórtelo sin ella.',
  'fix.ARCHIVE_NESTED': 'Hay zips dentro del zip. Ponga los archivos CSV directamente.',
  'fix.ENTRY_TRAVERSAL': 'Un nombre de archivo lleva fuera del zip. Pregunte a quien hizo la exportación.',
  'fix.ENTRY_DUPLICATE': 'El zip tiene dos archivos con el mismo nombre. Deje uno.',
  'fix.ENTRY_OVERLAP': 'Dos archivos comparten una parte del zip. Haga el zip otra vez.',
  'fix.ENTRY_SYMLINK': 'El zip tiene un enlace en lugar de un archivo. Ponga el archivo mismo.',
  'fix.DELTA_WITHOUT_BASE': 'Los archivos solo dicen cambios y todavía no hay listas. Haga que su sistema envíe todo una vez.',
  'fix.NO_SOURCE': 'La conexión no dice dónde están los archivos. Termine la configuración.',
} // prettier-ignore
