import { useState } from 'react'
import type { MemberView } from '../../../../src/http/contract/team.ts'
import { write } from '../../data/api.ts'
import { sessionUrl, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { RoleChoice, type Role } from './RoleChoice.tsx'

/** What may be done with one of the team; what may not says why. */
export function MemberActions({ member }: { member: MemberView }) {
  const say = useSay()
  const aloud = useAloud()
  const { api, name: district } = useDistrict()
  const [asking, setAsking] = useState<'role' | 'remove' | null>(null)
  const [role, setRole] = useState<Role>(member.role)
  const { name } = member
  const url = `${api}/team/${member.id}`
  const refresh = [`${api}/team`, `${api}/activity`, ...(member.you ? [sessionUrl] : [])]
  const close = () => setAsking(null)
  const change = useWrite(
    () => write('PATCH', url, { role, schools: role === 'viewer' ? member.schools : null }),
    refresh,
  )
  const remove = useWrite(() => write('DELETE', url), refresh)
  const again = useWrite(() => write('POST', `${url}/invite`), refresh)
  const last = member.lastOwner ? say('team.lastOwner') : null
  const sendAgain = () =>
    again.mutate(undefined, { onSuccess: () => aloud.polite(say('team.again.done', { name })) })
  return (
    <>
      <Buttons>
        {member.seenAt === null && (
          <Button size="small" icon="mail" busy={again.isPending} onPress={sendAgain}>
            {say('team.again')}
          </Button>
        )}
        <Button size="small" icon="pencil" onPress={() => setAsking('role')}>
          {say('team.change')}
        </Button>
        <Button size="small" icon="close" locked={last} onPress={() => setAsking('remove')}>
          {say('team.remove')}
        </Button>
      </Buttons>
      {again.error && <Failed error={again.error} />}
      <Dialog
        title={say('team.change.of', { name })}
        open={asking === 'role'}
        confirm={say('team.change')}
        busy={change.isPending}
        locked={role === 'owner' ? null : last}
        onClose={close}
        onConfirm={() => change.mutate(undefined, { onSuccess: close })}
      >
        {change.error && <Failed error={change.error} />}
        <RoleChoice value={role} onChange={setRole} />
        <p>{say('team.change.note', { name })}</p>
      </Dialog>
      <Dialog
        title={say('team.remove.of', { name })}
        open={asking === 'remove'}
        confirm={say('team.remove')}
        danger
        busy={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
      >
        {remove.error && <Failed error={remove.error} />}
        <p>{say('team.remove.note', { name, district })}</p>
      </Dialog>
    </>
  )
}
