import { Copy } from '../../design/Copy.tsx'
import text from '../../design/text.module.css'

/** An address to be copied, and tried where nobody is signed in. */
export function Address({ url }: { url: string }) {
  return (
    <span className={text.row}>
      <code className={text.code}>{url}</code>
      <Copy text={url} />
    </span>
  )
}
