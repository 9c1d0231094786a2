import { useCallback, useState } from 'react'
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

/** Reads an address of the district, and again whenever the service tells of a run; with what it told last. */
export function useLiveRead<Answer>(address: string) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const [told, setTold] = useState<Told | null>(null)
  const refresh = useRefresh()
  const again = useCallback(() => void refresh(`${api}/runs`, `${api}/holds`), [refresh, api])
  useLive<Told>(
    `${api}/live`,
    news => {
      setTold(news)
      const phase = `phase.${news.phase}`
      if (isMessage(phase)) aloud.polite(say(phase))
      again()
    },
    again,
  )
  return { query: useRead<Answer>(`${api}${address}`), told }
}
