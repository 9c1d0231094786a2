import { useCallback } from 'react'
import type { Overview } from '../../../../src/http/contract/overview.ts'
import { useLive } from '../../data/live.ts'
import { useRead, useRefresh } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay } from '../../words/say.tsx'

/** What the service tells of a run; `run` is null while one waits, or when something was not heard. */
export type Told = {
  readonly run: number | null
  readonly phase: string
  readonly done: number
  readonly total: number | null
}

/** The state of the district's rostering; read again whenever the service tells of a run. */
export function useOverview(onTold: (told: Told) => void) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const url = `${api}/overview`
  const refresh = useRefresh()
  const again = useCallback(() => void refresh(url), [refresh, url])
  useLive<Told>(
    `${api}/live`,
    told => {
      onTold(told)
      const phase = `phase.${told.phase}`
      if (isMessage(phase)) aloud.polite(say(phase))
      again()
    },
    again,
  )
  return useRead<Overview>(url)
}
