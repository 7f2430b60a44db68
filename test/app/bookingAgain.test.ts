import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startDemonstration } from './demonstration'
import type { Demonstration } from './demonstration'
import { measure, modes } from './measure'
import { button, chooseLastTime, seen, tap } from './touch'

let town: Demonstration
before(async () => {
  town = await startDemonstration()
})
after(() => town.close())

interface Row {
  id: string
  version: number
  start: string
  state: string
  kind: string
  forWhom: string
  service: { id: string }
}
async function bookings(person: string, ahead = false): Promise<Row[]> {
  return ((await town.invoke(person, 'booking.mine', { ahead })) as { bookings: Row[] }).bookings
}
/** A visit, so many days ahead at the earliest. */
async function bookVisit(person: string, service: string, days: number, forWhom?: string): Promise<Row> {
  const about = forWhom === undefined ? {} : { forWhom }
  const { windows, price } = (await town.invoke(person, 'booking.service', { service, ...about })) as {
    windows: { start: string; free: number; clash: boolean }[]
    price: { yuan: number }
  }
  const from = new Date(Date.now() + days * 86_400_000).toISOString()
  const found = windows.find(({ start, free, clash }) => start > from && free > 1 && !clash)
  assert.ok(found, 'somebody can come')
  return (await town.invoke(person, 'booking.book', { kind: 'visit', service, start: found.start, yuan: price.yuan, ...about })) as Row
}
async function allowed(page: Page, then: string | RegExp): Promise<void> {
  const allow = button(page, '允许')
  await Promise.race([allow.waitFor(), seen(page, then).waitFor()])
  if (await allow.isVisible()) await allow.click()
  await seen(page, then).waitFor()
}

test('the daughter moves her mother’s visit as her mother’s, and one called off is booked again for her mother', async () => {
  const { iMayBookFor } = (await town.invoke('family-1', 'person.family', {})) as { iMayBookFor: { id: string; name: string }[] }
  const mother = iMayBookFor.find(({ name }) => name === '陈玉兰')
  assert.ok(mother)
  const visit = await bookVisit('family-1', 'company', 5, mother.id)
  const phone = await town.phone('family-1', `packages/booking/booking/booking?id=${visit.id}`)
  await tap(phone, '换个时间')
  await chooseLastTime(phone)
  await tap(phone, '换到这个时间')
  await seen(phone, '请看一遍，对就换').waitFor()
  await seen(phone, '陈玉兰').waitFor()
  await tap(phone, '就这样换')
  await allowed(phone, '换好了')
  const moved = (await bookings('elder-1')).find(({ id }) => id === visit.id)
  assert.ok(moved && moved.start !== visit.start)

  await tap(phone, '来不了，取消预约')
  await tap(phone, '确定取消')
  await tap(phone, '还是要，约回这个时间')
  assert.equal(await phone.getByRole('radio', { name: '陈玉兰' }).getAttribute('aria-checked'), 'true')
  await tap(phone, '约这个时间')
  await seen(phone, '给谁').waitFor()
  await tap(phone, '就这样约')
  await allowed(phone, '已经约下了')
  const again = (await bookings('elder-1', true)).find(({ start, service }) => start === moved.start && service.id === 'company')
  assert.equal(again?.forWhom, '陈玉兰')
  assert.equal(town.complaints.join('\n'), '')
})

test('an elder in care mode who called off by mistake has the same time again with two taps', async () => {
  await town.invoke('elder-1', 'person.update', { careMode: true })
  const visit = await bookVisit('elder-1', 'repair', 6)
  const phone = await town.phone('elder-1', `packages/booking/booking/booking?id=${visit.id}`)
  await phone.locator('.root.care').first().waitFor()
  await tap(phone, '来不了，取消预约')
  await tap(phone, '确定取消')
  await tap(phone, '还是要，约回这个时间')
  await seen(phone, '您选的时间').waitFor()
  await tap(phone, '就这样约')
  await allowed(phone, '已经约下了')
  assert.ok((await bookings('elder-1', true)).some(({ start, service }) => start === visit.start && service.id === 'repair'))
  assert.equal(town.complaints.join('\n'), '')
})

