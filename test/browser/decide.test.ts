import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../../src/cli/demo/people.ts'
import { row, sql } from '../../src/store/sql.ts'
import { openConsole, settled, type Console } from './console.ts'

let console: Console
beforeAll(async () => void (console = await openConsole()), 120_000)
afterAll(() => console.close())

const pool = () => console.store.pool
const cedar = '/d/cedar-valley/settings/rostering'
const harbor = '/d/harbor-point/settings/rostering'

async function heldPlan(key: string): Promise<string> {
  const found = await row<{ plan: string }>(
    pool(),
    sql`select plan from plans p join districts d on d.district_id = p.district_id where d.key = ${key} and p.status = 'held'
      order by p.created_at desc limit 1`,
  )
  return found?.plan ?? 'none'
}

async function approvals(plan: string): Promise<number> {
  const found = await row<{ count: number }>(pool(), sql`select count(*)::int as count from approvals where plan = ${plan}`) // prettier-ignore
  return found?.count ?? -1
}

/** Of six students in ten of Harbor Point the next drop says nothing. */
async function loseStudents(): Promise<void> {
  const found = await row<{ path: string }>(
    pool(),
    sql`select c.settings->>'path' as path from connections c join districts d on d.district_id = c.district_id where d.key = 'harbor-point'`,
  )
  const file = join(found?.path ?? '', 'users.csv')
  const [head = '', ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const kept = lines.filter((line, at) => at % 10 > 5 || !/student/i.test(line))
  await writeFile(file, [head, ...kept].join('\n'))
}

async function choose(page: Page, choice: string, comment: string): Promise<void> {
  await page.getByRole('radio', { name: choice }).press('Space')
  await page.getByRole('textbox', { name: /^Comment/ }).fill(comment)
}

test('a hold chooses nothing beforehand; without a network nothing is lost, and of two who decide the second is told', async () => {
  const plan = await heldPlan('cedar-valley')
  const owner = await console.open('owner of Cedar Valley')
  const manager = await console.open('manager of Cedar Valley')
  for (const { page } of [owner, manager]) {
    await page.goto(`${cedar}/hold/${plan}`)
    await settled(page)
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
  }
  await choose(owner.page, 'Apply additions only', 'The schedule comes back tonight.')
  await choose(manager.page, 'Discard', 'Never mind.')
  await owner.context.setOffline(true)
  await owner.page.getByRole('button', { name: /^Apply \d/ }).press('Enter')
  await owner.page.getByRole('alert').getByText('nothing you typed is lost').first().waitFor()
  expect(await approvals(plan)).toBe(0)
  await owner.context.setOffline(false)
  expect(await owner.page.getByRole('textbox', { name: /^Comment/ }).inputValue()).toBe('The schedule comes back tonight.') // prettier-ignore
  await owner.page.getByRole('button', { name: /^Apply \d/ }).press('Enter')
  await owner.page.getByText('The plan runs in a moment.').first().waitFor()
  expect(await approvals(plan)).toBe(1)
  // Their page hears of it by itself: what was chosen there can no longer be sent.
  await manager.page.getByText('Grace Foster').first().waitFor()
  expect(await manager.page.getByRole('button', { name: 'Discard this plan' }).count()).toBe(0)
  await expect.poll(async () => (await row<{ status: string }>(pool(), sql`select status from plans where plan = ${plan}`))?.status, { timeout: 20_000 }).toBe('applied') // prettier-ignore
  await owner.page.goto(`${cedar}/hold/${plan}`)
  await owner.page.getByText('Grace Foster').first().waitFor()
  await owner.context.close()
  await manager.context.close()
}, 90_000)

test('a run is rolled back after it has shown what that puts back', async () => {
  const { page, context, troubles } = await console.open('owner of Golden Plains')
  await page.goto('/d/golden-plains/settings/rostering/jobs/7')
  await settled(page)
  await page.getByRole('button', { name: 'Roll back this run' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Roll back run 7?' })
  await dialog.getByRole('table').waitFor()
  // The safe answer has the focus: one Enter too many changes nothing.
  await expect.poll(() => dialog.locator('button:focus').textContent()).toBe('Cancel')
  await dialog.getByRole('button', { name: /^Roll back \(/ }).click()
  await page.getByRole('button', { name: 'Roll back this run' }).and(page.locator('[aria-disabled]')).waitFor({ timeout: 20_000 }) // prettier-ignore
  const undone = await row<{ by: number }>(
    pool(),
    sql`select r.undone_by as by from runs r join districts d on d.district_id = r.district_id where d.key = 'golden-plains' and r.run = 7`,
  )
  expect(undone?.by).toBe(8)
  expect(troubles).toEqual([])
  await context.close()
}, 60_000)

test('above a quarter of the students the number is typed, and a second person approves the same', async () => {
  await loseStudents()
  const owner = await console.open('owner of Harbor Point')
  await owner.page.goto(harbor)
  await owner.page.getByRole('button', { name: 'Sync now' }).first().click()
  await owner.page.getByRole('link', { name: 'Review hold' }).waitFor({ timeout: 30_000 })
  await owner.page.getByRole('link', { name: 'Review hold' }).first().click()
  await owner.page.waitForURL(/\/hold\//)
  const plan = await heldPlan('harbor-point')
  await choose(owner.page, 'Approve this plan once', 'Those students moved to the new district.')
  const number = owner.page.getByRole('textbox', { name: /Type [\d,]+ to confirm/ })
  const asked = (await owner.page.getByText(/Type [\d,]+ to confirm/).first().textContent()) ?? '' // prettier-ignore
  await number.fill('1')
  await owner.page.getByRole('button', { name: /^Run this plan/ }).click()
  await owner.page.getByRole('alert').first().waitFor()
  expect(await approvals(plan)).toBe(0)
  const typed = /Type ([\d,]+) to confirm/.exec(asked)?.[1] ?? ''
  await number.fill(typed)
  await owner.page.getByRole('button', { name: /^Run this plan/ }).click()
  await owner.page.getByText('Your approval is noted.').first().waitFor()
  expect(await approvals(plan)).toBe(1)
  const manager = await console.open('manager of Harbor Point')
  await manager.page.goto(`${harbor}/hold/${plan}`)
  await settled(manager.page)
  // What the first one chose is chosen: only the same counts.
  expect(await manager.page.getByRole('radio', { name: 'Approve this plan once' }).isChecked()).toBe(true)
  await manager.page.getByRole('textbox', { name: /^Comment/ }).fill('Seen, and right.')
  await manager.page.getByRole('textbox', { name: /Type [\d,]+ to confirm/ }).fill(typed)
  await manager.page.getByRole('button', { name: /^Run this plan/ }).click()
  await manager.page.getByText('The plan runs in a moment.').first().waitFor()
  await expect.poll(async () => (await row<{ status: string }>(pool(), sql`select status from plans where plan = ${plan}`))?.status, { timeout: 30_000 }).toBe('applied') // prettier-ignore
  await owner.context.close()
  await manager.context.close()
}, 120_000)

test('a session that ends leads to the sign-in and back to the same page, tab and filter', async () => {
  const { page, context } = await console.open('owner of Cedar Valley')
  await page.goto(`${cedar}/jobs/2?tab=changes&op=added`)
  await settled(page)
  await context.clearCookies()
  await page.reload()
  await page.getByRole('textbox', { name: 'Work email' }).fill('grace.foster@cedar-valley.example')
  await page.getByRole('textbox', { name: 'Password' }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(url => url.pathname.endsWith('/jobs/2'))
  expect([...new URL(page.url()).searchParams.entries()]).toContainEqual(['op', 'added'])
  await context.close()
})
