import { useState } from 'react'

/** The secret of a mailed link: it stands behind # so that no server and no log on the way ever sees it. */
export function useFragment(): string {
  const [token] = useState(() => location.hash.slice(1))
  return token
}
