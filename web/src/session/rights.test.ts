import { expect, test } from 'vitest'
import { rolesWith as served } from '../../../src/login/rights.ts'
import { rolesWith } from './rights.ts'

test('the console names the roles that the service lets through', () => {
  for (const [right, roles] of Object.entries(rolesWith))
    expect([right, roles]).toEqual([right, served(right as keyof typeof rolesWith)]) // Keys of the list itself.
})
