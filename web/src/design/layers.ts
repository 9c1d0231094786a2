import { lazy } from 'react'

/*
 * What lies over a page is fetched once the page stands: nobody opens a menu before, and half of all scripts are in it.
 */
const dialog = () => import('./DialogLayer.tsx')
const menu = () => import('./MenuLayer.tsx')

export const DialogLayer = lazy(async () => ({ default: (await dialog()).DialogLayer }))
export const MenuLayer = lazy(async () => ({ default: (await menu()).MenuLayer }))

/** Fetches both now, so that a question can be asked when the network is gone. */
export function fetchLayers(): void {
  void Promise.allSettled([dialog(), menu()])
}
