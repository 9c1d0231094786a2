import { expect, test } from 'vitest'
import { unplaced } from './unplaced.ts'

test.each([
  ['Cannot open "/srv/roll book/uploads/d-1/5.zip": there is nothing here. Give the path of the drop', 'Cannot open "5.zip": there is nothing here. Give the path of the drop'],
  ["Cannot finish run 3: Error: ENOENT: no such file or directory, open '/srv/data/base/c-1/users.tbl'", "Cannot finish run 3: Error: ENOENT: no such file or directory, open 'users.tbl'"],
  ['Cannot write /srv/data/snapshots/d-1/7: the disk is full', 'Cannot write 7: the disk is full'],
  ['Cannot open "C:\\rosters\\lincoln.zip": it is cut off', 'Cannot open "lincoln.zip": it is cut off'],
])('%s is told without where it lies', (whole, told) => {
  expect(unplaced(whole)).toBe(told)
}) // prettier-ignore

test.each([
  'Cannot reach https://sis.example/ims/oneroster: 401 after 3 tries. Reconnect it',
  'Held: 41 % of enrollments at "s-12" would end (208 of 507, limit 20 %), and/or more',
  'users.csv row 4: "n/a" is no date',
])('%s stays as it is', sentence => {
  expect(unplaced(sentence)).toBe(sentence)
})
