import { useState } from 'react'
import type { TokenList, TokenMade, TokenView } from '../../../../src/http/contract/tokens.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button } from '../../design/Button.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Failed, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { TokenForm } from './TokenForm.tsx'

/** The programs of a district: a token each, told once, for some rights and some days. */
export function Tokens() {
  const say = useSay()
  const { api } = useDistrict()
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<TokenMade | null>(null)
  const list = useRead<TokenList>(`${api}/tokens`)
  const take = (answer: TokenMade) => {
    setMaking(false)
    setMade(answer)
  }
  return (
    <Section
      title={say('tokens.title')}
      note={say('tokens.note')}
      action={<Button onPress={() => setMaking(true)}>{say('tokens.make')}</Button>}
    >
      <div className={text.stack}>
        {made !== null && <Made made={made} onKept={() => setMade(null)} />}
        {making && <TokenForm onMade={take} onClose={() => setMaking(false)} />}
        <Loaded query={list} rows={1}>
          {({ tokens }) => <List tokens={tokens} />}
        </Loaded>
      </div>
    </Section>
  )
}

function Made({ made, onKept }: { made: TokenMade; onKept: () => void }) {
  const say = useSay()
  return (
    <Banner tone="ok" role="status" action={<Button onPress={onKept}>{say('tokens.kept')}</Button>}>
      <p>{say('tokens.made')}</p>
      <p className={text.row}>
        <code className={text.code}>{made.token}</code> <Copy text={made.token} />
      </p>
    </Banner>
  )
}

function List({ tokens }: { tokens: readonly TokenView[] }) {
  const say = useSay()
  const columns: readonly Column<TokenView>[] = [
    {
      id: 'name',
      label: say('tokens.name'),
      kind: 'head',
      cell: row => (
        <>
          <bdi>{row.name}</bdi>
          <span className={text.small}>{row.rights.map(right => say(`tokens.${right}`)).join(' · ')}</span>
        </>
      ),
    },
    {
      id: 'state',
      label: say('tokens.state'),
      cell: row => (
        <Status mark={row.state === 'open' ? 'ok' : 'resting'}>{say(`tokens.state.${row.state}`)}</Status>
      ),
    },
    { id: 'used', label: say('tokens.used'), cell: row => (row.usedAt === null ? say('never') : <Time at={row.usedAt} ago="beside" />) },
    { id: 'ends', label: say('tokens.ends'), cell: row => <Time at={row.revokedAt ?? row.expiresAt} style="date" /> },
    { id: 'by', label: say('tokens.by'), cell: row => <bdi>{row.madeBy}</bdi> },
    {
      id: 'actions',
      label: say('tokens.revoke'),
      kind: 'bare',
      hideLabel: true,
      cell: row => row.state === 'open' && <Revoke token={row} />,
    },
  ]
  return <Table caption={say('tokens.caption')} rows={tokens} rowKey={row => row.id} columns={columns} />
} // prettier-ignore

function Revoke({ token: { id, name } }: { token: TokenView }) {
  const say = useSay()
  const { api } = useDistrict()
  const [asking, setAsking] = useState(false)
  const revoke = useWrite(() => write('DELETE', `${api}/tokens/${id}`), [`${api}/tokens`, `${api}/activity`])
  const close = () => setAsking(false)
  return (
    <>
      <Button size="small" icon="close" onPress={() => setAsking(true)}>
        {say('tokens.revoke')}
      </Button>
      <Dialog
        title={say('tokens.revoke.of', { name })}
        open={asking}
        confirm={say('tokens.revoke')}
        danger
        busy={revoke.isPending}
        onClose={close}
        onConfirm={() => revoke.mutate(undefined, { onSuccess: close })}
      >
        {revoke.error && <Failed error={revoke.error} />}
        <p>{say('tokens.revoke.note')}</p>
      </Dialog>
    </>
  )
}
