import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { button, seen, tap } from './touch'

const town = await demonstration()

interface Visit {
  bookings: { id: string; start: string; state: string }[]
}

test('an elder books home care in care mode; the organisation names a worker, who comes, writes it down, and is rated', async () => {
  const elder = await town.phone('elder-1')
  await tap(elder, /^约服务/)
  await tap(elder, /^打扫卫生|打扫卫生.*您免费/s)
  await seen(elder, '换个时间').waitFor()
  await seen(elder, /这次免费/).waitFor()
  await tap(elder, '就这样约')
  await tap(elder, '允许')
  await seen(elder, /约下了|约好了/).waitFor()

  const { bookings } = (await town.invoke('elder-1', 'booking.mine', {})) as Visit
  const booked = bookings.find(({ state }) => state === 'requested')
  assert.ok(booked, 'the visit waits for the organisation')

  const organisation = await town.phone('organisation-1')
  await seen(organisation, '预约看板').click()
  await button(organisation, /陈玉兰/).click()
  // Who is free depends on the day; the best of them stands first.
  const choice = organisation.locator('[role="radio"]:not([aria-disabled="true"])').filter({ visible: true }).first()
  await choice.click()
  const words = (await choice.innerText()).split('\n')
  await tap(organisation, /^确认/)
  await button(organisation, /^确认/).waitFor({ state: 'hidden' })

  // Half an hour before it begins the worker is on the way.
  await town.sleep(Date.parse(booked.start) - Date.now() - 30 * 60_000)
  const people = await town.people()
  const named = people.find(({ name, role }) => role === 'worker' && words.some((word) => word.includes(name)))
  assert.ok(named, words.join())
  const worker = await town.phone(named.openid)
  await seen(worker, '今天的安排').click()
  await button(worker, /陈玉兰/).click()
  const { home } = (await town.invoke(named.openid, 'booking.get', { booking: booked.id })) as { home: object }
  await worker.evaluate(
    (to) => (globalThis as unknown as { shanlinDevice: { setPosition(to: object): void } }).shanlinDevice.setPosition(to),
    home,
  )
  await tap(worker, /签到/)
  await tap(worker, '允许')
  await button(worker, /做完了/).waitFor()
  for (const line of await worker.getByRole('checkbox').filter({ visible: true }).all()) await line.click()
  await worker.getByRole('group', { name: '现成的话' }).getByRole('button').first().click()
  await tap(worker, /^做完了/)
  await tap(worker, '做好了，我同意')
  await seen(worker, '本人当场同意').waitFor()

  await elder.goto(`${town.url}/phone/elder-1`)
  await elder.getByRole('tab', { name: /我的事/ }).click()
  await elder.getByRole('tab', { name: '约的服务' }).click()
  await button(elder, /做完了.*打扫卫生/s).click()
  await elder
    .getByRole('radio', { name: /^5 颗星/ })
    .filter({ visible: true })
    .click()
  await tap(elder, '提交评价')
  await seen(elder, '您的评价').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('a resident takes an adviser’s half hour and a seat in a class', async () => {
  const resident = await town.phone('resident-1')
  await tap(resident, '法律服务')
  await tap(resident, /法律咨询/)
  await resident.getByRole('radio', { name: '没关系' }).click()
  await resident
    .getByRole('radiogroup', { name: /的时间$/ })
    .getByRole('radio', { disabled: false })
    .first()
    .click()
  await tap(resident, '约这个时间')
  await tap(resident, '就这样约')
  await tap(resident, '允许')
  await seen(resident, '约好了').waitFor()

  await resident.goto(`${town.url}/phone/resident-1`)
  await tap(resident, '社区教育服务')
  await tap(resident, /智能手机/)
  await resident
    .getByRole('radio')
    .filter({ hasText: /还剩|只剩/ })
    .first()
    .click()
  await tap(resident, '报这个班')
  await tap(resident, '就这样约')
  await tap(resident, '允许')
  await seen(resident, '约好了').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})
