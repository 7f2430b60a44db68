import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { button, field, seen, tap } from './touch'

const town = await demonstration()

interface Row {
  id: string
  start: string
  state: string
  forWhom: string
  own: boolean
  service: { id: string }
}
async function bookings(person: string): Promise<Row[]> {
  return ((await town.invoke(person, 'booking.mine', {})) as { bookings: Row[] }).bookings
}
async function madeSince(person: string, before: Row[]): Promise<Row[]> {
  return (await bookings(person)).filter(({ id }) => !before.some((old) => old.id === id))
}

test('the daughter books a visit for her mother; both see it, and who booked', async () => {
  const [mother, daughter] = [await bookings('elder-1'), await bookings('family-1')]
  const phone = await town.phone('family-1', 'packages/booking/services/services')
  await phone.getByRole('radio', { name: '陈玉兰' }).click()
  await tap(phone, /陪伴聊天.*您免费/s)
  await seen(phone, '到陈玉兰家').waitFor()
  await phone
    .getByRole('radiogroup', { name: /的时间$/ })
    .getByRole('radio', { disabled: false })
    .last()
    .click()
  await tap(phone, '约这个时间')
  await seen(phone, '给谁').waitFor()
  await tap(phone, '就这样约')
  await tap(phone, '允许')
  await seen(phone, '已经约下了').waitFor()
  await seen(phone, '替陈玉兰约的').waitFor()

  const [hers] = await madeSince('elder-1', mother)
  const [booked] = await madeSince('family-1', daughter)
  assert.ok(hers && booked)
  assert.deepEqual({ id: hers.id, own: hers.own }, { id: booked.id, own: true })
  assert.deepEqual({ forWhom: booked.forWhom, own: booked.own }, { forWhom: '陈玉兰', own: false })

  const elder = await town.phone('elder-1', `packages/booking/booking/booking?id=${hers.id}`)
  await seen(elder, '梁慧琳替您约的').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('a visit is moved to another time; the old one is left only then', async () => {
  const [visit] = (await bookings('elder-1')).filter(({ state, own }) => (state === 'requested' || state === 'assigned') && own)
  assert.ok(visit)
  await town.invoke('elder-1', 'person.update', { careMode: false })
  const elder = await town.phone('elder-1', `packages/booking/booking/booking?id=${visit.id}`)
  await tap(elder, '换个时间')
  await seen(elder, '现在约的是').waitFor()
  await tap(elder, '下个月')
  await elder
    .getByRole('radiogroup', { name: /^12月.*的时间$/ })
    .getByRole('radio', { disabled: false })
    .first()
    .click()
  await tap(elder, '换到这个时间')
  await tap(elder, '就这样换')
  const allow = button(elder, '允许')
  await Promise.race([allow.waitFor(), seen(elder, '换好了').waitFor()])
  if (await allow.isVisible()) await allow.click()
  await seen(elder, '换好了').waitFor()
  const moved = (await bookings('elder-1')).find(({ id }) => id === visit.id)
  assert.ok(moved && moved.start !== visit.start, `${visit.start} → ${moved?.start}`)
  assert.equal(town.complaints.join('\n'), '')
})

test('whose adviser also works for the village committee is offered another one', async () => {
  const before = await bookings('resident-1')
  const resident = await town.phone('resident-1', 'packages/booking/service/service?id=legal-advice')
  await tap(resident, '约这个时间')
  await seen(resident, /请先回答/).waitFor()
  await resident.getByRole('radio', { name: '有关，选一下是哪个村' }).click()
  await resident.getByRole('radio', { name: '古四村' }).click()
  await seen(resident, '跟古四村村委会有关').waitFor()
  await resident.getByRole('alert').filter({ hasText: '也是这个村的法律顾问' }).first().waitFor()
  // Times of the village's own adviser can't be chosen; another adviser's can.
  const times = resident.getByRole('radiogroup', { name: /的时间$/ })
  await times.getByRole('radio', { disabled: false }).first().click()
  await tap(resident, '约这个时间')
  await tap(resident, '就这样约')
  await tap(resident, '允许')
  await seen(resident, '约好了').waitFor()
  const [made] = await madeSince('resident-1', before)
  assert.equal(made?.service.id, 'legal-advice')
  assert.equal(made.state, 'assigned')
  assert.equal(town.complaints.join('\n'), '')
})

test('without a network nothing is lost; tried again it is one booking', async () => {
  const before = await bookings('resident-3')
  const resident = await town.phone('resident-3', 'packages/booking/service/service?id=repair')
  const network = (type: 'none' | 'wifi') =>
    resident.evaluate(
      (to) => (globalThis as unknown as { shanlinDevice: { setNetwork(type: string): void } }).shanlinDevice.setNetwork(to),
      type,
    )
  await resident
    .getByRole('radiogroup', { name: /的时间$/ })
    .getByRole('radio', { disabled: false })
    .last()
    .click()
  await (await field(resident, '想多说一句')).fill('厨房的灯不亮')
  await tap(resident, '约这个时间')
  await network('none')
  await tap(resident, '就这样约')
  await seen(resident, /现在连不上网/).waitFor()
  await network('wifi')
  await tap(resident, '再试一次')
  const allow = button(resident, '允许')
  await Promise.race([allow.waitFor(), seen(resident, '已经约下了').waitFor()])
  if (await allow.isVisible()) await allow.click()
  await seen(resident, '已经约下了').waitFor()
  const made = await madeSince('resident-3', before)
  assert.equal(made.length, 1)
  const { note } = (await town.invoke('resident-3', 'booking.get', { booking: made[0]?.id })) as { note: string }
  assert.equal(note, '厨房的灯不亮')
})
