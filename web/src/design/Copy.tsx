import { useState } from 'react'
import { useSay } from '../words/say.tsx'
import { Button } from './Button.tsx'
import { useAloud } from './Aloud.tsx'

/** Copies a text whole, and says that it did. */
export function Copy({
  text,
  label,
  size = 'small',
}: {
  text: string
  label?: string
  size?: 'small' | 'normal'
}) {
  const say = useSay()
  const aloud = useAloud()
  const [done, setDone] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setDone(true)
    aloud.polite(say('copy.done'))
  }
  return (
    <Button kind="quiet" size={size} icon="copy" onPress={() => void copy()}>
      {done ? say('copy.done') : (label ?? say('copy'))}
    </Button>
  )
}
