import { issueRules, type Issue } from '../../../src/roster/issue.ts'

const masked = /^(""|\*{1,2}|.\*{1,8})$/su
const known = new Set<string>(issueRules)

/** What an issue lacks: words, a known rule, or a mask before a value. */
export function judgeIssue(issue: Issue): string[] {
  const { rule, file, message, fix, value } = issue
  const wrongs: string[] = []
  if (!known.has(rule)) wrongs.push(`an issue has the unknown rule ${rule}`)
  if (file === '' || message === '' || fix === '') wrongs.push(`an issue of ${rule} lacks words`)
  if (value !== null && !masked.test(value)) wrongs.push(`an issue of ${rule} shows a value: ${value}`)
  if (message.length > 400) wrongs.push(`an issue of ${rule} has ${message.length} letters`)
  return wrongs
}
