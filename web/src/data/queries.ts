import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useProven } from '../session/proof.ts'
import { read } from './api.ts'
import { Refused, Unreachable } from './refused.ts'

export const sessionUrl = '/api/session'

/**
 * What was read, by its address. `onSignedOut` is called once the service no longer knows who asks; the page goes
 * to the sign-in then, and comes back to the same address.
 */
export function makeQueries(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof Refused && error.status === 401 && error.code === 'SIGNED_OUT') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // What was refused is refused again; what got lost on the way may arrive the second time.
        retry: (failures, error) => !(error instanceof Refused && error.status < 500) && failures < 2,
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/**
 * Reads an address and keeps what it said. With `null` there is nothing to read yet; with `keep` the answer of the
 * address before stands until this one’s is there.
 */
export function useRead<Answer>(
  url: string | null,
  options: { every?: number; keep?: boolean } = {},
): UseQueryResult<Answer, Refused | Unreachable> {
  return useQuery<Answer, Refused | Unreachable>({
    queryKey: [url],
    queryFn: ({ signal }) => read<Answer>(url ?? '', signal),
    enabled: url !== null,
    ...(options.keep === true && { placeholderData: keepPreviousData }),
    ...(options.every !== undefined && { refetchInterval: options.every }),
  })
}

/**
 * Something that changes the service. Afterwards everything read from addresses that begin with one of `refresh`
 * is read again.
 */
export function useWrite<Answer, Input = void>(
  send: (input: Input) => Promise<Answer>,
  refresh: readonly string[] = [],
): UseMutationResult<Answer, Refused | Unreachable, Input> {
  const fresh = useRefresh()
  const proven = useProven()
  return useMutation<Answer, Refused | Unreachable, Input>({
    mutationFn: input => proven(() => send(input)),
    onSuccess: () => fresh(...refresh),
  })
}

/** Reads again what stands at addresses that begin with one of these. */
export function useRefresh(): (...prefixes: string[]) => Promise<void> {
  const queries = useQueryClient()
  return async (...prefixes) => {
    if (prefixes.length === 0) return
    await queries.invalidateQueries({
      predicate: ({ queryKey: [url] }) =>
        typeof url === 'string' && prefixes.some(one => url.startsWith(one)),
    })
  }
}
