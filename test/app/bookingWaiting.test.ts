import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { button, chooseLastTime, field, seen, tap } from './touch'

const town = await demonstration()

interface Row {
  id: string
  version: number
  state: string
  title?: string
  service: { id: string }
}
interface Session {
  id: string
  title: string
  seats: number
  left: number
  queued: number
  mine: boolean
  obstacle?: string
}
async function bookings(person: string): Promise<Row[]> {
  return ((await town.invoke(person, 'booking.mine', {})) as { bookings: Row[] }).bookings
}
async function courses(person: string, service: string): Promise<Session[]> {
  return ((await town.invoke(person, 'booking.service', { service })) as { sessions: Session[] }).sessions
}
/** Lets the timer come round. */
async function sweep(minutes = 2): Promise<void> {
  await town.advance(minutes * 60_000)
}

test('a full class is waited for; the place that comes free is kept, offered and taken', async () => {
  const people = await town.people()
  const residents = people.filter(({ role, openid }) => role === 'resident' && openid !== 'resident-1').map(({ openid }) => openid)
  const [course] = (await courses('resident-1', 'smartphone')).filter(
    ({ left, mine, obstacle, queued }) => left > 0 && queued === 0 && !mine && !obstacle,
  )
  assert.ok(course)
  // Neighbours take what is left.
  const takers: { openid: string; booking: Row }[] = []
  const order = { kind: 'class', service: 'smartphone', session: course.id, yuan: 0 }
  for (const openid of residents) {
    if (takers.length === course.left) break
    // Who has something else then, or is in it already, takes none.
    const booking = await town.invoke(openid, 'booking.book', order).catch(() => undefined)
    if (booking) takers.push({ openid, booking: booking as Row })
  }
  assert.equal(takers.length, course.left, 'enough neighbours')

  const phone = await town.phone('resident-1', 'packages/booking/service/service?id=smartphone')
  await phone.getByRole('radio').filter({ hasText: course.title }).filter({ hasText: '约满了' }).click()
  await tap(phone, '排队，有空位留给我')
  await tap(phone, '我要排队')
  await tap(phone, '允许')
  await seen(phone, '排上队了').waitFor()
  await seen(phone, '排在第 1 位').waitFor()
  const waiting = (await bookings('resident-1')).find(({ state }) => state === 'waiting')
  assert.ok(waiting)

  const [first] = takers
  assert.ok(first)
  await town.invoke(first.openid, 'booking.cancel', { booking: first.booking.id, version: first.booking.version })
  await sweep()
  assert.equal((await bookings('resident-1')).find(({ id }) => id === waiting.id)?.state, 'held')

  // Nobody passes who waits: the place is kept, on the first page and with a big button.
  await phone.goto(`${town.url}/phone/resident-1`)
  await seen(phone, /有位子给您留着，请在.*前答复/).waitFor()
  await button(phone, /智能手机班/).click()
  await button(phone, /^要这个位子$/).waitFor()
  await tap(phone, /^要这个位子$/)
  await seen(phone, '约好了').waitFor()
  assert.equal((await bookings('resident-1')).find(({ id }) => id === waiting.id)?.state, 'assigned')
  assert.equal(town.complaints.join('\n'), '')
})

test('a time is kept while address and phone are filled in', async () => {
  const phone = await town.phone('officer-1', 'packages/booking/service/service?id=company')
  await chooseLastTime(phone)
  await tap(phone, '约这个时间')
  await seen(phone, /先给您留着，请在.*前填好/).waitFor()
  assert.deepEqual(
    (await bookings('officer-1')).map(({ state }) => state),
    ['held'],
  )
  await tap(phone, '填好了，就这样约')
  await seen(phone, /请写清楚到哪里/).waitFor()
  await (await field(phone, '住址')).fill('古四村东兴街 3 号 201')
  await (await field(phone, '电话')).fill('13000000001')
  await tap(phone, '填好了，就这样约')
  await tap(phone, '允许')
  await seen(phone, '已经约下了').waitFor()
  assert.deepEqual(
    (await bookings('officer-1')).map(({ state }) => state),
    ['requested'],
  )
  assert.equal(town.complaints.join('\n'), '')
})

// Last: from here on the cloud is ahead of the phones.
test('a time that was kept and not taken is free again; the person is told, and nothing typed is lost', async () => {
  const phone = await town.phone('dispatcher-1', 'packages/booking/service/service?id=company')
  await chooseLastTime(phone)
  await tap(phone, '约这个时间')
  await seen(phone, /先给您留着/).waitFor()
  await (await field(phone, '住址')).fill('古三村 12 号')
  await (await field(phone, '电话')).fill('13000000000')
  await sweep(11)
  await tap(phone, '填好了，就这样约')
  await tap(phone, '允许')
  await seen(phone, /留的时间过了/).waitFor()
  assert.deepEqual(
    (await bookings('dispatcher-1')).map(({ state }) => state),
    ['expired'],
  )
  // The address was saved, and the same time can be had again.
  await chooseLastTime(phone)
  await tap(phone, '约这个时间')
  await seen(phone, '请看一遍，对就约').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})
