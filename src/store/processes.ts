import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/*
 * A pid alone says little: after a reboot, or in a busy container, it soon belongs to somebody else.
 * Pid and start time together name one process for good.
 */

/** When the process began, as its system counts it; null when there is no such living process. */
export function processStart(pid: number): string | null {
  if (process.platform === 'linux') return linuxStart(pid)
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything, so count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const dead = fields[0] === 'Z' || fields[0] === 'X'
    return dead ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

/** The command line of a process, its words apart by spaces; '' when it is gone. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** Processes at work in a folder. Empty where the system does not tell (only Linux has /proc). */
export function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  const found = readdirSync('/proc').filter(name => /^\d+$/.test(name) && workingFolder(name) === folder)
  return found.map(Number)
}

function workingFolder(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

/** True once none of the processes lives any more, false when `millis` passed first. */
export async function waitGone(pids: readonly number[], millis: number): Promise<boolean> {
  const end = Date.now() + millis
  while (pids.some(pid => processStart(pid) !== null)) {
    if (Date.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return true
}
