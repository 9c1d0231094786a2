import { afterAll, beforeAll, expect, test } from 'vitest'
import { row, sql } from '../../src/store/sql.ts'
import { read } from '../support/tree.ts'
import { addElmFork, barriers, openConsole, settled, type Console } from './console.ts'

/** Every page of the console, and who opens it there. A page without a line here fails. */
type Look = {
  readonly who: string | null
  readonly at: string
  /** It asks a provider with which nothing is agreed here, and says so. */
  readonly refused?: true
}
const owner = 'owner of Cedar Valley'
const district = '/d/cedar-valley/settings'
const screens: Readonly<Record<string, readonly Look[]>> = {
  '/': [{ who: null, at: '/' }],
  '/sign-in': [{ who: null, at: '/sign-in' }],
  '/not-ready': [
    { who: null, at: '/not-ready?code=not_shared&ref=ACDEF3' },
    { who: null, at: '/not-ready?code=suspended&ref=ACDEF3&as=student' },
  ],
  '/welcome': [{ who: null, at: '/welcome' }],
  '/reset': [{ who: null, at: '/reset' }],
  '/setup-link': [{ who: null, at: '/setup-link' }],
  '/d/$district/settings': [{ who: owner, at: district }],
  '/d/$district/settings/rostering': [
    { who: owner, at: `${district}/rostering` },
    { who: 'viewer of Cedar Valley', at: `${district}/rostering` },
    { who: 'the vendor’s support', at: `${district}/rostering` },
    { who: 'owner of Harbor Point', at: '/d/harbor-point/settings/rostering' },
    { who: 'owner of Golden Plains', at: '/d/golden-plains/settings/rostering' },
  ],
  '/d/$district/settings/rostering/jobs': [{ who: owner, at: `${district}/rostering/jobs` }],
  '/d/$district/settings/rostering/jobs/$run': [
    { who: owner, at: `${district}/rostering/jobs/2` },
    { who: 'owner of Golden Plains', at: '/d/golden-plains/settings/rostering/jobs/7' },
    { who: 'owner of Harbor Point', at: '/d/harbor-point/settings/rostering/jobs/4' },
  ],
  '/d/$district/settings/rostering/hold/$plan': [{ who: owner, at: `${district}/rostering/hold/$plan` }],
  '/d/$district/settings/rostering/settings': [
    { who: owner, at: `${district}/rostering/settings` },
    { who: 'helpdesk of Cedar Valley', at: `${district}/rostering/settings` },
  ],
  '/d/$district/settings/rostering/issues': [
    { who: owner, at: `${district}/rostering/issues` },
    { who: owner, at: `${district}/rostering/issues?rule=class_without_teacher` },
    { who: 'viewer of Cedar Valley', at: `${district}/rostering/issues` },
  ],
  '/d/$district/settings/rostering/rollover': [
    { who: owner, at: `${district}/rostering/rollover` },
    { who: 'viewer of Cedar Valley', at: `${district}/rostering/rollover` },
    { who: 'owner of Golden Plains', at: '/d/golden-plains/settings/rostering/rollover' },
  ],
  '/d/$district/settings/rostering/setup': [
    { who: owner, at: `${district}/rostering/setup` },
    { who: 'owner of Elm Fork', at: '/d/elm-fork/settings/rostering/setup' },
    { who: 'owner of Elm Fork', at: '/d/elm-fork/settings/rostering' },
  ],
  '/d/$district/settings/single-sign-on': [{ who: owner, at: `${district}/single-sign-on` }],
  '/d/$district/settings/single-sign-on/$id': [
    { who: owner, at: `${district}/single-sign-on/$person` },
    { who: owner, at: '/d/cedar-valley/people?open=users:$person&tab=signIn' },
  ],
  '/d/$district/settings/general': [
    { who: owner, at: `${district}/general` },
    { who: 'helpdesk of Cedar Valley', at: `${district}/general` },
  ],
  '/d/$district/people': [
    { who: owner, at: '/d/cedar-valley/people?q=adams' },
    { who: owner, at: '/d/cedar-valley/people?open=users:$person' },
    { who: owner, at: '/d/cedar-valley/people?open=users:$person&tab=values' },
    { who: owner, at: '/d/cedar-valley/people?open=users:$person&tab=history' },
    { who: owner, at: '/d/cedar-valley/people?q=0042&open=asked:0042' },
    { who: 'viewer of Cedar Valley', at: '/d/cedar-valley/people?facet=schools' },
  ],
  '/d/$district/people/new': [{ who: owner, at: '/d/cedar-valley/people/new' }],
  '/d/$district/people/$id/edit': [{ who: owner, at: '/d/cedar-valley/people/$person/edit' }],
  '/fleet': [{ who: 'the vendor’s support', at: '/fleet' }],
  '/fleet/holds': [{ who: 'the vendor’s support', at: '/fleet/holds' }],
  '/fleet/requests': [{ who: 'the vendor’s support', at: '/fleet/requests?closed=true' }],
  '/fleet/links': [{ who: 'the vendor’s support', at: '/fleet/links?over=true' }],
  '/fleet/clever': [{ who: 'the vendor’s support', at: '/fleet/clever', refused: true }],
  '/fleet/feedback': [{ who: 'the vendor’s support', at: '/fleet/feedback' }],
  '/d/$district/settings/activity': [{ who: owner, at: `${district}/activity` }],
  '/d/$district/settings/team': [{ who: owner, at: `${district}/team` }],
  '/my/classes': [
    { who: 'teacher of Harbor Point', at: '/my/classes' },
    { who: 'student of Harbor Point', at: '/my/classes' },
  ],
  '/my/classes/$id': [{ who: 'teacher of Harbor Point', at: '/my/classes/$id' }],
  '/help': [{ who: owner, at: '/help' }],
  '/help/$guide': [{ who: owner, at: '/help/holds' }],
}
const widths = [320, 768, 1280]
const paths = [...read('web/src/pages.ts').text.matchAll(/\{ path: '([^']+)'/g)].map(([, path = '']) => path)

let console: Console
let held = ''
let person = ''
beforeAll(async () => {
  console = await openConsole()
  await addElmFork(console.store)
  const found = await row<{ plan: string }>(
    console.store.pool,
    sql`select plan from plans p join districts d on d.district_id = p.district_id
      where d.key = 'cedar-valley' and p.status = 'held'`,
  )
  held = found?.plan ?? ''
  const somebody = await row<{ id: string }>(
    console.store.pool,
    sql`select id from users u join districts d on d.district_id = u.district_id
      where d.key = 'cedar-valley' and u.removed_at is null order by sourced_id limit 1`,
  )
  person = somebody?.id ?? ''
}, 300_000)
afterAll(() => console.close())

test('every page of the console is looked at', () => {
  expect(paths.filter(path => screens[path] === undefined)).toEqual([])
})

/** Light at every width and dark at one, since colours know no width; then Spanish, and a language of words two fifths longer where there is least space. */
const views = [
  { colorScheme: 'light', locale: null, widths },
  { colorScheme: 'dark', locale: null, widths: [1280] },
  { colorScheme: 'light', locale: 'es-US', widths: [1280] },
  { colorScheme: 'light', locale: 'pseudo', widths: [320] },
] as const

for (const [path, looks] of Object.entries(screens))
  test(`no barrier, no error and no sideways scrolling at ${path}`, async () => {
    const found: string[] = []
    for (const { who, at, refused = who === null } of looks)
      for (const { colorScheme, locale, widths } of views) {
        const { page, context, troubles } = await console.open(who, { colorScheme })
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 })
          await page.goto(speaking(await placed(at, page), locale))
          await settled(page)
          const here = `${who ?? 'nobody'} at ${at}, ${width} px, ${colorScheme}, ${locale ?? 'English'}`
          for (const barrier of await barriers(page)) found.push(`${here}: ${barrier}`)
          const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
          if (over > 0) found.push(`${here}: scrolls sideways by ${over} px`)
        }
        // Whoever is signed out, or has no link, is told so by a refusal, and Chromium calls each of those an error.
        found.push(...troubles.filter(trouble => !refused || !trouble.includes('Failed to load resource')))
        await context.close()
      }
    expect([...new Set(found)]).toEqual([])
  }, 300_000) // prettier-ignore

function speaking(at: string, locale: string | null): string {
  if (locale === null) return at
  return `${at}${at.includes('?') ? '&' : '?'}locale=${locale}`
}

async function placed(at: string, page: Parameters<typeof settled>[0]): Promise<string> {
  if (!at.includes('$id')) return at.replace('$plan', held).replace('$person', person)
  await page.goto('/my/classes')
  await settled(page)
  return (await page.getByRole('main').getByRole('link').first().getAttribute('href')) ?? at
}
