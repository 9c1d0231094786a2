export type LimitBox = { readonly width: number; readonly height: number; readonly top: number }
export type Bar = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly middle: number
}

/**
 * Bars of counts against a limit. The largest of counts and limit reaches `top`; a count above nothing keeps a hair
 * of height, so that 1 of 10,000 is not drawn as 0.
 */
export function limitBars(
  counts: readonly number[],
  limit: number,
  { width, height, top }: LimitBox,
): { readonly bars: readonly Bar[]; readonly limitY: number } {
  const most = Math.max(1, limit, ...counts)
  const scale = (height - top) / most
  const slot = width / Math.max(1, counts.length)
  const wide = Math.min(48, slot * 0.6)
  const bars = counts.map((count, at) => {
    const tall = count === 0 ? 0 : Math.max(1.5, count * scale)
    const middle = slot * (at + 0.5)
    return { x: middle - wide / 2, y: height - tall, width: wide, height: tall, middle }
  })
  return { bars, limitY: height - limit * scale }
}
