import { useEffect, useEffectEvent, useState } from 'react'

const longestWait = 30_000

/**
 * Listens to a stream of the service and comes back after every loss; `onOpen` is the moment to read the present
 * state, since what happened in between was not heard. Says whether it listens now.
 */
export function useLive<Told>(
  url: string | null,
  onTold: (told: Told) => void,
  onOpen?: () => void,
): boolean {
  const [open, setOpen] = useState(false)
  const told = useEffectEvent(onTold)
  const opened = useEffectEvent(() => onOpen?.())
  useEffect(() => {
    if (url === null) return
    return listen(url, {
      open: () => {
        setOpen(true)
        opened()
      },
      // The declaration of the stream names the shape; it is JSON of this service alone.
      told: text => told(JSON.parse(text) as Told),
      lost: () => setOpen(false),
    })
  }, [url])
  return open
}

type Ears = { open(): void; told(text: string): void; lost(): void }

/** A browser gives up on a stream that was refused once: this does not, but waits longer each time. */
function listen(url: string, ears: Ears): () => void {
  let wait = 1000
  let timer: ReturnType<typeof setTimeout> | undefined
  let stream: EventSource
  const connect = () => {
    stream = new EventSource(url)
    stream.addEventListener('open', () => {
      wait = 1000
      ears.open()
    })
    stream.addEventListener('message', event => ears.told(String(event.data)))
    stream.addEventListener('error', () => {
      ears.lost()
      if (stream.readyState !== EventSource.CLOSED) return
      timer = setTimeout(connect, wait)
      wait = Math.min(wait * 2, longestWait)
    })
  }
  connect()
  return () => {
    clearTimeout(timer)
    stream.close()
  }
}
