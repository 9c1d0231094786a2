import { useId } from 'react'
import { useNumbers, useSay } from '../words/say.tsx'
import { layOutTiles, type Tile } from './mosaic.ts'
import styles from './Chart.module.css'

export type SchoolTile = {
  readonly id: string
  readonly name: string
  /** People, classes and enrollments that it had. */
  readonly size: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Whether a limit is reached there. */
  readonly held: boolean
}

const box = { x: 0, y: 0, width: 980, height: 300 }
/** From the foot of a tile upwards. */
const moves = ['removed', 'changed', 'added'] as const
const [gap, letter] = [4, 7.2]

/**
 * How much of each school changes: a tile as large as the school, filled from its foot as far as it is added, changed
 * and removed. The numbers stand in the table below.
 */
export function SchoolMap({ title, schools }: { title: string; schools: readonly SchoolTile[] }) {
  const id = useId()
  const say = useSay()
  const numbers = useNumbers()
  const tiles = layOutTiles(schools.map(school => ({ id: school.id, weight: wholeOf(school) })), box)
  const [most] = schools.toSorted((a, b) => sumOf(b) - sumOf(a))
  if (most === undefined || sumOf(most) === 0 || tiles.length < 2) return null
  const changing = schools.filter(school => sumOf(school) > 0).length
  return (
    <figure className={styles.above}>
      <ul className={styles.legend}>
        {moves.map(move => (
          <li key={move}>
            <i className={styles[move]} aria-hidden="true" />
            {say(`map.${move}`)}
          </li>
        ))}
        <li>{say('map.size')}</li>
      </ul>
      <svg className={styles.chart} viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-labelledby={`${id}-t`} aria-describedby={`${id}-d`}>
        <title id={`${id}-t`}>{title}</title>
        <desc id={`${id}-d`}>
          {say('map.about', { changing, schools: tiles.length, school: most.name, count: numbers.count(sumOf(most)) })}
        </desc>
        {tiles.map(tile => {
          const school = schools.find(one => one.id === tile.id)
          return school === undefined ? null : <SchoolOf key={tile.id} tile={tile} school={school} />
        })}
      </svg>
    </figure>
  )
} // prettier-ignore

/** One school; its words where they fit. */
function SchoolOf({ tile, school }: { tile: Tile; school: SchoolTile }) {
  const say = useSay()
  const numbers = useNumbers()
  const [width, height] = [Math.max(1, tile.width - gap), Math.max(1, tile.height - gap)]
  const heights = moves.map(move => (school[move] / wholeOf(school)) * height)
  const fits = Math.floor((width - 16) / letter)
  const letters = [...school.name]
  const name = letters.length <= fits ? school.name : `${letters.slice(0, Math.max(0, fits - 1)).join('')}…`
  return (
    <g transform={`translate(${tile.x} ${tile.y})`} className={school.held ? styles.heldTile : styles.tile}>
      <rect width={width} height={height} />
      {moves.map((move, at) => {
        const top = heights.slice(0, at + 1).reduce((sum, one) => sum + one, 0)
        return <rect key={move} className={styles[move]} y={height - top} width={width} height={heights[at]} />
      })}
      {fits >= 5 && height >= 30 && <text x="8" y="20">{name}</text>}
      {fits >= 12 && height >= 52 && (
        <text className={styles.number} x="8" y="39">
          {say('map.changes', { count: sumOf(school), written: numbers.count(sumOf(school)) })}
        </text>
      )}
    </g>
  )
} // prettier-ignore

function sumOf({ added, changed, removed }: SchoolTile): number {
  return added + changed + removed
}

/** A school that is new has nothing yet but what comes. */
function wholeOf(school: SchoolTile): number {
  return Math.max(school.size, sumOf(school))
}
