/** Running text of a guide: what stands between *stars* is a word of a screen, and set like one. */
export function Marked({ text }: { text: string }) {
  return <>{text.split('*').map((part, at) => (at % 2 === 1 ? <b key={at}>{part}</b> : part))}</>
}
