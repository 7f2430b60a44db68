import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { button, chooseLastTime, field, seen, tap } from './touch'

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
  await chooseLastTime(phone)
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
  await chooseLastTime(resident)
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

async function mayBookFor(person: string, name: string): Promise<string> {
  const { iMayBookFor } = (await town.invoke(person, 'person.family', {})) as { iMayBookFor: { id: string; name: string }[] }
  const found = iMayBookFor.find((one) => one.name === name)
  assert.ok(found, `${person} may book for ${name}`)
  return found.id
}
interface Me {
  addressMasked?: string
  phoneMasked?: string
  grid?: { name: string }
}

test('whose home nobody knows is booked for all the same: the granddaughter fills it in there, and the time she chose stays', async () => {
  await town.invoke('grandmother', 'person.update', { name: '何婆婆' })
  const { code } = (await town.invoke('grandmother', 'person.invite', {})) as { code: string }
  await town.invoke('family-1', 'person.join', { code, relation: '孙辈' })
  const id = await mayBookFor('family-1', '何婆婆')
  const phone = await town.phone('family-1', `packages/booking/service/service?id=company&for=${id}`)
  await seen(phone, '到哪里找何婆婆').waitFor()
  await chooseLastTime(phone)
  await tap(phone, '约这个时间')
  await seen(phone, /先给您留着，请在.*前填好/).waitFor()
  const [held] = await bookings('grandmother')
  await tap(phone, '填好了，就这样约')
  await seen(phone, /请留一个电话，上门的人好联系何婆婆/).waitFor()
  await tap(phone, '在地图上找他家')
  await tap(phone, '确定')
  await (await field(phone, '住址')).fill('古四村东兴街 5 号三楼')
  await (await field(phone, '电话')).fill('13000000088')
  await tap(phone, '填好了，就这样约')
  await tap(phone, '允许')
  await seen(phone, '已经约下了').waitFor()
  assert.deepEqual(
    (await bookings('grandmother')).map(({ start, state }) => [start, state]),
    [[held?.start, 'requested']],
  )
  const me = (await town.invoke('grandmother', 'person.me', {})) as Me
  assert.equal(me.phoneMasked, '130****0088')
  assert.match(me.grid?.name ?? '', /网格/, 'found from the place')

  // She is told, and changes it back from there.
  const grandmother = await town.phone('grandmother', 'pages/messages/messages')
  await seen(grandmother, '梁慧琳帮您填了住址和电话，不对的话您可以改回来').click()
  await (await field(grandmother, '住址')).fill('古四村永乐街 8 号')
  await tap(grandmother, '保存')
  await seen(grandmother, '存好了').waitFor()
  assert.match(((await town.invoke('grandmother', 'person.me', {})) as Me).addressMasked ?? '', /^古四村永乐街/)
  assert.equal(town.complaints.join('\n'), '')
})

test('the daughter puts her mother’s address right from the page of the family', async () => {
  const daughter = await town.phone('family-1', 'packages/booking/family/family')
  await tap(daughter, '改，陈玉兰的住址和电话')
  await tap(daughter, '保存')
  await seen(daughter, '没有改什么').waitFor()
  await tap(daughter, '改，陈玉兰的住址和电话')
  await (await field(daughter, '电话')).fill('123')
  await tap(daughter, '保存')
  await seen(daughter, /请填 11 位手机号/).waitFor()
  await (await field(daughter, '电话')).fill('13000000099')
  await (await field(daughter, '住址')).fill('古四村河边街 2 号一楼')
  await tap(daughter, '保存')
  await seen(daughter, /古四村河边街/).waitFor()
  await seen(daughter, '130****0099').waitFor()
  assert.equal(((await town.invoke('elder-1', 'person.me', {})) as Me).phoneMasked, '130****0099')
  assert.equal(town.complaints.join('\n'), '')
})

test('family who live elsewhere come to an elder without a phone by a code that the grid member makes', async () => {
  const member = await town.phone('member-1', 'packages/booking/trust/trust')
  await tap(member, '替长者发邀请码')
  await seen(member, '请先选好长者，再点一下本人怎么同意的').waitFor()
  await (await field(member, '长者是谁')).fill('麦伯')
  await tap(member, '找，长者是谁')
  await tap(member, /麦伯强/)
  await member.getByRole('radio', { name: '当面说的' }).click()
  await tap(member, '替长者发邀请码')
  const code = (await member.getByLabel(/^邀请码 /).innerText()).replace(/\s/g, '')
  await town.invoke('son-elsewhere', 'person.update', { name: '麦先生' })
  const son = await town.phone('son-elsewhere', 'packages/booking/join/join')
  await (await field(son, '邀请码')).fill(code)
  await son.getByRole('radio', { name: '儿子' }).click()
  await tap(son, '好，我来帮忙')
  await seen(son, '您可以替麦伯强约服务了').waitFor()
  await tap(son, '去看看')
  await button(son, '改，麦伯强的住址和电话').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})
