import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startDemonstration } from './demonstration'
import type { Demonstration } from './demonstration'
import { button, seen, tap } from './touch'

let town: Demonstration
before(async () => {
  town = await startDemonstration()
})
after(() => town.close())

interface Mine {
  bookings: { id: string; start: string; state: string; forWhom: string; own: boolean; service: { id: string } }[]
}
async function bookings(person: string): Promise<Mine['bookings']> {
  return ((await town.invoke(person, 'booking.mine', {})) as Mine).bookings
}

/** A person in care mode at home, who taps and never types; answers how to tap, and how often they did. */
async function inCare(person: string): Promise<{ page: Page; touch(name: string | RegExp): Promise<void>; taps(): number }> {
  await town.invoke(person, 'person.update', { careMode: true })
  const page = await town.phone(person)
  await page.locator('.root.care').first().waitFor()
  let count = 0
  return {
    page,
    async touch(name) {
      await tap(page, name)
      count++
    },
    taps: () => count,
  }
}

test('an elder in care mode books the same as last time in three taps, without typing, WeChat’s own question included', async () => {
  const before = await bookings('elder-1')
  const { page, touch, taps } = await inCare('elder-1')
  await touch(/^约服务/)
  await seen(page, /上次/).waitFor()
  await touch('就这样约')
  await touch('允许')
  await seen(page, /已经约下了|约好了/).waitFor()
  assert.ok(taps() <= 4, `${taps()} taps`)
  const made = (await bookings('elder-1')).filter(({ id }) => !before.some((old) => old.id === id))
  assert.deepEqual(
    made.map(({ state, own }) => ({ state, own })),
    [{ state: 'requested', own: true }],
  )
  assert.equal(town.complaints.join('\n'), '')
})

test('another service is booked in four taps', async () => {
  const before = await bookings('elder-1')
  const { page, touch, taps } = await inCare('elder-1')
  await touch(/^约服务/)
  await touch(/陪伴聊天.*您免费/s)
  await seen(page, '换个时间').waitFor()
  await touch('就这样约')
  // Allowed already and for good, or asked again: either way within four.
  const allow = button(page, '允许')
  await Promise.race([allow.waitFor(), seen(page, /已经约下了|约好了/).waitFor()])
  if (await allow.isVisible()) await touch('允许')
  await seen(page, /已经约下了|约好了/).waitFor()
  assert.ok(taps() <= 4, `${taps()} taps`)
  const made = (await bookings('elder-1')).filter(({ id }) => !before.some((old) => old.id === id))
  assert.deepEqual(
    made.map(({ service }) => service.id),
    ['company'],
  )
})

test('the next visit is on the home page with who comes, when, and a call', async () => {
  const { page } = await inCare('elder-1')
  await seen(page, '下一次服务').waitFor()
  await tap(page, '打电话给来的人')
  await seen(page, /0760-/).waitFor()
})
