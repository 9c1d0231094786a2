import type { Guide } from './guide.ts'

export const guide: Guide = {
  title: 'Cómo funcionan las listas',
  lead: 'Para administradores del distrito. 4 minutos de lectura.',
  summary: [
    'Tu SIS sigue mandando. Cambia allí una persona o una clase y cambia aquí con la próxima sincronización.',
    'Los estudiantes pasan de grado solos cuando el SIS los pasa.',
    'Un plan que quitaría a muchas personas te espera. Nada cambia hasta que decidas.',
    'Puedes deshacer una sincronización y preguntar por qué un estudiante está o no en una clase.',
  ],
  parts: [
    {
      id: 'the-path',
      title: 'El camino de una sincronización',
      text: ['Una sincronización siempre va por el mismo camino, la inicie el reloj o tú.'],
      picture: 'flow',
    },
    {
      id: 'each-night',
      title: 'Qué pasa cada vez',
      text: [
        'A la hora que fijaste, leemos lo que compartes y revisamos cada registro. Uno con error se omite y aparece como problema, con su arreglo. Lo demás sigue.',
        'Luego comparamos con la última vez. Casi siempre cambian pocos registros. Esas diferencias son el plan, y puedes leer cada línea: qué había, qué viene y por qué.',
      ],
    },
    {
      id: 'proof',
      title: 'Nada se quita sin prueba',
      text: [
        'Se quita a una persona que falta en un archivo que llegó entero. No se quita a una que falta en un archivo cortado. Un registro omitido por un error cuenta como presente: lo que tenemos se queda.',
      ],
    },
    {
      id: 'when-it-waits',
      title: 'Cuándo te espera un plan',
      text: [
        'Si pasa tus límites de seguridad, el plan se detiene y ves *En espera*. Normalmente eso es más del 5 % de los estudiantes o docentes del distrito, o más del 20 % en una escuela, con un número pequeño siempre permitido. Tus límites no cambian, decidas lo que decidas.',
      ],
    },
    {
      id: 'afterward',
      title: 'Después',
      text: [
        'Cada sincronización guarda lo que reemplazó. Así puedes deshacerla y ver la historia completa de un registro.',
      ],
    },
  ],
  questions: [
    {
      ask: '¿Qué pasa con un estudiante que se va?',
      answer:
        'Deja de poder entrar en el acto. A los 14 días la cuenta se archiva. Si el estudiante vuelve, vuelve la misma cuenta.',
    },
    {
      ask: 'Un estudiante cambió de nombre. ¿Es una cuenta nueva?',
      answer: 'No. Seguimos el número que da tu SIS: la cuenta queda y el nombre cambia.',
    },
    {
      ask: '¿Puede un docente agregar a un estudiante a mano?',
      answer: 'No en una clase que lleva tu SIS. La página lo dice, y dice quién puede cambiarlo.',
    },
    {
      ask: '¿Y si una sincronización falla a la mitad?',
      answer: 'Nada cambió. Un plan se aplica entero o no se aplica.',
    },
  ],
}
