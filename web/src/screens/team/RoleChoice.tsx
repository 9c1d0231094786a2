import type { MemberView } from '../../../../src/http/contract/team.ts'
import { RadioGroup } from '../../design/Field.tsx'
import { useSay } from '../../words/say.tsx'

export type Role = MemberView['role']
const roles: readonly Role[] = ['owner', 'manager', 'viewer', 'helpdesk', 'privacy']

/** The roles, each with what it may do. */
export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const say = useSay()
  const options = roles.map(role => ({
    value: role,
    label: say(`team.${role}`),
    note: say(`team.${role}.about`),
  }))
  const choose = (chosen: string) => {
    const role = roles.find(one => one === chosen)
    if (role !== undefined) onChange(role)
  }
  return (
    <RadioGroup name="role" label={say('team.role')} rows options={options} value={value} onChange={choose} />
  )
}
