import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueries, sessionUrl } from './data/queries.ts'
import { AloudRegions } from './design/Aloud.tsx'
import './design/base.css'
import { fetchLayers } from './design/layers.ts'
import { makeRouter } from './router.tsx'
import { isOpen } from './session/session.ts'
import { applyTheme, chosenTheme } from './shell/theme.ts'
import { Words } from './words/Words.tsx'

applyTheme(chosenTheme())
const router = makeRouter()
const queries = makeQueries(() => {
  // The history knows at once where one is; the state of the router only when it got there.
  const { href } = router.history.location
  if (isOpen(href)) return
  const ended = queries.getQueryData([sessionUrl]) !== undefined
  router.history.replace(
    `/sign-in?${new URLSearchParams({ back: href, ...(ended && { ended: '1' }) }).toString()}`,
  )
  queries.clear()
})

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Words>
        <QueryClientProvider client={queries}>
          <AloudRegions>
            <RouterProvider router={router} />
          </AloudRegions>
        </QueryClientProvider>
      </Words>
    </StrictMode>,
  )

// After whatever the first page asks for.
setTimeout(fetchLayers, 1500)
