import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from './demonstration'
import { measure } from './measure'
import { button, seen, tap } from './touch'

const town = await demonstration()

interface Mine {
  bookings: { id: string; start: string; state: string; forWhom: string; own: boolean; service: { id: string } }[]
}
async function bookings(person: string): Promise<Mine['bookings']> {
  return ((await town.invoke(person, 'booking.mine', {})) as Mine).bookings
}

/** A person in care mode at home, who taps and never types; answers how to tap, and how often they did. */
async function inCare(person: string): Promise<{ page: Page; touch: (name: string | RegExp) => Promise<void>; taps: () => number }> {
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
  assert.deepEqual(await measure(page, { target: 60, text: 18 }), {
    violations: [],
    smallTargets: [],
    smallTexts: [],
    closeLines: [],
    cutOff: [],
  })
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
  await tap(page, /^打电话问问/)
  await seen(page, /0760-/).waitFor()
})

// Last: from here on the cloud is ahead of the phones.
test('help during a visit is called with two taps in different places, never with one', async () => {
  const visit = (await bookings('elder-1')).find(({ state, service }) => state === 'assigned' && service.id === 'cleaning')
  assert.ok(visit)
  await town.sleep(Date.parse(visit.start) - Date.now() + 5 * 60_000)
  const people = await town.people()
  const { worker, version } = (await town.invoke('elder-1', 'booking.get', { booking: visit.id })) as { worker: string; version: number }
  const carer = people.find(({ name, role }) => role === 'worker' && name === worker)
  assert.ok(carer)
  await town.invoke(carer.openid, 'booking.checkIn', { booking: visit.id, version })

  const elder = await town.phone('elder-1', `packages/booking/booking/booking?id=${visit.id}`)
  await tap(elder, '要人帮忙')
  await button(elder, /120 急救/).waitFor()
  assert.ok(await button(elder, '先点上面出了什么事').isDisabled())
  await tap(elder, '摔倒了')
  await tap(elder, '马上叫人来')
  await seen(elder, '已经叫人了').waitFor()
  await button(elder, /打 1\d\d$/).waitFor()
  await tap(elder, '关上')
  await seen(elder, '叫过人来帮忙').waitFor()
  const { alarmCase } = (await town.invoke('elder-1', 'booking.get', { booking: visit.id })) as { alarmCase?: string }
  assert.ok(alarmCase, 'a case was made of it')
})
