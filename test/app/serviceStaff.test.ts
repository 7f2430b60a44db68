import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from './demonstration'
import { measure, modes, sound } from './measure'
import { button, field, photograph, seen, tap } from './touch'

const town = await demonstration()
const people = await town.people()
/** How far the cloud is ahead of this machine. */
let ahead = 0

const minute = 60_000
const day = 24 * 60 * minute

interface Booking {
  id: string
  number: string
  version: number
  state: string
  start: string
  organisation: string
  worker?: string
  may: string[]
  home?: { longitude: number; latitude: number }
  session: string
  record?: { done: string[]; note: string; agreedBy?: string; outcome?: string; photos: unknown[] }
}
interface Window {
  start: string
  free: number
  clash: boolean
}
interface Service {
  price: { yuan: number }
  windows: Window[]
  advisers: { hours: { id: string; start: string; taken?: boolean; obstacle?: string }[] }[]
  sessions: {
    id: string
    start: string
    left: number
    queued: number
    mine: boolean
    obstacle?: string
    organisation: string
    lessons: object[]
  }[]
}

async function ask<T>(person: string, action: string, input: object): Promise<T> {
  return (await town.invoke(person, action, input)) as T
}

/** A phone whose clock is the cloud's. */
function phone(person: string, path?: string): Promise<Page> {
  return town.phone(person, path, (page) => page.clock.setFixedTime(Date.now() + ahead))
}

async function sleepUntil(at: number): Promise<void> {
  const more = at - Date.now() - ahead
  assert.ok(more > 0, 'the clock goes forward only')
  await town.sleep(more)
  ahead += more
}

/** A visit for somebody, so many days ahead at the earliest. */
async function bookVisit(person: string, service: string, days: number, wish: object = {}): Promise<Booking> {
  const { windows, price } = await ask<Service>(person, 'booking.service', { service, wish })
  const from = new Date(Date.now() + ahead + days * day).toISOString()
  const found = windows.find(({ start, free, clash }) => start > from && free > 1 && !clash)
  assert.ok(found, 'somebody can come')
  return ask<Booking>(person, 'booking.book', { kind: 'visit', service, start: found.start, yuan: price.yuan, wish })
}

/** Who answers for the organisation of which courses are laid out. */
const college = 'organisation-5'

/** A course of three weekly lessons with some teacher of the college, so many days ahead. */
async function layOutCourse(title: string, days: number, from: string): Promise<{ service: string; session: string }> {
  const { offerings } = await ask<{ offerings: { kind: string; after: string[]; service: { id: string } }[] }>(
    college,
    'booking.offerings',
    {},
  )
  const { workers } = await ask<{ workers: { id: string }[] }>(college, 'booking.roster', {})
  const service = offerings.find(({ kind, after: before }) => kind === 'class' && before.length === 0)?.service.id
  assert.ok(service, 'the college gives classes')
  const first = townDay(new Date(Date.now() + ahead + days * day).toISOString())
  const place = { name: '古三村文化室', longitude: 113.185, latitude: 22.605 }
  const input = { service, term: '2026 冬', title, first, from, place, seats: 5, lessons: ['第一课', '第二课', '第三课'] }
  for (const { id: worker } of workers) {
    const made = await ask<{ session: string }>(college, 'booking.setCourse', { ...input, worker }).catch(() => undefined)
    if (made) return { service, session: made.session }
  }
  throw new Error('nobody teaches then')
}

/** Who answers for the organisation that a visit is with. */
async function holderOf(booking: string): Promise<string> {
  for (const { openid } of people.filter(({ role }) => role === 'organisation')) {
    const { bookings } = await ask<{ bookings: Booking[] }>(openid, 'booking.board', { tab: 'requested' })
    if (bookings.some(({ id }) => id === booking)) return openid
  }
  throw new Error('nobody has been asked')
}

interface Candidate {
  id: string
  name: string
  proposed: boolean
}

