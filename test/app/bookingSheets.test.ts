import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from './demonstration'
import { measure, modes, sound } from './measure'
import { button, seen, tap } from './touch'

const town = await demonstration()

interface Row {
  id: string
  state: string
  kind: string
  series?: string
}
async function bookingOf(person: string, wanted: (row: Row) => boolean): Promise<string> {
  const { bookings } = (await town.invoke(person, 'booking.mine', {})) as { bookings: Row[] }
  const found = bookings.find(wanted)
  assert.ok(found)
  return found.id
}

/** A sheet has come up all the way. */
async function risen(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.sheet')].some(
      (sheet) => sheet.checkVisibility() && Math.abs(sheet.getBoundingClientRect().bottom - innerHeight) < 1,
    ),
  )
}

/** The first time that can be had: in care mode the days are a list that opens. */
async function choose(page: Page, careMode: boolean): Promise<void> {
  if (careMode) {
    await tap(page, /换个时间|看看别的日子/)
    await button(page, /个时间可以约/).click()
  }
  await page
    .getByRole('radiogroup', { name: /的时间$|选个时间/ })
    .getByRole('radio', { disabled: false })
    .first()
    .click()
}

for (const [mode, { careMode, least }] of Object.entries(modes)) {
  test(`what opens on the pages of a booking can be read, reached and used in ${mode} mode`, async () => {
    const visit = await bookingOf('elder-1', ({ state, kind }) => state === 'assigned' && kind === 'visit')
    const bookingPage = (id: string) => `packages/booking/booking/booking?id=${id}`
    const once = await bookingOf('elder-1', ({ state, series }) => state === 'done' && !series)
    const service = (id: string) => `packages/booking/service/service?id=${id}`
    const opened: [name: string, person: string, path: string, open: (page: Page) => Promise<void>][] = [
      ['cancel', 'elder-1', bookingPage(visit), async (page) => (await tap(page, '来不了，取消预约'), risen(page))],
      ['repeat', 'elder-1', bookingPage(once), async (page) => (await tap(page, '以后也这样来'), risen(page))],
      ['why', 'elder-1', bookingPage(visit), async (page) => tap(page, /^为什么是/)],
      ['wish', 'elder-1', service('cleaning'), async (page) => (await tap(page, /想要谁来/), seen(page, '男的还是女的').waitFor())],
      ['times', 'elder-1', service('company'), async (page) => choose(page, careMode)],
      ['lessons', 'resident-1', service('smartphone'), async (page) => tap(page, '每次讲什么')],
      [
        'confirm',
        'resident-1',
        service('smartphone'),
        async (page) => {
          await page
            .getByRole('radio')
            .filter({ hasText: /还剩|只剩/ })
            .first()
            .click()
          await tap(page, '报这个班')
          await risen(page)
        },
      ],
      [
        'conflict',
        'resident-1',
        service('legal-advice'),
        async (page) => {
          await page.getByRole('radio', { name: '有关，选一下是哪个村' }).click()
          await page.getByRole('radio', { name: '古四村' }).click()
          await seen(page, /也是这个村的法律顾问/).waitFor()
        },
      ],
    ]
    for (const [name, person, path, open] of opened) {
      await town.invoke(person, 'person.update', { careMode })
      const page = await town.phone(person, path)
      await page
        .locator(careMode ? '.root.care' : '.root:not(.care)')
        .first()
        .waitFor()
      await page.waitForLoadState('networkidle')
      await open(page)
      assert.deepEqual({ name, ...(await measure(page, least)) }, { name, ...sound })
      await page.context().close()
    }
    assert.equal(town.complaints.join('\n'), '')
  })
}
