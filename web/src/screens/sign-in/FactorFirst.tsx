import { Button } from '../../design/Button.tsx'
import { Proof } from '../../session/Proof.tsx'
import { useSession } from '../../session/session.ts'
import { useSignOut } from '../../shell/AccountMenu.tsx'
import { useSay } from '../../words/say.tsx'
import { SecondFactor } from '../team/SecondFactor.tsx'
import { Doorway } from './Doorway.tsx'

/** Stands in for whatever page was asked for until somebody of the vendor has a second factor, and kept its codes. */
export function FactorFirst({ onKept }: { onKept: () => void }) {
  const say = useSay()
  const { vendor } = useSession()
  const signOut = useSignOut()
  return (
    <Proof>
      <Doorway title={say('factorFirst')} lead={say('factorFirst.lead', { vendor: vendor.name })}>
        <SecondFactor onKept={onKept} />
        <Button kind="quiet" icon="signout" onPress={() => void signOut()}>
          {say('signOut')}
        </Button>
      </Doorway>
    </Proof>
  )
}
