import type { SetupStep, SystemName } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useAddress } from '../../data/address.ts'
import { useWrite } from '../../data/queries.ts'
import { useDistrict } from '../../shell/district.ts'

type StepBody = { readonly step: SetupStep; readonly system?: SystemName; readonly systemName?: string }

/** Saves a step and goes there; whoever comes back begins where it was left. */
export function useStep() {
  const { api } = useDistrict()
  const { set } = useAddress()
  return useWrite(
    async (body: StepBody) => {
      await write('PUT', `${api}/setup`, body)
      set({ step: body.step })
    },
    [`${api}/setup`, `${api}/overview`],
  )
}
