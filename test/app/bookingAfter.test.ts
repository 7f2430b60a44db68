import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { button, seen, tap } from './touch'

const town = await demonstration()

interface Row {
  id: string
  version: number
  state: string
  kind: string
  start: string
  series?: string
  worker?: string
  service: { id: string }
}
async function bookings(person: string): Promise<Row[]> {
  return ((await town.invoke(person, 'booking.mine', {})) as { bookings: Row[] }).bookings
}
async function opened(person: string, booking: string) {
  await town.invoke(person, 'person.update', { careMode: false })
  return town.phone(person, `packages/booking/booking/booking?id=${booking}`)
}

test('an elder asks a neighbour to book for her, and takes it back', async () => {
  await town.invoke('elder-1', 'person.update', { careMode: false })
  const elder = await town.phone('elder-1')
  await elder.getByRole('tab', { name: /我的$/ }).click()
  await tap(elder, /家人/)
  await tap(elder, '邀请一位家人')
  const code = (await elder.getByLabel(/^邀请码 /).innerText()).replace(/\s/g, '')
  await tap(elder, '发给家人')
  await seen(elder, '陈玉兰请您帮忙约服务').waitFor()
  await tap(elder, '取消')

  const neighbour = await town.phone('resident-2', `packages/booking/join/join?code=${code}&name=${encodeURIComponent('陈玉兰')}`)
  await tap(neighbour, '好，我来帮忙')
  await seen(neighbour, '请点一下您是他的什么人').waitFor()
  await neighbour.getByRole('radio', { name: '邻居' }).click()
  await tap(neighbour, '好，我来帮忙')
  await seen(neighbour, '您可以替陈玉兰约服务了').waitFor()
  await tap(neighbour, '去看看')
  await button(neighbour, '替陈玉兰约服务').waitFor()

  await elder.goto(`${town.url}/phone/elder-1?path=${encodeURIComponent('packages/booking/family/family')}`)
  await seen(elder, /邻居，今天起，您自己答应的/).waitFor()
  await elder
    .getByRole('button', { name: /^不让了/ })
    .last()
    .click()
  await tap(elder, '确定')
  await seen(elder, /邻居，今天起/).waitFor({ state: 'hidden' })
  assert.equal(town.complaints.join('\n'), '')
})

test('what was done is rated in two taps, and a complaint begins with what it is about', async () => {
  const done = (await bookings('elder-1')).find(({ state }) => state === 'done')
  assert.ok(done)
  const elder = await opened('elder-1', done.id)
  await elder.getByRole('radio', { name: /^4 颗星/ }).click()
  await tap(elder, '提交评价')
  await seen(elder, '您的评价').waitFor()
  assert.equal((await bookings('elder-1')).find(({ id }) => id === done.id)?.state, 'rated')

  await tap(elder, '不满意，我要反映')
  await seen(elder, '对预约的服务不满意').waitFor()
  assert.match(await elder.getByRole('textbox', { name: '怎么回事' }).inputValue(), /预约号/)
  assert.equal(town.complaints.join('\n'), '')
})

test('a visit is repeated every week and ended again; one of them is put into the phone’s calendar', async () => {
  const next = (await bookings('elder-1')).find(({ state, kind }) => state === 'assigned' && kind === 'visit')
  assert.ok(next)
  const ahead = await opened('elder-1', next.id)
  await tap(ahead, '加到日历')
  await tap(ahead, '允许')
  await seen(ahead, '新建日程').waitFor()
  await tap(ahead, '添加')
  await seen(ahead, /已经加到手机日历/).waitFor()

  const visit = (await bookings('elder-1')).find(
    ({ state, kind, series }) => (state === 'done' || state === 'rated') && kind === 'visit' && !series,
  )
  assert.ok(visit)
  const before = (await bookings('elder-1')).map(({ id }) => id)
  const elder = await opened('elder-1', visit.id)
  await tap(elder, '以后也这样来')
  await seen(elder, '隔多久来一次').waitFor()
  await elder.getByRole('radio', { name: /每周$/ }).click()
  await elder.getByRole('radio', { name: /^\D*4 次$/ }).click()
  await tap(elder, '就这样约')
  await seen(elder, '以后都约好了').waitFor()
  await tap(elder, '知道了')
  const series = (await bookings('elder-1')).filter(
    (one) => one.series !== undefined && one.service.id === visit.service.id && !before.includes(one.id),
  )
  assert.ok(series.length >= 2, `${series.length} in the series`)
  await elder.goto(`${town.url}/phone/elder-1?path=${encodeURIComponent(`packages/booking/booking/booking?id=${series[0]?.id}`)}`)
  await tap(elder, '以后都不来了')
  await tap(elder, /^都不来了$/)
  await seen(elder, /都取消了|取消了 \d+ 次/).waitFor()
  assert.ok((await bookings('elder-1')).filter(({ id, state }) => series.some((one) => one.id === id) && state === 'cancelled').length >= 2)
  assert.equal(town.complaints.join('\n'), '')
})

// From here on the cloud is ahead of the phones.
test('at the door of the classroom its code is scanned, and the hours are counted', async () => {
  const people = await town.people()
  const { sessions } = (await town.invoke('resident-3', 'booking.service', { service: 'smartphone' })) as {
    sessions: { id: string; who: string; start: string; left: number; queued: number; obstacle?: string }[]
  }
  const course = sessions.find(({ left, queued, obstacle }) => left > 0 && queued === 0 && !obstacle)
  assert.ok(course)
  const booked = (await town.invoke('resident-3', 'booking.book', {
    kind: 'class',
    service: 'smartphone',
    session: course.id,
    yuan: 0,
  })) as Row
  await town.sleep(Date.parse(course.start) - Date.now() + 60_000)
  // Names are not unique.
  const doors = await Promise.all(
    people
      .filter(({ name, role }) => role === 'worker' && name === course.who)
      .map(({ openid }) => town.invoke(openid, 'booking.door', { session: course.id, lesson: 0 }).catch(() => undefined)),
  )
  const { code } = doors.find((door) => door !== undefined) as { code: string }
  const pupil = await opened('resident-3', booked.id)
  await tap(pupil, '到了教室，扫码签到')
  await pupil.getByLabel('码里的内容').fill('https://example.com/another')
  await tap(pupil, '确定')
  await seen(pupil, /不是上课的码|这个码不对/).waitFor()
  await tap(pupil, '到了教室，扫码签到')
  await pupil.getByLabel('码里的内容').fill(code)
  await tap(pupil, '确定')
  await seen(pupil, /签到好了/).waitFor()
  await seen(pupil, '来了').waitFor()
  await tap(pupil, '看我的全部课时')
  await seen(pupil, /1 节，1.5 小时/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})
