import type { Call } from './command.ts'
import { UsageError } from './errors.ts'

/** Options as the verbs read them. parseArgs has made sure of the types; these narrow them. */
export function text(call: Pick<Call, 'options'>, name: string): string | undefined {
  const value = call.options[name]
  return typeof value === 'string' ? value : undefined
}

export function flag(call: Pick<Call, 'options'>, name: string): boolean {
  return call.options[name] === true
}

/** A whole number, or undefined where the option is not given. */
export function whole(call: Pick<Call, 'options'>, name: string): number | undefined {
  const value = text(call, name)
  if (value === undefined) return undefined
  if (!/^\d{1,15}$/.test(value))
    throw new UsageError(`Cannot read --${name}: "${value}" is not a whole number`)
  return Number(value)
}

/** `--allow A,B` → ['A', 'B']; empty where the option is not given. */
export function list(call: Pick<Call, 'options'>, name: string): string[] {
  const words = (text(call, name) ?? '').split(',').map(word => word.trim())
  return words.filter(word => word !== '')
}

/** An option the verb cannot do without. */
export function required(call: Pick<Call, 'options'>, name: string): string {
  const value = text(call, name)
  if (value === undefined) throw new UsageError(`Cannot start: --${name} is missing`)
  return value
}