async function confirmVisit(person: string, booked: Booking): Promise<{ organisation: string; worker: string; name: string }> {
  const organisation = await holderOf(booked.id)
  const { workers } = await ask<{ workers: Candidate[] }>(organisation, 'booking.workers', { booking: booked.id })
  const proposed = workers.find((one) => one.proposed)
  assert.ok(proposed, 'dispatch proposes somebody')
  const { version } = await ask<Booking>(person, 'booking.get', { booking: booked.id })
  await ask(organisation, 'booking.confirm', { booking: booked.id, version, worker: proposed.id })
  const own = people.find(({ openid }) => openid === organisation)?.organisation
  const openids = people.filter(({ role, name, organisation: of }) => role === 'worker' && name === proposed.name && of === own)
  for (const { openid } of openids) {
    const { bookings } = await ask<{ bookings: Booking[] }>(openid, 'booking.visits', { day: townDay(booked.start) })
    if (bookings.some(({ id }) => id === booked.id)) return { organisation, worker: openid, name: proposed.name }
  }
  throw new Error(`${proposed.name} has no such visit`)
}

function townDay(at: string): string {
  return new Date(Date.parse(at) + 8 * 60 * minute).toISOString().slice(0, 10)
}

async function network(page: Page, type: 'wifi' | 'none'): Promise<void> {
  await page.evaluate((to) => window.shanlinDevice?.setNetwork(to), type)
}
async function stand(page: Page, at: { longitude: number; latitude: number }): Promise<void> {
  await page.evaluate((to) => window.shanlinDevice?.setPosition(to), at)
}

/** What a tap has opened can be read, reached and used as well as the pages themselves. */
async function fits(page: Page, mode: keyof typeof modes): Promise<void> {
  assert.deepEqual(await measure(page, modes[mode].least), sound)
}

/** A sheet has come up all the way. */
async function risen(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.sheet')].some(
      (sheet) => sheet.checkVisibility() && Math.abs(sheet.getBoundingClientRect().bottom - innerHeight) < 1,
    ),
  )
}

