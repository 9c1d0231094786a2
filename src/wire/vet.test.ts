import { expect, test } from 'vitest'
import { refusal, refusedUrl } from './vet.ts'

/** Hosts that lead inside, however they are written (RFC 6890 and the IANA special-purpose registries). */
const inside = [
  '10.1.2.3', '127.0.0.1', '127.8.8.8', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '0.0.0.0',
  '198.18.0.1', '224.0.0.1', '255.255.255.255', '2130706433', '0x7f000001', '017700000001', '127.1', '0x7f.1',
  '[::]', '[::1]', '[::ffff:10.0.0.1]', '[::ffff:a00:1]', '[::10.0.0.1]', '[64:ff9b::10.0.0.1]', '[64:ff9b:1::1]', '[2002:a00:1::]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]', '[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd12:3456::1]', '[ff02::1]', '[2001:db8::1]',
  'localhost', 'LOCALHOST', 'localhost.', 'sis.localhost', '①②⑦.⓪.⓪.①',
] // prettier-ignore

test.each(inside)('https://%s/ is refused', host => {
  expect(refusedUrl(new URL(`https://${host}/ims/oneroster/v1p1`), false)).not.toBeNull()
})

test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.255.255', '[2606:4700::1111]', 'sis.example.org'])(
  'https://%s/ may be called',
  host => expect(refusedUrl(new URL(`https://${host}/`), false)).toBeNull(),
)

test.each([
  ['http://sis.example.org/', 'it is not https'],
  ['ftp://sis.example.org/', 'it is not https'],
  ['file:///etc/passwd', 'it is not https'],
  ['gopher://sis.example.org:70/', 'it is not https'],
  ['https://user@sis.example.org/', 'it carries a user name or a password'],
  ['https://:secret@sis.example.org/', 'it carries a user name or a password'],
  ['https://sis.example.org:22/', 'port 22 is none of those that rosters are served on'],
  ['https://sis.example.org:5432/', 'port 5432 is none of those that rosters are served on'],
])('%s is refused: %s', (url, why) => {
  expect(refusedUrl(new URL(url), false)).toBe(why)
})

test('only this machine itself opens up to a demo, and not what lies beside it', () => {
  for (const url of [
    'http://127.0.0.1:4000/',
    'http://localhost:1/',
    'http://[::1]:8080/',
    'https://127.0.0.1/',
  ])
    expect(refusedUrl(new URL(url), true)).toBeNull()
  for (const url of [
    'http://10.0.0.1/',
    'https://192.168.0.1/',
    'https://169.254.169.254/',
    'http://sis.example.org/',
  ])
    expect(refusedUrl(new URL(url), true)).not.toBeNull()
})

test('what a name turns out to be is vetted too', () => {
  expect(refusal('10.0.0.7', true)).toBe('it leads into a private or reserved network')
  expect(refusal('127.0.0.1', false)).toBe('it leads to this machine itself')
  expect(refusal('fe80::1%eth0', false)).toBe('it leads into a private or reserved network')
  expect(refusal('93.184.216.34', false)).toBeNull()
})
