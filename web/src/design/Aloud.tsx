import { createContext, use, useMemo, useRef, useState, type ReactNode } from 'react'
import { useSay } from '../words/say.tsx'
import { Banner } from './Banner.tsx'
import type { Tone } from './Status.tsx'
import { Icon } from './Icon.tsx'
import styles from './Aloud.module.css'
import text from './text.module.css'

type Note = { readonly key: number; readonly tone: Tone; readonly words: string }
type Aloud = {
  /** Said when the reader is idle, and at most every ten seconds: of progress only the latest matters. */
  polite(words: string): void
  /** Said at once: something failed. */
  assertive(words: string): void
  /** Said, and shown until it is closed or three newer ones came: nothing disappears while somebody reads it. */
  note(words: string, tone?: Tone): void
}
const AloudContext = createContext<Aloud | null>(null)
const quietFor = 10_000

/** The two live regions of the page, and the notes that stand at its foot. */
export function AloudRegions({ children }: { children: ReactNode }) {
  const say = useSay()
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')
  const [notes, setNotes] = useState<readonly Note[]>([])
  const last = useRef(0)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const aloud = useMemo<Aloud>(() => {
    const later = (words: string) => {
      clearTimeout(waiting.current)
      const speak = () => {
        last.current = Date.now()
        setPolite(words)
      }
      const wait = last.current + quietFor - Date.now()
      if (wait <= 0) speak()
      else waiting.current = setTimeout(speak, wait)
    }
    return {
      polite: later,
      assertive: setAssertive,
      note(words, tone = 'ok') {
        setNotes(shown => [...shown.slice(-2), { key: Date.now(), tone, words }])
        if (tone === 'trouble') setAssertive(words)
        else setPolite(words)
      },
    }
  }, [])
  return (
    <AloudContext value={aloud}>
      {children}
      <div className={text.hidden} role="status">
        {polite}
      </div>
      <div className={text.hidden} role="alert">
        {assertive}
      </div>
      {notes.length > 0 && (
        <section className={styles.notes} aria-label={say('notes')}>
          {notes.map(note => (
            <Banner
              key={note.key}
              tone={note.tone}
              action={
                <button
                  type="button"
                  className={styles.close}
                  aria-label={say('close')}
                  onClick={() => setNotes(shown => shown.filter(one => one.key !== note.key))}
                >
                  <Icon name="close" size="s" />
                </button>
              }
            >
              {note.words}
            </Banner>
          ))}
        </section>
      )}
    </AloudContext>
  )
}

export function useAloud(): Aloud {
  const aloud = use(AloudContext)
  if (aloud === null) throw new Error('Cannot speak: this part stands outside AloudRegions')
  return aloud
}
