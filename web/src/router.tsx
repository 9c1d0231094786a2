import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router'
import { pages, type Frame } from './pages.ts'
import { Crash } from './shell/Crash.tsx'
import { DistrictFrame } from './shell/DistrictFrame.tsx'
import { VendorFrame } from './shell/frames.tsx'
import { HelpFrame } from './shell/HelpFrame.tsx'
import { Missing } from './shell/Missing.tsx'
import { OwnFrame } from './shell/OwnFrame.tsx'
import { RootFrame } from './shell/RootFrame.tsx'
import { Skeleton } from './design/Skeleton.tsx'

const frames: Readonly<Record<Frame, RouteComponent>> = {
  bare: Outlet,
  district: DistrictFrame,
  vendor: VendorFrame,
  own: OwnFrame,
  help: HelpFrame,
}

/** The pages under their frames. Each page is a file of its own, fetched when somebody goes there or is about to. */
export function makeRouter() {
  const root = createRootRoute({ component: RootFrame, notFoundComponent: Missing, errorComponent: Crash })
  const names = Object.keys(frames) as Frame[] // Keys of the list above.
  const children = names.map(name => {
    const frame = createRoute({ getParentRoute: () => root, id: name, component: frames[name] })
    const inside = pages
      .filter(page => page.frame === name)
      .map(({ path, load }) =>
        createRoute({
          getParentRoute: () => frame,
          path,
          component: lazyRouteComponent(async () => ({ default: await load() })),
          errorComponent: Crash,
        }),
      )
    return frame.addChildren(inside)
  })
  return createRouter({
    routeTree: root.addChildren(children),
    defaultPendingComponent: Skeleton,
    defaultPendingMs: 200,
    scrollRestoration: true,
    // Addresses stay readable: no JSON after the question mark.
    parseSearch: search => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: search => {
      const asked = new URLSearchParams(
        Object.entries(search).flatMap(([name, value]) =>
          value === null || value === undefined ? [] : [[name, String(value)]],
        ),
      ).toString()
      return asked && `?${asked}`
    },
  })
}
