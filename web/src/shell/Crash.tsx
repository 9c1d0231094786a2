import { useState } from 'react'
import { Banner } from '../design/Banner.tsx'
import { Button } from '../design/Button.tsx'
import { Copy } from '../design/Copy.tsx'
import { Said, useSay } from '../words/say.tsx'

/**
 * A page broke while it was drawn. Its frame stays. After a release the file of a page may be gone: loading the page
 * anew is what helps then, and mostly otherwise.
 */
export function Crash({ error }: { error: unknown }) {
  const say = useSay()
  const [reference] = useState(() => referenceOf(error))
  return (
    <Banner
      tone="trouble"
      role="alert"
      action={
        <Button size="small" onPress={() => location.reload()}>
          {say('crash.reload')}
        </Button>
      }
    >
      <p>
        <strong>{say('crash')}</strong> {say('crash.safe')}
      </p>
      <p>
        <Said id="failed.reference" values={{ reference: <code>{reference}</code> }} />{' '}
        <Copy text={reference} />
      </p>
    </Banner>
  )
}

/** Where and how, without a word of what stood on the page. */
function referenceOf(error: unknown): string {
  const { name, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const at = /\/assets\/([\w-]+)\.js:(\d+:\d+)/.exec(stack)
  return [name, at?.[1], at?.[2], new Date().toISOString()].filter(Boolean).join(' ')
}
