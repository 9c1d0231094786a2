import { useState } from 'react'
import type { TokenMade, TokenView } from '../../../../src/http/contract/tokens.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Checkbox, Select, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

type Right = TokenView['rights'][number]
const rights: readonly Right[] = ['see', 'people', 'export', 'audit', 'run']
const days = [30, 90, 365]

/** A new token; the least that is of use is chosen beforehand. */
export function TokenForm({
  onMade,
  onClose,
}: {
  onMade: (made: TokenMade) => void
  onClose: () => void
}) {
  const say = useSay()
  const { api } = useDistrict()
  const [chosen, setChosen] = useState<readonly Right[]>(['see'])
  const make = useWrite(
    (order: { name: string; days: number }) =>
      write<TokenMade>('POST', `${api}/tokens`, { ...order, rights: chosen }),
    [`${api}/tokens`, `${api}/activity`],
  )
  const toggle = (right: Right) =>
    setChosen(chosen.includes(right) ? chosen.filter(one => one !== right) : [...chosen, right])
  return (
    <Form
      label={say('tokens.make')}
      error={make.error}
      onSubmit={({ name = '', days = '90' }) =>
        make.mutate({ name, days: Number(days) }, { onSuccess: onMade })
      }
    >
      <TextField name="name" label={say('tokens.name')} note={say('tokens.name.note')} maxLength={80} autoComplete="off" required />
      <fieldset>
        <legend>{say('tokens.rights')}</legend>
        {rights.map(right => (
          <Checkbox
            key={right}
            name={`right-${right}`}
            label={say(`tokens.${right}`)}
            checked={chosen.includes(right)}
            onChange={() => toggle(right)}
          />
        ))}
      </fieldset>
      <Select
        name="days"
        label={say('tokens.days')}
        defaultValue="90"
        options={days.map(count => ({ value: String(count), label: say('tokens.days.count', { count }) }))}
      />
      <Buttons>
        <Button kind="primary" type="submit" busy={make.isPending} locked={chosen.length === 0 ? say('tokens.none') : null}>
          {say('tokens.make')}
        </Button>
        <Button onPress={onClose}>{say('cancel')}</Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore
