import type { SetupStep, SetupView } from '../../../../src/http/contract/setup.ts'

export const steps: readonly SetupStep[] = ['choose', 'prepare', 'connect', 'test', 'map', 'preview']

/** Whether the system that was chosen is one this release reads by itself. */
export function isReadable({ systems, answers }: Pick<SetupView, 'systems' | 'answers'>): boolean {
  return systems.some(({ system, works }) => works && system === answers.system)
}

/** What reads the chosen system; null before one is chosen. */
export function sourceOf({ systems, answers }: Pick<SetupView, 'systems' | 'answers'>): string | null {
  return systems.find(({ system }) => system === answers.system)?.source ?? null
}

/** The last step that may be opened: each needs what the one before it gave. */
export function reach(view: Pick<SetupView, 'systems' | 'answers'>): SetupStep {
  const { system, drop, given, test, mapped } = view.answers
  if (system === null) return 'choose'
  if (!isReadable(view)) return 'prepare'
  if (drop === null && given === null) return 'connect'
  if (test?.ok !== true) return 'test'
  return mapped ? 'preview' : 'map'
}

/** The step of the address if it may be opened, else the one where it was left. */
export function stepOf(asked: string | null, view: SetupView): SetupStep {
  const found = steps.find(step => step === asked)
  const most = steps.indexOf(reach(view))
  return found !== undefined && steps.indexOf(found) <= most ? found : (steps[Math.min(most, steps.indexOf(view.step))] ?? 'choose') // prettier-ignore
}
