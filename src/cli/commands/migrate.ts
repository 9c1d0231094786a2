import { connectStore, openStore } from '../../store/open.ts'
import { knownMigrations, schemaVersion } from '../../store/migrate.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  verb: 'migrate',
  usage: ['migrate'],
  summary: 'bring the database up to this release; every verb does so by itself',
  options: {},
  args: [0, 0],
  async run(call) {
    const seen = await connectStore(call.where)
    const before = await schemaVersion(seen.pool).finally(() => seen.close())
    const store = await openStore(call.where)
    const schema = await schemaVersion(store.pool).finally(() => store.close())
    const applied = (await knownMigrations()).slice(before, schema).map(({ name }) => name)
    call.out.result({ schema, applied }, () => {
      for (const name of applied) call.out.line(`Applied ${name}`)
      call.out.line(`The database is at schema ${schema}${applied.length === 0 ? ' already' : ''}`)
    })
    return 0
  },
}
