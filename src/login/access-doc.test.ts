import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { memberRoles, rightsOfRole, rightsOfVendor } from './rights.ts'

const words: Readonly<Record<string, string>> = {
  owner: 'Owner',
  manager: 'Roster manager',
  viewer: 'School viewer',
  helpdesk: 'Help desk',
  privacy: 'Privacy officer',
}

test('docs/access.md says of each role what it may do, and no more', () => {
  const lines = readFileSync('docs/access.md', 'utf8').split('\n').filter(line => line.startsWith('| '))
  const [head = [], ...table] = lines.map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))
  const inDocs = table.map(([role = '', ...cells]) => {
    const name = /\*\*(.+)\*\*/.exec(role)?.[1]
    return [name, head.slice(1).filter((_, at) => cells[at] === '✓').sort()]
  })
  const inCode = [
    ...memberRoles.map(role => [words[role], [...rightsOfRole(role)].sort()]),
    ['Vendor support', [...rightsOfVendor('support')].sort()],
    ['Vendor admin', [...rightsOfVendor('admin')].sort()],
  ]
  expect(inDocs).toEqual(inCode)
}) // prettier-ignore
