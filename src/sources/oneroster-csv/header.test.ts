import { describe, expect, test } from 'vitest'
import { folderOf, readObjects, streamOf } from '../../../test/sources/drops.ts'
import { lincoln12, manifestOf } from '../../../test/sources/lincoln.ts'
import type { Profile } from '../source.ts'
import { openDrop } from './drop.ts'

async function open(
  header: string,
  profile: Profile = 'tolerant',
  file = 'orgs',
  version: '1.1' | '1.2' = '1.2',
) {
  const drop = await openDrop(
    await folderOf({
      [`${file}.csv`]: `${header}\n${header.replace(/[^,\n]+/g, 'x')}\n`,
      'manifest.csv': manifestOf(version, { [file]: 'bulk' }),
    }),
    { profile },
  )
  const found = drop.issues.map(({ severity, rule, field }) => `${severity} ${rule} ${field}`)
  return { drop, found }
}

const orgs = 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId'

describe('a header', () => {
  test('may have metadata columns after its own', async () => {
    expect((await open(`${orgs},metadata.edu.natural_key`, 'strict')).found).toEqual([])
  })

  test.each([
    ['its columns in any order', 'name,type,sourcedId,parentSourcedId,identifier,dateLastModified,status'],
    ['metadata columns between', orgs.replace(',name', ',metadata.x,name')],
  ])('may have %s, but not to the letter', async (_, header) => {
    const { drop, found } = await open(header)
    expect(found).toEqual([])
    expect(streamOf(drop, 'orgs').sourcedIdCell).toBe(header.split(',').indexOf('sourcedId'))
    expect((await open(header, 'strict')).found).toEqual(['error invalid_header null'])
  })

  test.each([
    ['case', orgs.replace('sourcedId', 'SourcedID'), 'sourcedId'],
    ['stray spaces', orgs.replace(',name,', ', name ,'), 'name'],
    ['underscores', orgs.replace('parentSourcedId', 'parent_sourced_id'), 'parentSourcedId'],
    ['a misspelling', orgs.replace('dateLastModified', 'dataLastModified'), 'dateLastModified'],
  ])('is understood in spite of %s, with a warning', async (_, header, field) => {
    const { drop, found } = await open(header)
    expect(found).toEqual([`warning invalid_header ${field}`])
    expect(streamOf(drop, 'orgs').cells).toEqual([3, 4, 5, 6])
    expect((await open(header, 'strict')).found).toContain(`error invalid_header ${field}`)
  })

  test.each([
    ['users', 'grade', 'grades'],
    ['users', 'userId', 'userIds'],
    ['users', 'agents', 'agentSourcedIds'],
    ['users', 'orgSourcedId', 'orgSourcedIds'],
    ['courses', 'schoolYearId', 'schoolYearSourcedId'],
    ['users', 'prefferedGivenName', 'preferredGivenName'],
    ['users', 'preferredLastName', 'preferredFamilyName'],
    ['classes', 'termSourcedId', 'termSourcedIds'],
    ['demographics', 'birthdate', 'birthDate'],
  ])('of %s may say %s for %s', async (file, alias, field) => {
    const { found } = await open(`sourcedId,${alias}`, 'tolerant', file, '1.1')
    expect(found).toContain(`warning invalid_header ${field}`)
  })

  test('takes the right name before another that means the same', async () => {
    const { drop, found } = await open('sourcedId,grade,grades', 'tolerant', 'courses')
    expect(streamOf(drop, 'courses').cells[3]).toBe(2)
    expect(found).toContain('warning invalid_header null')
  })

  test('names every required column that is missing', async () => {
    const { drop, found } = await open('sourcedId,status,name')
    expect(found).toEqual(['error missing_header type'])
    expect(streamOf(drop, 'orgs').cells).toEqual([2, -1, -1, -1])
  })

  test('must have every column to the letter', async () => {
    const { found } = await open('sourcedId,status,dateLastModified,name,type', 'strict')
    expect(found).toEqual(['error missing_header identifier', 'error missing_header parentSourcedId'])
  })

  test('without sourcedId makes the file useless', async () => {
    const { drop, found } = await open('id,name,type')
    expect(found).toContain('error missing_header sourcedId')
    expect(drop.refused).toEqual([{ kind: 'orgs', mode: 'bulk', why: 'the file has no column sourcedId' }])
    expect(drop.streams).toEqual([])
  })

  test('with letters that only look right is not understood', async () => {
    const { found } = await open(orgs.replace('name', 'nаme'))
    expect(found).toEqual(['warning invalid_header null', 'error missing_header name'])
  })

  test('may say __proto__, which is a column like any other unknown one', async () => {
    const { drop, found } = await open(`${orgs},__proto__,constructor,toString`)
    expect(found).toEqual(Array(3).fill('warning invalid_header null'))
    expect(streamOf(drop, 'orgs').cells).toEqual([3, 4, 5, 6])
  })

  test('with a name twice takes the first', async () => {
    const { drop, found } = await open(`${orgs},name`)
    expect(found).toEqual(['warning duplicate_header null'])
    expect(streamOf(drop, 'orgs').cells[0]).toBe(3)
  })

  test('with an empty name has a column less', async () => {
    expect((await open(`${orgs},`)).found).toEqual(['warning empty_header_name null'])
  })

  test('may come quoted', async () => {
    expect((await open(orgs.replace(/[^,]+/g, '"$&"'), 'strict')).found).toEqual([])
  })

  test('may be of the other version', async () => {
    const users = String(lincoln12['users.csv']).split('\n')[0] ?? ''
    expect((await open(`${users},resourceSourcedIds`, 'tolerant', 'users')).found).toEqual([])
    const { found } = await open(`${users},orgSourcedIds,role`, 'tolerant', 'users', '1.1')
    expect(found).toEqual([])
  })
})

test('columns are found wherever they stand', async () => {
  const path = await folderOf({ 'orgs.csv': 'type,name,sourcedId\nschool,Ada Park,s-12\n' })
  const drop = await openDrop(path, { profile: 'tolerant' })
  expect(await readObjects(drop, 'orgs')).toEqual([{ type: 'school', name: 'Ada Park', sourcedId: 's-12' }])
})
