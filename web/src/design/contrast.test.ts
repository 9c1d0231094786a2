import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/* Every pair of colours that a screen sets on another, by the formula of WCAG 2.2 (relative luminance). */

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
type Theme = Readonly<Record<string, string>>
const colours = (text: string): Theme =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(found => [found[1], found[2]]))
const [beforeMedia = '', afterMedia = ''] = css.split('@media')
const [bySystem = '', bySwitch = ''] = afterMedia.split(/:root\[data-theme=['"]dark['"]\]/)
const light = colours(beforeMedia)
const themes: Readonly<Record<string, Theme>> = {
  light,
  'dark by the system': { ...light, ...colours(bySystem) },
  'dark by the switch': { ...light, ...colours(bySwitch) },
}

const grounds = ['paper', 'paper-sunk', 'paper-raised']
const states = ['ok', 'hold', 'trouble', 'caution', 'running', 'resting']
const washes = [...states.map(state => `${state}-wash`), 'accent-wash']
const across = (fronts: string[], backs: string[]) =>
  fronts.flatMap(front => backs.map(back => [front, back] as const))

const text = [
  ...across(['ink', 'ink-2', 'ink-3', 'accent', 'accent-hover', ...states], grounds),
  ...across(['ink', 'ink-2', 'ink-3', 'accent'], washes),
  ...states.map(state => [state, `${state}-wash`] as const),
  ...across(['on-accent'], ['accent', 'accent-hover']),
  ...across(['on-cover', 'on-cover-2'], ['cover']),
]
const controls = [
  ...across(['control-edge', 'focus', 'accent'], [...grounds, ...washes]),
  ...across(['rule-ink', 'flow-up-edge', 'flow-stay-edge', 'flow-join-edge', 'flow-leave-edge'], grounds),
  ...across(['focus-on-cover', 'cover-edge'], ['cover']),
]

test.each(Object.entries(themes))('words can be read on what they stand on: %s', (_, theme) => {
  expect(below(theme, text, 4.5)).toEqual([])
})

test.each(Object.entries(themes))('edges, rings and marks can be seen: %s', (_, theme) => {
  expect(below(theme, controls, 3)).toEqual([])
})

test('the device and the switch make the same dark', () => {
  expect(themes['dark by the switch']).toEqual(themes['dark by the system'])
})

function below(theme: Theme, pairs: (readonly [string, string])[], least: number): string[] {
  return pairs
    .map(([front, back]) => ({ front, back, ratio: ratio(theme[front] ?? '', theme[back] ?? '') }))
    .filter(({ ratio }) => !(ratio >= least))
    .map(({ front, back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`)
}

function ratio(one: string, other: string): number {
  const [dark = Number.NaN, bright = Number.NaN] = [luminance(one), luminance(other)].toSorted(
    (a, b) => a - b,
  )
  return (bright + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5]
    .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