test('declined with a reason, a visit goes to the next organisation, which confirms the proposed worker in one tap', async () => {
  const booked = await bookVisit('elder-1', 'cleaning', 2)
  const first = await holderOf(booked.id)
  const organisation = await phone(first)
  await seen(organisation, '预约看板').click()
  await button(organisation, /陈玉兰/).waitFor()
  await organisation.goto(`${town.url}/phone/${first}?path=${encodeURIComponent(`packages/work/request/request?id=${booked.id}`)}`)
  await tap(organisation, /^这次接不了/)
  await organisation.getByRole('group', { name: '常见的原因' }).getByRole('button', { name: '那时没有人手' }).click()
  await tap(organisation, /^转给别家$/)
  await seen(organisation, /已经转给下一家/).waitFor()

  const next = await holderOf(booked.id)
  assert.notEqual(next, first)
  const other = await phone(next, `packages/work/request/request?id=${booked.id}`)
  await tap(other, /^确认，请.+去$/)
  await seen(other, /^已请.+去，也告诉了居民/).waitFor()
  const now = await ask<Booking>('elder-1', 'booking.get', { booking: booked.id })
  assert.equal(now.state, 'assigned')
  assert.notEqual(now.organisation, booked.organisation)

  // Another worker of the same organisation is named afterwards; the page still says who was named before.
  await tap(other, '换一位去')
  const choice = other.getByRole('radio').filter({ visible: true, hasNotText: now.worker }).first()
  await choice.click()
  const change = button(other, /^换成.+去$/)
  const [, instead] = /^换成(.+)去$/.exec((await change.textContent())?.trim() ?? '') ?? []
  await change.click()
  await seen(other, new RegExp(`^已请${instead}去，也告诉了居民`)).waitFor()
  const later = await ask<Booking>('elder-1', 'booking.get', { booking: booked.id })
  assert.notEqual(later.worker, now.worker)
  const elder = await phone('elder-1', `packages/booking/booking/booking?id=${booked.id}`)
  await seen(elder, new RegExp(later.worker ?? '')).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('a carer who is ill takes leave with three taps; the visit goes to somebody else and the elder is told', async () => {
  const booked = await bookVisit('elder-1', 'company', 1)
  const { worker, name } = await confirmVisit('elder-1', booked)
  const ill = await phone(worker)
  await seen(ill, '今天的安排').click()
  await tap(ill, /我病了/)
  await ill.getByRole('radiogroup', { name: '请多久' }).getByRole('radio', { name: '一周' }).click()
  await tap(ill, '请假，换别人去')
  await seen(ill, '假请好了').waitFor()
  const now = await ask<Booking>('elder-1', 'booking.get', { booking: booked.id })
  assert.ok(now.worker !== name, `${now.state} with ${now.worker}`)
  assert.ok(['assigned', 'requested'].includes(now.state), now.state)
  const elder = await phone('elder-1', `packages/booking/booking/booking?id=${booked.id}`)
  await seen(elder, now.worker === undefined ? /换一家|安排/ : new RegExp(`换${now.worker}`)).waitFor()
  const { messages } = await ask<{ messages: { text: string; page: string }[] }>('elder-1', 'person.messages', {})
  assert.ok(
    messages.some(({ text, page }) => /换/.test(text) && page.endsWith(booked.id)),
    'a message says who comes instead',
  )
  assert.equal(town.complaints.join('\n'), '')
})

for (const [mode, { careMode }] of Object.entries(modes) as [keyof typeof modes, (typeof modes)[keyof typeof modes]][]) {
  test(`what opens from below on the pages of an organisation and a desk fits in ${mode} mode`, async () => {
    const { bookings } = await ask<{ bookings: Booking[] }>('organisation-1', 'booking.board', { tab: 'requested' })
    const { workers } = await ask<{ workers: { id: string }[] }>('organisation-1', 'booking.roster', {})
    const sheets: [person: string, path: string, opener: RegExp][] = [
      ['organisation-1', `packages/work/request/request?id=${bookings[0]?.id}`, /^这次接不了/],
      ['organisation-1', `packages/organisation/worker/worker?id=${workers[0]?.id}`, /^周三/],
      ['organisation-1', `packages/organisation/worker/worker?id=${workers[0]?.id}`, /某一天不一样/],
      ['organisation-1', 'packages/organisation/offerings/offerings', /^改说明/],
      ['desk-1', 'packages/work/residents/residents', /^替他约/],
      ['desk-1', 'packages/work/residents/residents', /^评等级/],
    ]
    for (const [person, path, opener] of sheets) {
      await ask(person, 'person.update', { careMode })
      const page = await phone(person, path)
      await page
        .locator(careMode ? '.root.care' : '.root:not(.care)')
        .first()
        .waitFor()
      await tap(page, opener)
      await risen(page)
      await fits(page, mode)
      await page.context().close()
    }
    for (const person of ['organisation-1', 'desk-1']) await ask(person, 'person.update', { careMode: false })
    assert.equal(town.complaints.join('\n'), '')
  })
}

test('an organisation sees its week, changes hours, a day that differs, and what it offers', async () => {
  const organisation = await phone('organisation-1')
  await seen(organisation, '预约看板').click()
  await organisation.getByRole('tab', { name: '一周' }).click()
  await seen(organisation, '合同里还剩的时数').waitFor()
  await organisation.getByRole('tab', { name: '管理' }).click()
  await tap(organisation, /排班和请假/)
  await button(organisation, /江浩然/).click()
  await tap(organisation, /^周日/)
  await organisation.getByRole('radiogroup', { name: '常用的班' }).getByRole('radio', { name: '上午' }).filter({ visible: true }).click()
  await tap(organisation, '周日就这样')
  await button(organisation, '周日，8:30\u2060–\u206012:00，改').waitFor()
  await tap(organisation, '存好排班')
  await button(organisation, '排班已经存好').waitFor()

  await tap(organisation, '某一天不一样')
  await organisation.getByRole('radiogroup', { name: '常用的班' }).getByRole('radio', { name: '晚上' }).filter({ visible: true }).click()
  await organisation.getByRole('group', { name: '常见的原因' }).getByRole('button', { name: '错时上班' }).click()
  await tap(organisation, '记下这一天')
  // The reason stands on a button of the form as well.
  await button(organisation, '记下这一天').waitFor({ state: 'hidden' })
  await seen(organisation, '错时上班').waitFor()
  const roster = await ask<{
    workers: { name: string; week: object[][] }[]
    exceptions: { name: string; shifts: object[]; why: string }[]
  }>('organisation-1', 'booking.roster', {})
  assert.deepEqual(roster.workers.find(({ name }) => name === '江浩然')?.week[0], [{ from: '08:30', until: '12:00' }])
  const differs = roster.exceptions.find(({ name, why }) => name === '江浩然' && why === '错时上班')
  assert.deepEqual(differs?.shifts, [{ from: '18:30', until: '21:00' }])

  await tap(organisation, '返回')
  await tap(organisation, '返回')
  await tap(organisation, /我们的服务/)
  await tap(organisation, '改说明和去处，小修小补')
  await (await field(organisation, '给居民的说明')).fill('自带工具')
  await organisation.getByRole('group', { name: '去哪些村' }).getByRole('checkbox', { name: '古四村' }).click()
  await tap(organisation, '存好')
  await seen(organisation, '自带工具').waitFor()
  await tap(organisation, '先停一停，小修小补')
  await button(organisation, '重新开，小修小补').waitFor()
  const { offerings } = await ask<{ offerings: { service: { name: string }; open: boolean; remark: string; area: { name: string }[] }[] }>(
    'organisation-1',
    'booking.offerings',
    {},
  )
  const repair = offerings.find(({ service }) => service.name === '小修小补')
  assert.equal(repair?.open, false)
  assert.equal(repair?.remark, '自带工具')
  assert.ok(!repair?.area.some(({ name }) => name === '古四村'))
  assert.equal(town.complaints.join('\n'), '')
})

test('a monthly statement is opened as a sheet and sent on as CSV', async () => {
  const organisation = await phone('organisation-1', 'packages/organisation/statement/statement')
  await tap(organisation, '下载 Excel')
  await organisation.getByRole('dialog', { name: /月报\.xlsx$/ }).waitFor()
  await organisation
    .getByRole('dialog', { name: /月报\.xlsx$/ })
    .getByRole('button', { name: '返回' })
    .click()
  await tap(organisation, '下载 CSV')
  await seen(organisation, /月报\.csv$/).waitFor()
  await tap(organisation, '发出去')
  await organisation.getByRole('button', { name: '文件传输助手' }).click()
  const { log } = await organisation.evaluate(() => window.shanlinDevice?.state() ?? { log: [] })
  assert.match(log[0] ?? '', /月报\.csv 发给了文件传输助手/)
  assert.equal(town.complaints.join('\n'), '')
})

test('a course is laid out with weekly lessons at a teaching point', async () => {
  const organisation = await phone('organisation-16', 'packages/organisation/course/course')
  await organisation.getByRole('radiogroup', { name: '哪一门' }).getByRole('radio', { name: '智能手机班' }).click()
  await (await field(organisation, '课的名字')).fill('手机拍照入门')
  await organisation.getByRole('radiogroup', { name: '老师' }).getByRole('radio').first().click()
  await tap(organisation, '我就在这里')
  await tap(organisation, '允许')
  await (await field(organisation, '教学点的名字')).fill('古三村文化室')
  await tap(organisation, '开这门课')
  await seen(organisation, '课开出来了').waitFor()
  const { sessions } = await ask<{ sessions: { title?: string; lessons: object[] }[] }>('resident-1', 'booking.service', {
    service: 'smartphone',
  })
  assert.equal(sessions.find(({ title }) => title === '手机拍照入门')?.lessons.length, 4)
  await tap(organisation, '看名单')
  await seen(organisation, '还没有人报名').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('a grid member finds an elder and books for her, who agreed by phone', async () => {
  const member = await phone('member-1')
  await seen(member, '替人约服务').click()
  await (await field(member, '居民的名字')).fill('陈玉')
  await tap(member, '替他约，陈玉兰')
  await tap(member, '打电话时答应的')
  await button(member, /小修小补/).click()
  await seen(member, /替陈玉兰约/).waitFor()
  await member
    .getByRole('radio', { name: /\d+ 点/ })
    .filter({ visible: true })
    .first()
    .click()
  await tap(member, '约这个时间')
  await tap(member, '就这样约')
  await tap(member, '允许')
  await seen(member, /约下了|约好了/).waitFor()
  const { bookings } = await ask<{ bookings: (Booking & { service: { name: string }; own: boolean })[] }>('elder-1', 'booking.mine', {})
  const booked = bookings.find(({ service, state }) => service.name === '小修小补' && state === 'requested')
  assert.ok(booked, 'it is among the elder’s own')
  const { messages } = await ask<{ messages: { title: string; text: string }[] }>('elder-1', 'person.messages', {})
  assert.ok(
    messages.some(({ title, text }) => /小修小补/.test(title + text)),
    'the elder is told',
  )
  assert.equal(town.complaints.join('\n'), '')
})

test('the desk enters somebody without WeChat and the level of need', async () => {
  const desk = await phone('desk-1', 'packages/work/residents/residents')
  await tap(desk, '登记没有微信的人')
  await (await field(desk, '名字')).fill('阿炳伯')
  await (await field(desk, '住在哪里')).fill('古四村东兴街 9 号')
  await tap(desk, '登记')
  await seen(desk, '请在地图上选家在哪里').waitFor()
  await tap(desk, '我就在他家')
  await tap(desk, '允许')
  await desk.getByRole('button', { name: '登记', exact: true }).filter({ visible: true }).click()
  await seen(desk, '阿炳伯登记好了，可以替他约服务了').waitFor()
  await tap(desk, '评等级，阿炳伯')
  await desk.getByRole('radiogroup', { name: '评下来是' }).getByRole('radio').nth(2).click()
  await tap(desk, '记下等级')
  await seen(desk, /^阿炳伯评估为/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('the town’s own desk finds residents of every village and books for one', async () => {
  const everybody = (await (await fetch(`${town.url}/people`)).json()) as { openid: string; role: string; grid?: string }[]
  const desks = everybody.filter(({ role, grid }) => role === 'desk' && grid === '442000105')
  assert.ok(desks[0], 'the list of people has somebody of the town’s desk')
  const far = (await ask<{ residents: { name: string; grid: string }[] }>('desk-1', 'person.residents', { name: '' })).residents
  const { residents } = await ask<{ residents: { name: string; grid: string; addressMasked?: string }[] }>(
    desks[0].openid,
    'person.residents',
    { name: '' },
  )
  const other = residents.find(({ grid }) => !far.some((one) => one.grid === grid) && !grid.startsWith('古四'))
  assert.ok(other, 'somebody of another village')
  const desk = await phone(desks[0].openid, 'packages/work/residents/residents')
  await (await field(desk, '居民的名字')).fill(other.name)
  await tap(desk, `替他约，${other.name}`)
  await tap(desk, '当面答应的')
  await button(desk, /小修小补/).click()
  await seen(desk, `替${other.name}约。本人怎么同意的？`).waitFor()
  await desk
    .getByRole('radio', { name: /\d+ 点/ })
    .filter({ visible: true })
    .first()
    .click()
  await tap(desk, '约这个时间')
  await tap(desk, '就这样约')
  await tap(desk, '允许')
  await seen(desk, /约下了|约好了/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

for (const mode of ['normal', 'care'] as const) {
  test(`an organisation that comes says how much care somebody needs (${mode})`, async () => {
    const visit = await bookVisit('elder-1', 'bathing', mode === 'normal' ? 9 : 16)
    const { organisation } = await confirmVisit('elder-1', visit)
    await town.invoke(organisation, 'person.update', { careMode: modes[mode].careMode })
    const page = await phone(organisation, `packages/work/request/request?id=${visit.id}`)
    await tap(page, '评陈玉兰要多少照顾')
    await risen(page)
    await fits(page, mode)
    await tap(page, '记下等级')
    await seen(page, '请选评下来是哪一级').waitFor()
    await page.getByRole('radiogroup', { name: '评下来是' }).getByRole('radio').nth(2).click()
    await (await field(page, '说明')).fill('洗澡要人扶')
    await tap(page, '记下等级')
    await seen(page, /^陈玉兰评估为/).waitFor()
    await town.invoke(organisation, 'person.update', { careMode: false })
    const { messages } = await ask<{ messages: { title: string; text: string }[] }>('elder-1', 'person.messages', {})
    assert.ok(
      messages.some(({ text }) => /给您评估为/.test(text)),
      'the elder is told',
    )
    assert.equal(town.complaints.join('\n'), '')
  })
}

test('a worker’s visit from the list to the agreement on the spot, with the way, the call and a picture', async () => {
  const booked = await bookVisit('elder-1', 'cleaning', 9)
  const { worker } = await confirmVisit('elder-1', booked)
  await sleepUntil(Date.parse(booked.start) - 20 * minute)
  const carer = await phone(worker)
  await seen(carer, '今天的安排').click()
  const stop = button(carer, /陈玉兰.*打扫卫生.*到了签到/s)
  await stop.waitFor()
  await tap(carer, '到陈玉兰家怎么走')
  await carer.getByRole('dialog', { name: '位置' }).getByRole('button', { name: '返回' }).click()
  await stop.click()
  await tap(carer, '看地址')
  await button(carer, '复制地址').waitFor()
  await tap(carer, '打电话')
  await carer.getByRole('button', { name: '取消' }).filter({ visible: true }).first().click()
  const { bookings } = await ask<{ bookings: Booking[] }>(worker, 'booking.visits', {})
  const home = bookings.find(({ id }) => id === booked.id)?.home
  assert.ok(home, 'the way to the home is known')
  await stand(carer, home)
  await tap(carer, /签到/)
  await tap(carer, '允许')
  await button(carer, /^做完了/).waitFor()
  for (const line of await carer.getByRole('checkbox').filter({ visible: true }).all()) await line.click()
  await carer.getByRole('group', { name: '现成的话' }).getByRole('button').first().click()
  await (await field(carer, '下次来的人要知道什么')).fill('钥匙在邻居梁姨那里')
  await photograph(carer, /^拍张服务照片/)
  await fits(carer, 'normal')
  await tap(carer, /^做完了/)
  await risen(carer)
  await fits(carer, 'normal')
  await tap(carer, '做好了，我同意')
  await seen(carer, '本人当场同意').waitFor()
  const now = await ask<Booking>('elder-1', 'booking.get', { booking: booked.id })
  assert.equal(now.state, 'done')
  assert.equal(now.record?.agreedBy, 'guest')
  assert.equal(now.record?.photos.length, 1)
  assert.equal(town.complaints.join('\n'), '')
})

test('check-in and record without a network are kept with their times and sent when it is back', async () => {
  const booked = await bookVisit('elder-1', 'company', 2)
  const { worker } = await confirmVisit('elder-1', booked)
  await sleepUntil(Date.parse(booked.start) - 10 * minute)
  const { bookings } = await ask<{ bookings: Booking[] }>(worker, 'booking.visits', {})
  const home = bookings.find(({ id }) => id === booked.id)?.home
  assert.ok(home)
  await ask(worker, 'person.update', { careMode: true })
  const carer = await phone(worker, 'packages/work/visits/visits')
  await carer.locator('.root.care').first().waitFor()
  await button(carer, /陈玉兰.*陪伴聊天/s).waitFor()
  await carer.waitForLoadState('networkidle')
  await stand(carer, home)
  await network(carer, 'none')
  // Nobody has opened this visit before.
  await tap(carer, /陈玉兰.*陪伴聊天/s)
  await button(carer, /签到/).waitFor()
  await tap(carer, /签到/)
  await tap(carer, '允许')
  await seen(carer, /^签到 · 陈玉兰/).waitFor()
  await carer.getByRole('group', { name: '现成的话' }).getByRole('button').first().click()
  await fits(carer, 'care')
  await tap(carer, /^做完了/)
  await risen(carer)
  await fits(carer, 'care')
  await tap(carer, '家人替他看过，同意')
  await seen(carer, /^做完了 · 陈玉兰/).waitFor()
  assert.equal((await ask<Booking>('elder-1', 'booking.get', { booking: booked.id })).state, 'assigned')
  await network(carer, 'wifi')
  await seen(carer, '家人当场同意').waitFor()
  assert.equal((await ask<Booking>('elder-1', 'booking.get', { booking: booked.id })).state, 'done')
})

test('an alarm during a visit makes a case and says whom to call', async () => {
  const booked = await bookVisit('elder-1', 'company', 1)
  const { worker } = await confirmVisit('elder-1', booked)
  await sleepUntil(Date.parse(booked.start) - 10 * minute)
  const carer = await phone(worker, `packages/work/visit/visit?id=${booked.id}`)
  await tap(carer, /紧急求助/)
  await carer.getByRole('button', { name: '摔倒受伤' }).click()
  await seen(carer, /已经告诉/).waitFor()
  await button(carer, /打 1[12]0/).waitFor()
  const { cases } = await ask<{ cases: { text: string; urgency?: string }[] }>('dispatcher-1', 'report.queue', { queue: 'open' })
  assert.ok(cases.some(({ text }) => /求助/.test(text)))
  assert.equal(town.complaints.join('\n'), '')
})

test('an adviser opens what was written, and refers the matter on', async () => {
  const { advisers } = await ask<Service>('resident-1', 'booking.service', { service: 'legal-advice' })
  const from = new Date(Date.now() + ahead + 60 * minute).toISOString()
  const found = advisers
    .flatMap(({ hours }) => hours)
    .sort((a, b) => a.start.localeCompare(b.start))
    .find(({ start, taken, obstacle }) => start > from && !taken && obstacle === undefined)
  assert.ok(found)
  const booked = await ask<Booking>('resident-1', 'booking.book', {
    kind: 'appointment',
    service: 'legal-advice',
    session: found.id,
    intake: '工厂欠了三个月工资',
    yuan: 0,
  })
  await sleepUntil(Date.parse(booked.start) - 10 * minute)
  const own = people.filter(({ role, name }) => role === 'worker' && name === booked.worker)
  const adviserIs: string[] = []
  for (const { openid } of own) {
    const { bookings } = await ask<{ bookings: Booking[] }>(openid, 'booking.visits', {})
    if (bookings.some(({ id }) => id === booked.id)) adviserIs.push(openid)
  }
  const [openid] = adviserIs
  assert.ok(openid, 'the adviser has it in today’s list')
  const adviser = await phone(openid, `packages/work/visit/visit?id=${booked.id}`)
  await tap(adviser, '看写的事')
  await seen(adviser, '工厂欠了三个月工资').waitFor()
  await tap(adviser, /签到/)
  await button(adviser, '谈完了，交记录').waitFor()
  await adviser.getByRole('group', { name: '现成的话' }).getByRole('button').first().click()
  await adviser.getByRole('radiogroup', { name: '要不要转到别处' }).getByRole('radio').nth(1).click()
  await tap(adviser, '谈完了，交记录')
  await seen(adviser, /^转到/).waitFor()
  const now = await ask<Booking>('resident-1', 'booking.get', { booking: booked.id })
  assert.match(now.record?.outcome ?? '', /^转到/)
  assert.equal(town.complaints.join('\n'), '')
})

test('a pupil is present by the code at the door, another by the teacher’s list', async () => {
  const { service, session } = await layOutCourse('晚上的课', 2, '21:00')
  const pupils = ['resident-1', 'resident-2']
  const booked = await Promise.all(pupils.map((pupil) => ask<Booking>(pupil, 'booking.book', { kind: 'class', service, session, yuan: 0 })))
  await sleepUntil(Date.parse(booked[0]?.start ?? '') - 10 * minute)
  const teacherName = booked[0]?.worker
  const candidates = people.filter(({ role, name }) => role === 'worker' && name === teacherName)
  const teaching: string[] = []
  for (const { openid } of candidates) {
    const today = await ask<{ sessions: { id: string }[] }>(openid, 'booking.visits', {})
    if (today.sessions.some(({ id }) => id === session)) teaching.push(openid)
  }
  const [teacherId] = teaching
  assert.ok(teacherId, `${teacherName} teaches today`)
  const teacher = await phone(teacherId)
  await seen(teacher, '今天的安排').click()
  await teacher
    .getByRole('button', { name: /晚上的课/ })
    .filter({ visible: true })
    .first()
    .click()
  await tap(teacher, /门口的码/)
  const picture = teacher.getByRole('img', { name: '签到的二维码' })
  await picture.waitFor()
  const dark = await picture.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, at) => at % 4 === 0 && value < 100).length / (data.length / 4)
  })
  assert.ok(dark > 0.2 && dark < 0.7, `a code is half dark, this is ${dark}`)

  const { code } = await ask<{ code: string }>(teacherId, 'booking.door', { session, lesson: 0 })
  const pupil = await phone('resident-1', `packages/booking/booking/booking?id=${booked[0]?.id}`)
  await tap(pupil, /扫/)
  await (await field(pupil, '码里的内容')).fill(code)
  await pupil.getByRole('button', { name: '确定' }).click()
  await seen(pupil, /签到|到了|记/).waitFor()

  await tap(teacher, '返回')
  const names = people.filter(({ openid }) => pupils.includes(openid))
  await teacher.getByRole('checkbox', { name: `${names.find(({ openid }) => openid === 'resident-1')?.name}，到了` }).waitFor()
  await teacher.getByRole('checkbox', { name: `${names.find(({ openid }) => openid === 'resident-2')?.name}，没到` }).click()
  await tap(teacher, /^交名单/)
  await seen(teacher, /^记好了，到了 2 人/).waitFor()
  const register = await ask<{ pupils: { name: string; attended: number[] }[] }>(teacherId, 'booking.register', { session })
  for (const { name } of names) assert.deepEqual(register.pupils.find((one) => one.name === name)?.attended, [0])
  assert.equal(town.complaints.join('\n'), '')
})

interface Course {
  session: string
  changes: number
  teacher: { id: string; name: string }
  teachers: { id: string; name: string; busy: object[] }[]
  lessons: { title: string; cancelled?: boolean; teacher?: string }[]
  seats: number
}

test('a teacher falls ill: a colleague stands in, a lesson is cancelled, and in the end the course is called off; the pupil reads it', async () => {
  const { service, session } = await layOutCourse('夜里的课', 40, '21:00')
  const booked = await ask<Booking>('resident-2', 'booking.book', { kind: 'class', service, session, yuan: 0 })
  const course = () => ask<Course>(college, 'booking.course', { session })
  const { teachers, teacher } = await course()
  const colleague = teachers.find(({ id, busy }) => id !== teacher.id && busy.length === 0)

  const organisation = await phone(college, `packages/work/register/register?session=${encodeURIComponent(session)}`)
  await tap(organisation, /改这门课/)
  await tap(organisation, '改，1. 第一课')
  if (colleague) {
    await organisation.getByRole('radiogroup', { name: '请谁来上' }).getByRole('radio', { name: colleague.name }).click()
    await tap(organisation, '换这位上')
    await seen(organisation, `由${colleague.name}代上`).waitFor()
    assert.equal((await course()).lessons[0]?.teacher, colleague.name)
    await tap(organisation, '改，1. 第一课')
  }
  await organisation.getByRole('radiogroup', { name: '怎么办' }).getByRole('radio', { name: '改时间' }).click()
  await tap(organisation, '改到这个时间')
  await seen(organisation, '请点一个原因，或者自己写一句').waitFor()
  await tap(organisation, '返回')
  await tap(organisation, '改，2. 第二课')
  await organisation.getByRole('radiogroup', { name: '怎么办' }).getByRole('radio', { name: '不上了' }).click()
  await organisation.getByRole('group', { name: '常见的原因' }).getByRole('button', { name: '教室用不了' }).click()
  await tap(organisation, '这一节不上了')
  await seen(organisation, '不上了：教室用不了').waitFor()

  await tap(organisation, /^改资料/)
  await (await field(organisation, '课的名字')).fill('傍晚的课')
  await tap(organisation, '多收一人')
  await tap(organisation, '存好')
  await seen(organisation, '傍晚的课').waitFor()
  assert.equal((await course()).seats, 6)

  await sleepUntil(Date.now() + ahead + 2 * minute)
  const pupil = await phone('resident-2', `packages/booking/booking/booking?id=${booked.id}`)
  await seen(pupil, '不上了').waitFor()
  await seen(pupil, /第 2 节“第二课”（.+）不上了：教室用不了/).waitFor()

  await tap(organisation, '整门课不开了')
  await organisation.getByRole('group', { name: '常见的原因' }).getByRole('button', { name: '老师生病了' }).click()
  await tap(organisation, '不开了，告诉大家')
  await seen(organisation, '取消了：老师生病了').waitFor()
  await sleepUntil(Date.now() + ahead + 2 * minute)
  assert.equal((await ask<Booking>('resident-2', 'booking.get', { booking: booked.id })).state, 'declined')
  assert.equal(town.complaints.join('\n'), '')
})

test('a class that clashes names what it clashes with and opens it', async () => {
  const college = 'organisation-5'
  const { offerings } = await ask<{ offerings: { kind: string; after: string[]; service: { id: string } }[] }>(
    college,
    'booking.offerings',
    {},
  )
  const { workers } = await ask<{ workers: { id: string }[] }>(college, 'booking.roster', {})
  const first = townDay(new Date(Date.now() + ahead + 45 * day).toISOString())
  const place = { name: '古三村文化室', longitude: 113.185, latitude: 22.605 }
  /** Of whoever teaches and is free then. */
  async function make(title: string, from: string): Promise<{ service: string; session: string }> {
    for (const { service } of offerings.filter(({ kind, after: before }) => kind === 'class' && before.length === 0)) {
      for (const { id: worker } of workers) {
        const input = { service: service.id, term: '2026 冬', title, seats: 1, first, from, place, lessons: ['第一课'], worker }
        const made = await ask<{ session: string }>(college, 'booking.setCourse', input).catch(() => undefined)
        if (made) return { service: service.id, session: made.session }
      }
    }
    throw new Error('nobody teaches then')
  }
  const early = await make('早一点的课', '21:00')
  const late = await make('晚一点的课', '21:30')
  const booked = await ask<Booking>('resident-1', 'booking.book', { kind: 'class', ...early, yuan: 0 })
  const guest = await phone('resident-1', `packages/booking/service/service?id=${late.service}`)
  await seen(guest, /已经约了.+时间上有冲突。请改那一个，或选别的班/)
    .first()
    .waitFor()
  await guest.getByRole('button', { name: '看看冲突的那个预约' }).last().click()
  await seen(guest, booked.number).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})
