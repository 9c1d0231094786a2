import type { SetupAnswers } from './contract/setup.ts'
import type { DistrictCall } from './route.ts'
import { keep, readState, refuseDone, type SetupState } from './setup-state.ts'

export type SetupCall = DistrictCall<unknown, unknown, unknown>

/** The setup of the district as it stands. Throws SETUP_DONE. */
export async function openSetup({ district, read }: SetupCall): Promise<SetupState> {
  const state = await read(client => readState(client, district))
  refuseDone(state)
  return state
}

/** Saves where somebody is and what they answered. */
export async function saveStep(
  { district, write, reader, office }: SetupCall,
  step: SetupState['step'],
  answers: SetupAnswers,
): Promise<void> {
  await write(client => keep(client, district, step, answers, `console:${reader.id}`, office.now()))
}
