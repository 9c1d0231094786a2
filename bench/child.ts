import { measure, type Step } from './steps.ts'

// The measured process: one step from the command line, one line of JSON about it.
const step = JSON.parse(process.argv[2] ?? '') as Step // written by measure.ts alone
process.stdout.write(`${JSON.stringify(await measure(step))}\n`)
