import type { ReactNode } from 'react'
import styles from './My.module.css'

/* Drawn like the icons of the console. Words of both languages, as districts name their classes. */
const pictures: readonly (readonly [words: RegExp, shape: ReactNode])[] = [
  [/math|matem|algebra|álgebra|geomet|calcul|cálculo|statist|estad/i, <path d="M4.75 2.75h10.5v14.5H4.75zM7.5 6h5M7.5 10h.1M10 10h.1M12.5 10h.1M7.5 13.5h.1M10 13.5h.1M12.5 13.5h.1" />],
  [/scien|cienc|biolog|chemi|quím|physics|física|earth|life/i, <path d="M4 16c0-8 4-11.5 12.5-12C17 12 13.5 16 7 15.5M4 17.5c1-4 3.5-6.5 7-8" />],
  [/english|inglés|language|lengua|reading|lectura|writing|escritura|literat|spanish|español/i, <path d="M3.5 16.5 4.5 12.75 13.25 4l2.75 2.75L7.25 15.5zM11.5 5.75l2.75 2.75" />],
  [/histor|social|geograph|geograf|civic|cívic|world|mundo|government|econom/i, <><circle cx="10" cy="10" r="7.25" /><path d="M2.75 10h14.5M10 2.75c4.2 4.3 4.2 10.2 0 14.5-4.2-4.3-4.2-10.2 0-14.5" /></>],
  [/music|música|band|choir|coro|orchest|orquest/i, <><path d="M7.25 14.75V4.5l8.5-1.5v10" /><circle cx="5.25" cy="14.75" r="2" /><circle cx="13.75" cy="13" r="2" /></>],
  [/p\.e\.|\bpe\b|physical|educación física|gym|sport|deport|health|salud/i, <><circle cx="10" cy="10" r="7.25" /><path d="M4.9 4.9c3 2.8 3 7.4 0 10.2M15.1 4.9c-3 2.8-3 7.4 0 10.2M10 2.75v14.5" /></>],
] // prettier-ignore
const book = <path d="M4 3.25h10.75A1.25 1.25 0 0 1 16 4.5v12.25H5.5A1.5 1.5 0 0 1 4 15.25zM7 3.25v13.5M9.5 7.25h4M9.5 10h4M9.5 12.75h2.5" /> // prettier-ignore

/** A picture of what a class is about, for those who do not read well yet; a book where nothing says. */
export function ClassPicture({ title, subjects }: { title: string; subjects: readonly string[] }) {
  const about = [title, ...subjects].join(' ')
  const shape = pictures.find(([words]) => words.test(about))?.[1] ?? book
  return (
    <span className={styles.picture}>
      <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        {shape}
      </svg>
    </span>
  )
}