test('what is booked is listed nearest first, on the home page with how many more', async () => {
  const ahead = (await bookings('elder-1', true)).map(({ start }) => start)
  assert.ok(ahead.length > 1)
  assert.deepEqual(ahead, [...ahead].sort())
  await town.invoke('elder-1', 'person.update', { careMode: true })
  const phone = await town.phone('elder-1')
  await tap(phone, new RegExp(`后面还有 ${ahead.length - 1} 个`))
  await seen(phone, '别的').waitFor()
  assert.equal(await phone.getByRole('tab', { name: '约的服务' }).getAttribute('aria-selected'), 'true')
  assert.equal(town.complaints.join('\n'), '')
})

test('a talk by phone shows no room to go to; messages name times as people say them', async () => {
  const { advisers } = (await town.invoke('resident-3', 'booking.service', { service: 'legal-advice' })) as {
    advisers: { place?: string; channels: string[]; hours: { id: string; taken?: boolean; obstacle?: string }[] }[]
  }
  const free = advisers
    .filter(({ place, channels }) => place && channels.includes('phone'))
    .flatMap(({ place, hours }) => hours.map((hour) => ({ ...hour, place })))
    .find(({ taken, obstacle }) => !taken && !obstacle)
  assert.ok(free?.place)
  const input = { kind: 'appointment', service: 'legal-advice', session: free.id, channel: 'phone', yuan: 0 }
  const { id } = (await town.invoke('resident-3', 'booking.book', input)) as Row
  const phone = await town.phone('resident-3', `packages/booking/booking/booking?id=${id}`)
  await seen(phone, '打电话谈').waitFor()
  assert.equal(await phone.getByText(free.place, { exact: true }).count(), 0)
  const messages = await town.phone('elder-1', 'pages/messages/messages')
  await seen(messages, /\d+月\d+日下午 2 点上门/).waitFor()
  assert.equal(await messages.getByText(/日\d\d:\d\d/).count(), 0)
  assert.equal(town.complaints.join('\n'), '')
})

test('when nobody can come the elder has somebody to call, and the organisation reads until when to answer', async () => {
  const visit = await bookVisit('elder-1', 'bathing', 8)
  const people = (await (await fetch(`${town.url}/people`)).json()) as { openid: string; role: string }[]
  const organisations = people.filter(({ role }) => role === 'organisation').map(({ openid }) => openid)
  const asked = async (): Promise<{ openid: string; version: number } | undefined> => {
    for (const openid of organisations) {
      const { bookings: found } = (await town.invoke(openid, 'booking.board', { tab: 'requested' })) as { bookings: Row[] }
      const one = found.find(({ id }) => id === visit.id)
      if (one) return { openid, version: one.version }
    }
    return undefined
  }
  const first = await asked()
  assert.ok(first)
  const board = await town.phone(first.openid, 'packages/work/board/board')
  await seen(board, '等您答复').waitFor()
  await seen(board, /^请在.*前答复$/).waitFor()
  for (let one: typeof first | undefined = first; one; one = await asked()) {
    await town.invoke(one.openid, 'booking.decline', { booking: visit.id, version: one.version, reason: '那时没有人手' })
  }
  const elder = await town.phone('elder-1', `packages/booking/booking/booking?id=${visit.id}`)
  await seen(elder, '没有约成').waitFor()
  await tap(elder, /打电话给网格员/)
  await seen(elder, /呼叫 \d/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('with WeChat’s largest letters nothing runs out of the page', async () => {
  await town.invoke('elder-1', 'person.update', { careMode: true })
  const [next] = await bookings('elder-1', true)
  const paths = [
    'pages/home/home',
    'pages/matters/matters',
    'packages/booking/services/services',
    `packages/booking/booking/booking?id=${next?.id}`,
  ]
  for (const path of paths) {
    const phone = await town.phone('elder-1', path)
    await phone.locator('.root.care').first().waitFor()
    await Promise.all([phone.waitForEvent('load'), phone.evaluate(() => window.shanlinDevice?.setFontSize(4))])
    await phone.locator('.root.care[style*="1.4"]').first().waitFor()
    await phone.locator('.sl-page:not([hidden])').getByRole('button').first().waitFor()
    await phone.waitForLoadState('networkidle')
    const { cutOff, smallTargets } = await measure(phone, modes.care.least)
    assert.deepEqual({ path, cutOff, smallTargets }, { path, cutOff: [], smallTargets: [] })
    await phone.context().close()
  }
})
