import type { ScheduleFields, ScheduleView } from '../../../../src/http/contract/schedule.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

/** Puts a changed schedule in place of the one that is shown, and says so. */
export function useSaveSchedule({ version, schedule }: ScheduleView) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  return useWrite(
    async (changes: Partial<ScheduleFields>) => {
      const body = { version, schedule: { ...schedule, ...changes } }
      const saved = await write<ScheduleView>('PUT', `${api}/schedule`, body)
      aloud.note(say('set.saved'))
      return saved
    },
    [`${api}/schedule`, `${api}/overview`, `${api}/runs`],
  )
}
