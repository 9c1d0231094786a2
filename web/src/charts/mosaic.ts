export type Tile = {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
type Box = Omit<Tile, 'id'>
type Weighed = { readonly id: string; readonly weight: number }

/**
 * Tiles that fill a box, each as large as its weight, the heaviest first at the top left. Rows are closed where one
 * more tile would make them longer than they are square (Bruls, Huizing and van Wijk, Squarified treemaps, 2000).
 * What weighs nothing has no tile.
 */
export function layOutTiles(weights: readonly Weighed[], box: Box): readonly Tile[] {
  const waiting = weights.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  const scale = (box.width * box.height) / sum(waiting)
  const tiles: Tile[] = []
  let free = box
  while (waiting.length > 0) {
    const side = Math.min(free.width, free.height)
    const row = waiting.splice(0, rowLength(waiting, side, scale))
    const thick = (sum(row) * scale) / side
    tiles.push(...cut(row, free, thick))
    free =
      free.width >= free.height
        ? { ...free, x: free.x + thick, width: free.width - thick }
        : { ...free, y: free.y + thick, height: free.height - thick }
  }
  return tiles
}

/** How many of the next tiles stand side by side before they get worse. */
function rowLength(waiting: readonly Weighed[], side: number, scale: number): number {
  let length = 1
  while (length < waiting.length) {
    const [now, more] = [waiting.slice(0, length), waiting.slice(0, length + 1)]
    if (worst(more, side, scale) > worst(now, side, scale)) break
    length++
  }
  return length
}

/** The longest tile of a row: its long side by its short side. */
function worst(row: readonly Weighed[], side: number, scale: number): number {
  const thick = (sum(row) * scale) / side
  return Math.max(
    ...row.map(({ weight }) => {
      const along = (weight * scale) / thick
      return Math.max(along / thick, thick / along)
    }),
  )
}

/** A row of tiles across the short side of what is free. */
function cut(row: readonly Weighed[], free: Box, thick: number): Tile[] {
  const lying = free.width < free.height
  let at = lying ? free.x : free.y
  return row.map(({ id, weight }) => {
    const along = ((lying ? free.width : free.height) * weight) / sum(row)
    const from = at
    at += along
    return lying
      ? { id, x: from, y: free.y, width: along, height: thick }
      : { id, x: free.x, y: from, width: thick, height: along }
  })
}

function sum(row: readonly Weighed[]): number {
  return row.reduce((total, { weight }) => total + weight, 0)
}
