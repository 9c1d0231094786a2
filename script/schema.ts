import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../src/store/open.ts'
import { describeSchema, schemaFile } from '../src/store/schema.ts'

// `npm run schema` writes db/schema.sql from a freshly migrated database; `-- --check` only compares.
const data = await mkdtemp(join(tmpdir(), 'rollbook-schema-'))
try {
  const store = await openStore({ data, url: null })
  const schema = await describeSchema(store.pool).finally(store.close)
  if (!process.argv.includes('--check')) await writeFile(schemaFile(), schema)
  else if ((await readFile(schemaFile(), 'utf8').catch(() => '')) !== schema) {
    process.stderr.write(
      'db/schema.sql is not what the migrations come to. Run `npm run schema` and commit the result\n',
    )
    process.exitCode = 1
  }
} finally {
  await rm(data, { recursive: true, force: true })
}
