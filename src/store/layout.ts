import { join, relative, resolve, sep } from 'node:path'

/*
 * What lies where in a data folder. `backup` takes along all but the cluster.
 */
export const names = {
  snapshots: 'snapshots',
  base: 'base',
  uploads: 'uploads',
  key: 'secret.key',
  cluster: 'pg',
} as const

/** All snapshots of a district, a folder for each run. */
export function snapshotsFolder(data: string, districtId: string): string {
  return join(data, names.snapshots, districtId)
}

export function snapshotFolder(data: string, districtId: string, run: number): string {
  return join(snapshotsFolder(data, districtId), String(run))
}

/** Drops that the people of a district uploaded. */
export function uploadsFolder(data: string, districtId: string): string {
  return join(data, names.uploads, districtId)
}

/** The fingerprints of a connection. */
export function baseFolder(data: string, connectionId: string): string {
  return join(data, names.base, connectionId)
}

export function keyPath(data: string): string {
  return join(data, names.key)
}

export function clusterFolder(data: string): string {
  return join(data, names.cluster)
}

/** A path as settings keep it: an upload is told from the data folder, for a backup may be restored elsewhere. */
export function keptPath(data: string, path: string): string {
  const inside = relative(resolve(data), resolve(path))
  return isUpload(inside) ? inside : path
}

/** Where a kept path leads. */
export function placeOf(data: string, path: string): string {
  return isUpload(path) ? join(data, path) : path
}

function isUpload(path: string): boolean {
  return path.split(sep)[0] === names.uploads
}
