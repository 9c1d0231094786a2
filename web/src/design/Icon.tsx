import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './Icon.module.css'

const clock = <><circle cx="10" cy="10" r="7.25" /><path d="M10 5.6V10l2.9 1.9" /></> // prettier-ignore

/** Drawn on a grid of 20 px with round ends; no shape is filled. */
const shapes = {
  // The nine of a status: each has a shape of its own, so that colour is never the only sign.
  ok: <><circle cx="10" cy="10" r="7.25" /><path d="m6.7 10.3 2.3 2.3 4.4-4.9" /></>,
  hold: <path d="M7 2.75h6L17.25 7v6L13 17.25H7L2.75 13V7zM8.25 7.25v5.5M11.75 7.25v5.5" />,
  trouble: <path d="M10 3.1 17.7 16.4H2.3zM10 8v4M10 14.1v.1" />,
  caution: <path d="M10 2.6 17.4 10 10 17.4 2.6 10zM10 6.4v4.2M10 13.3v.1" />,
  late: clock,
  running: <path d="M16.6 8.1A6.9 6.9 0 0 0 4.5 6.2L3 8M3 4.1V8h3.9M3.4 11.9a6.9 6.9 0 0 0 12.1 1.9L17 12M17 15.9V12h-3.9" />,
  paused: <path d="M7 4.25v11.5M13 4.25v11.5" />,
  adding: <><circle cx="10" cy="10" r="7.25" /><path d="M10 6.6v6.8M6.6 10h6.8" /></>,
  setup: <circle cx="10" cy="10" r="7.25" strokeDasharray="2.6 2.6" />,

  activity: clock,
  appearance: <><circle cx="10" cy="10" r="3.25" /><path d="M10 2.5v1.75M10 15.75v1.75M2.5 10h1.75M15.75 10h1.75M4.7 4.7l1.25 1.25M14.05 14.05l1.25 1.25M4.7 15.3l1.25-1.25M14.05 5.95l1.25-1.25" /></>,
  arrow: <path d="M3.5 10h13M11.5 5l5 5-5 5" />,
  back: <path d="M12 4.5 6.5 10l5.5 5.5" />,
  book: <path d="M4 3.25h10.75A1.25 1.25 0 0 1 16 4.5v12.25H5.5A1.5 1.5 0 0 1 4 15.25zM7 3.25v13.5M9.5 7.25h4M9.5 10h4M9.5 12.75h2.5" />,
  building: <path d="M4.75 17.25V4.5L10 2.75l5.25 1.75v12.75M2.75 17.25h14.5M8 7.25h.1M12 7.25h.1M8 10.25h.1M12 10.25h.1M8.5 17v-3.25h3V17" />,
  calendar: <path d="M3.25 4.75h13.5v12H3.25zM3.25 8.25h13.5M6.75 3v3M13.25 3v3" />,
  change: <path d="M3.5 11.2c1.6-3 4-3 6.5-1.2s4.9 1.8 6.5-1.2" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  copy: <path d="M7.25 6.75h9v10h-9zM12.75 6.5V3.25h-9v10H7" />,
  down: <path d="m5 7.5 5 5 5-5" />,
  download: <path d="M10 3.25v9M6.25 9 10 12.6 13.75 9M3.75 16.5h12.5" />,
  help: <><circle cx="10" cy="10" r="7.25" /><path d="M7.9 8a2.15 2.15 0 1 1 3.2 1.9c-.8.45-1.1.9-1.1 1.7M10 14.1v.1" /></>,
  key: <><circle cx="6.5" cy="12.75" r="3.25" /><path d="m8.9 10.4 7.35-7.15M13.5 6l2 2" /></>,
  language: <><circle cx="10" cy="10" r="7.25" /><path d="M2.75 10h14.5M10 2.75c4.2 4.3 4.2 10.2 0 14.5-4.2-4.3-4.2-10.2 0-14.5" /></>,
  list: <path d="M7.25 5.25h9.5M7.25 10h9.5M7.25 14.75h9.5M3.5 5.25h.1M3.5 10h.1M3.5 14.75h.1" />,
  lock: <path d="M4.75 9h10.5v7.75H4.75zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.75" />,
  mail: <path d="M2.75 4.75h14.5v10.5H2.75zM3 5.25l7 5.5 7-5.5" />,
  minus: <path d="M4 10h12" />,
  offline: <path d="M3 3l14 14M2.75 8.25a10.5 10.5 0 0 1 4-2.4M9.5 5.2a10.5 10.5 0 0 1 7.75 3.05M5.5 11.25a6.5 6.5 0 0 1 3-1.7M12.5 9.9c.75.3 1.4.75 2 1.35M10 14.6v.1" />,
  pencil: <path d="M3.5 16.5 4.5 12.75 13.25 4l2.75 2.75L7.25 15.5zM11.5 5.75l2.75 2.75" />,
  people: <><circle cx="7.25" cy="7" r="2.75" /><path d="M2.25 16.25c.35-3 2.3-4.5 5-4.5s4.65 1.5 5 4.5M12.5 4.6a2.7 2.7 0 0 1 0 4.9M14.25 12c2 .5 3.2 1.9 3.5 4.25" /></>,
  person: <><circle cx="10" cy="6.75" r="3.25" /><path d="M3.75 17c.5-3.6 3-5.25 6.25-5.25S15.75 13.4 16.25 17" /></>,
  plus: <path d="M10 4v12M4 10h12" />,
  search: <><circle cx="8.75" cy="8.75" r="5.5" /><path d="m13 13 4 4" /></>,
  settings: <><path d="M3 6.25h7.25M14.75 6.25H17M3 13.75h2.25M9.75 13.75H17" /><circle cx="12.5" cy="6.25" r="2.25" /><circle cx="7.5" cy="13.75" r="2.25" /></>,
  shield: <path d="M10 2.75 16 5v5c0 3.75-2.5 6-6 7.25C6.5 16 4 13.75 4 10V5zM7.4 10l1.9 1.9 3.4-3.7" />,
  signout: <path d="M8 3.25H3.75v13.5H8M12.5 6.25 16.25 10l-3.75 3.75M16 10H7.5" />,
  switch: <path d="M3.5 7h12M12.25 3.75 15.75 7l-3.5 3.25M16.5 13h-12M7.75 9.75 4.25 13l3.5 3.25" />,
  undo: <path d="M7.5 4 3.75 7.75 7.5 11.5M4 7.75h7.5a4.4 4.4 0 0 1 0 8.8H8" />,
  up: <path d="M10 16.5v-13M5 8.25l5-4.75 5 4.75" />,
} satisfies Record<string, ReactNode> // prettier-ignore
export type IconName = keyof typeof shapes

/** A drawing beside its word, hidden from assistive technology; a control that shows it alone carries a name. */
export function Icon({ name, size = 'm' }: { name: IconName; size?: 's' | 'm' | 'l' }) {
  return (
    <svg
      className={classes(styles.icon, styles[size])}
      viewBox="0 0 20 20"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  )
}
