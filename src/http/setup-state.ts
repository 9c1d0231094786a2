import { RollbookError } from '../roster/errors.ts'
import { sourceNames } from '../sources/registry.ts'
import { findConnection, type Connection, type District } from '../store/districts.ts'
import { readSetup, saveSetup } from '../store/setups.ts'
import type { Runner } from '../store/sql.ts'
import { setupAnswers, setupStep, systemName, type SetupAnswers, type SetupStep, type SystemName } from './contract/setup.ts' // prettier-ignore

/** Where a setup stands. */
export type SetupState = {
  readonly state: 'none' | 'open' | 'done'
  readonly step: SetupStep
  readonly answers: SetupAnswers
  readonly changedAt: Date | null
  readonly who: string | null
  readonly connection: Connection | null
}

const restSystems: readonly SystemName[] = ['oneroster-rest', 'powerschool', 'infinite-campus', 'skyward', 'aeries', 'synergy'] // prettier-ignore

/** Every system a district may name. What this release cannot read, Product Support connects with the district. */
export const systems = systemName.options.map(system => ({
  system,
  works: works(system),
  source: sourceOf(system),
}))

export function works(system: SystemName): boolean {
  return sourceNames.some(name => name === sourceOf(system))
}

/** The source that reads a system: most speak OneRoster, each with its own addresses. */
export function sourceOf(system: SystemName): string {
  return restSystems.includes(system) ? 'oneroster-rest' : system
}

/** The name of the secret that a connection is asked with. */
export function secretOf({ auth }: Readonly<Record<string, string>>): 'bearer' | 'clientSecret' {
  return auth === 'bearer' ? 'bearer' : 'clientSecret'
}

export async function readState(client: Runner, district: District): Promise<SetupState> {
  const row = await readSetup(client, district.districtId)
  const connection = await findConnection(client, district).catch((error: unknown) => {
    if (error instanceof RollbookError && error.code === 'NOT_CONNECTED') return null
    throw error
  })
  // Written by an older release, a field may be missing: it is asked for again.
  const answers = setupAnswers.catch(setupAnswers.parse({})).parse(row?.answers ?? {})
  const step = setupStep.catch('choose').parse(row?.step ?? 'choose')
  const state = row !== null ? 'open' : connection === null ? 'none' : 'done'
  return { state, step, answers, changedAt: row?.changedAt ?? null, who: row?.who ?? null, connection }
}

/** Throws SETUP_DONE: whoever is through changes things where they are changed every day. */
export function refuseDone({ state }: SetupState): void {
  if (state !== 'done') return
  throw new RollbookError('SETUP_DONE', 'Cannot set this up: rostering of this district is set up already. Change it under Settings, or upload new files on the Rostering page') // prettier-ignore
}

const needed: Readonly<Record<SetupStep, (state: SetupState) => string | null>> = {
  choose: () => null,
  prepare: ({ answers }) => (answers.system === null ? 'choose a system' : null),
  connect: ({ answers }) =>
    answers.system === null || !works(answers.system) ? 'choose a system that works by itself' : null,
  test: ({ answers }) =>
    answers.drop === null && answers.given === null ? 'give what Connect asks for' : null,
  map: ({ answers }) => (answers.test?.ok ? null : 'the test of the connection passes'),
  preview: ({ answers }) =>
    answers.test?.ok && answers.mapped ? null : 'the test passes and the map is saved',
}

/** Throws SETUP_EARLY when something before the step is missing. */
export function refuseEarly(step: SetupStep, state: SetupState): void {
  const before = needed[step](state)
  if (before === null) return
  throw new RollbookError(
    'SETUP_EARLY',
    `Cannot go to this step yet: first, ${before}. Everything so far is saved`,
  )
}

export async function keep(
  client: Runner,
  { districtId }: District,
  step: SetupStep,
  answers: SetupAnswers,
  who: string,
  changedAt: Date,
): Promise<void> {
  await saveSetup(client, districtId, { step, answers, who, changedAt })
}
