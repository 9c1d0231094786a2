import type { Declaration } from './route.ts'
import { liveRoutes } from './routes/live.ts'
import { syncRoutes } from './routes/sync.ts'

/** Every address of the API. One file a subject; a test asks each of them with another district's key. */
export const routes: readonly Declaration[] = [...liveRoutes, ...syncRoutes]
