export type Point = { readonly x: number; readonly y: number }

/**
 * Points of a line through counts in a box, evenly apart, the largest at the top. Counts that never moved make a line
 * in the middle; room is kept at the edges for the stroke and for the dot at the end.
 */
export function sparkPoints(
  counts: readonly number[],
  { width, height }: { width: number; height: number },
): Point[] {
  const edge = 4
  const least = Math.min(...counts)
  const span = Math.max(...counts) - least
  const step = counts.length > 1 ? (width - edge) / (counts.length - 1) : 0
  return counts.map((count, at) => ({
    x: at * step,
    y: span === 0 ? height / 2 : edge + (1 - (count - least) / span) * (height - 2 * edge),
  }))
}

/** The path through points, to a tenth of a pixel. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}
