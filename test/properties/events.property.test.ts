import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCleverLab, type CleverLab } from '../sources/clever-district.ts'
import { cases } from './cases.ts'

// Whatever happens to a district at Clever, and however its events come, the roster ends as a reading of everything says.

let lab: CleverLab
beforeAll(async () => {
  lab = await openCleverLab()
})
afterAll(() => lab.close())

type Step = { readonly kind: string; readonly at: number; readonly to: number }
const kinds = ['day', 'rename', 'regrade', 'leave', 'retime', 'retie', 'close', 'hide', 'hide', 'hide', 'share', 'share', 'rekey', 'away', 'replay', 'forget'] // prettier-ignore
const steps = fc.array(fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(1000), to: fc.nat(1000) }), { minLength: 3, maxLength: 7 }) // prettier-ignore

test('events lead to the roster that everything read at once gives', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async chosen => {
      await lab.sandbox.reset()
      const followed = await lab.district()
      await followed.carry()
      const cursors = [await followed.cursor()]
      for (const step of chosen) {
        await happen(step)
        if (step.kind === 'replay') await followed.turnBack(cursors[step.at % cursors.length] ?? null)
        if (step.kind === 'forget')
          await followed.turnBack(step.to % 2 === 0 ? '0000000f0000000000000000' : 'ffffffffffffffffffffffff')
        await followed.carry({ trigger: 'events' }).catch(unlessAway)
        cursors.push(await followed.cursor())
        await lab.sandbox.change('connect')
      }
      await followed.carry({ trigger: 'events' })
      const whole = await lab.district({})
      await whole.carry()
      expect(await followed.roster()).toEqual(await whole.roster())
    }),
    { ...cases(5), endOnFailure: true },
  )
}, 600_000)

function unlessAway(error: unknown): void {
  expect(error).toMatchObject({ code: 'SOURCE_NOT_SHARED' })
}

async function happen({ kind, at, to }: Step): Promise<void> {
  const { sandbox } = lab
  sandbox.now.at += 1000
  const { district } = sandbox.seat
  const pick = (sheet: 'users' | 'classes' | 'courses', place: number) => {
    const there = district.shelves[sheet].rows.filter(row => !row.gone)
    return there[place % there.length]?.id ?? ''
  }
  const put = (collection: 'users' | 'classes', column: string, value: string) =>
    sandbox.change('put', { collection, sourcedId: pick(collection, at), column, value })
  switch (kind) {
    case 'day':
      return void (await sandbox.change('day', { share: 0.03 }))
    case 'rename':
      return void (await put('users', 'familyName', `Quist ${to}`))
    case 'regrade':
      return void (await put('users', 'grades', '05'))
    case 'leave':
      return void (await sandbox.change('remove', { collection: 'users', sourcedId: pick('users', at) }))
    case 'retime':
      return void (await put('classes', 'periods', String(to % 9)))
    case 'retie':
      return void (await put('classes', 'courseSourcedId', pick('courses', to)))
    case 'close':
      return void (await sandbox.change('remove', { collection: 'classes', sourcedId: pick('classes', at) }))
    case 'hide':
      return void (await sandbox.change('share', {
        by: 'all',
        without: [pick('users', at), pick('users', to)],
      }))
    case 'share':
      return void (await sandbox.change('share', to % 2 === 0 ? { by: 'sections', sections: [pick('classes', at), pick('classes', to), pick('classes', at + 1)] } : {})) // prettier-ignore
    case 'rekey':
      return void (await sandbox.change('sis-id', { sourcedId: pick('users', at), to: `k-${district.revision}` })) // prettier-ignore
    case 'away':
      return void (await sandbox.change('disconnect'))
  }
}
