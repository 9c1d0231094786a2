import { chance } from './chance.ts'
import { gradeCount } from './grades.ts'

/** A school of a new district, with how many students sit in each grade. */
export type School = {
  readonly sourcedId: string
  readonly name: string
  /** As the federal register of schools numbers them. */
  readonly identifier: string
  /** Students by grade; 0 where the school does not teach the grade. */
  readonly counts: readonly number[]
}
export type Organisation = {
  readonly name: string
  readonly domain: string
  readonly schools: readonly School[]
}

type Level = { readonly name: string; readonly from: number; readonly to: number }
const all: Level = { name: 'School', from: 0, to: 12 }
const elementary: Level = { name: 'Elementary', from: 0, to: 5 }
const secondary: Level = { name: 'Secondary School', from: 6, to: 12 }
const middle: Level = { name: 'Middle School', from: 6, to: 8 }
const high: Level = { name: 'High School', from: 9, to: 12 }

const districts =
  `Cedar Valley,Maple Grove,Riverbend,Prairie View,Summit Lake,Juniper Hills,Harbor Point,Blue Mesa,
Stonebridge,Willow Creek,Fox Hollow,Golden Plains`.split(/,\s*/)
const places =
  `Roosevelt,Franklin,Jefferson,Washington,Adams,Madison,Douglass,Tubman,Parks,Chávez,Banneker,Carver,Lovelace,
Earhart,Curie,Hopper,Sequoyah,Tallchief,Muir,Carson,Cedar,Oak,Maple,Aspen,Birch,Juniper,Willow,Magnolia,Sycamore,Hawthorn,
Lakeside,Hillcrest,Riverside,Meadow,Valley View,Sunnyside,Eastgate,Westbrook,Northfield,Southport,Pine Ridge,Eagle Rock,
Fox Run,Bear Creek,Clear Lake,Stone Mill,Harbor,Prairie,Canyon,Mesa Verde,Piñon,St. Clair,O'Hare,Kaʻahumanu,Whitman,
Dickinson,Hughes,Angelou,Sandburg,Steinbeck,Cather`.split(/,\s*/)
const turns =
  `Heights,Park,Grove,Crossing,Springs,Point,Commons,Terrace,Bend,Trail,Hill,Shore,Gardens,Landing,Union,
Central,North,South,East,West`.split(/,\s*/)

export function organise(seed: number, schools: number, students: number): Organisation {
  const name = districts[chance(seed, 1, 71) % districts.length] ?? 'Cedar Valley'
  const levels = levelsOf(schools)
  const counts = levels.map(() => Array<number>(gradeCount).fill(0))
  for (let grade = 0; grade < gradeCount; grade++) {
    const serving = levels.flatMap((level, at) => (grade >= level.from && grade <= level.to ? [at] : []))
    const wanted =
      Math.floor((students * (grade + 1)) / gradeCount) - Math.floor((students * grade) / gradeCount)
    spread(seed, serving, wanted).forEach((count, at) => {
      const row = counts[serving[at] ?? 0]
      if (row) row[grade] = count
    })
  }
  const slug = name.toLowerCase().replaceAll(' ', '-')
  return {
    name,
    domain: `${slug}.example`,
    schools: levels.map((level, at) => school(seed, at, level, counts[at] ?? [])),
  }
}

/** Three elementary schools to one middle and one high school; the few schools of small districts span more grades. */
function levelsOf(schools: number): Level[] {
  if (schools <= 1) return [all]
  if (schools === 2) return [elementary, secondary]
  const upper = Math.max(1, Math.round(schools / 5))
  return Array.from({ length: schools }, (_, at) =>
    at < schools - 2 * upper ? elementary : at < schools - upper ? middle : high,
  )
}

/** Shares a grade's students among its schools: each school has a size of its own, the sum is exact. */
function spread(seed: number, serving: readonly number[], students: number): number[] {
  const weights = serving.map(school => 700 + (chance(seed, school, 72) % 600))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let passed = 0
  return weights.map(weight => {
    const before = Math.round((students * passed) / total)
    passed += weight
    return Math.round((students * passed) / total) - before
  })
}

function school(seed: number, at: number, level: Level, counts: readonly number[]): School {
  const place = places[(at * 37 + (chance(seed, 2, 71) % places.length)) % places.length] ?? ''
  const round = Math.floor(at / places.length)
  const turn = round === 0 ? '' : ` ${turns[(round - 1) % turns.length]}`
  const again = round > turns.length ? ` ${Math.ceil(round / turns.length)}` : ''
  // A comma now and then: names are where careless CSV readers break.
  const campus = at % 40 === 39 ? ', Upper Campus' : ''
  return {
    sourcedId: `o-${1001 + at}`,
    name: `${place}${turn}${again} ${level.name}${campus}`,
    identifier: `${4_800_000 + (chance(seed, 3, 71) % 99_999)}${String(10_001 + at).padStart(5, '0')}`,
    counts,
  }
}
