import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from './demonstration'
import { accepted, becomes, read } from './matter'
import { button, field, photograph, seen, tap } from './touch'

const town = await demonstration()

interface Row {
  id: string
  text: string
  joined: number
  photo?: { check: string }
}

const lamp = 'lamp'
const place = { longitude: 113.1802, latitude: 22.6109 }

async function mine(person: string): Promise<Row[]> {
  return ((await town.invoke(person, 'report.mine', {})) as { cases: Row[] }).cases
}

async function network(page: Page, type: 'wifi' | 'none'): Promise<void> {
  await page.evaluate((to) => window.shanlinDevice?.setNetwork(to), type)
}

/** Each test has a place of its own, so that no other's report lies near. */
async function stand(page: Page, east: number): Promise<void> {
  await seen(page, /报问题/).waitFor()
  await page.evaluate((at) => window.shanlinDevice?.setPosition(at), { ...place, longitude: place.longitude + east })
}

/** The place that the phone says, the words, and what the words suggest. */
async function write(resident: Page, words: string, suggested: RegExp): Promise<void> {
  await tap(resident, /报问题/)
  await tap(resident, '我就在这里')
  await tap(resident, '允许')
  await (await field(resident, '怎么回事')).fill(words)
  await tap(resident, suggested)
  await seen(resident, '换一个').waitFor()
}

test('a resident sees that a neighbour reported the same, and joins instead of reporting it twice', async () => {
  const resident = await town.phone('resident-1')
  await stand(resident, 0)
  const first = (await town.invoke('resident-2', 'report.submit', { item: lamp, text: '巷口 28 号的路灯坏了', place })) as Row
  const before = await mine('resident-1')

  await write(resident, '路灯三天没亮了', /^路灯不亮/)
  await seen(resident, '附近有人报过，是同一件吗？').waitFor()
  await seen(resident, '巷口 28 号的路灯坏了').waitFor()
  await seen(resident, '等待接手').waitFor()
  // Sending is stopped once, and the person is shown what is there.
  await tap(resident, '报上去')
  await seen(resident, /请看看是不是同一件/).waitFor()
  const join = button(resident, /^我也遇到了，巷口 28 号/)
  await join.dblclick()
  await seen(resident, '记下了，您也遇到了').waitFor()
  await tap(resident, '不用了，看看这件事')
  await seen(resident, '您也遇到了，在等这件事').waitFor()
  await seen(resident, '还有 1 位邻居也遇到了').waitFor()

  assert.equal((await mine('resident-1')).length, before.length)
  const { cases } = (await town.invoke('resident-1', 'report.following', {})) as { cases: Row[] }
  assert.deepEqual(
    cases.filter(({ id }) => id === first.id).map(({ joined }) => joined),
    [1],
  )
  await resident.goto(`${town.url}/phone/resident-1`)
  await seen(resident, '我的事').click()
  await resident.getByRole('tab', { name: '在等的' }).click()
  await seen(resident, '巷口 28 号的路灯坏了').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('what was written without a network survives closing the app, and is sent by itself, once', async () => {
  const words = '没有网的时候写的一句话'
  const resident = await town.phone('resident-3')
  await stand(resident, 0.003)
  const before = await mine('resident-3')
  await tap(resident, /报问题/)
  await tap(resident, '我就在这里')
  await tap(resident, '允许')
  await network(resident, 'none')
  await photograph(resident, /^拍张照片/)
  await (await field(resident, '怎么回事')).fill(words)
  await (await field(resident, '搜问题的名字')).fill('路灯')
  await tap(resident, '路灯不亮')
  await tap(resident, '报上去')
  await seen(resident, '现在没有网络，先存在手机里了').waitFor()
  assert.equal((await mine('resident-3')).length, before.length)

  // Closed and opened again, it goes; and goes no second time, however often the network comes and goes.
  await resident.reload()
  await seen(resident, /已经报上去了/).waitFor()
  await network(resident, 'none')
  await network(resident, 'wifi')
  await seen(resident, '我的事').click()
  await button(resident, new RegExp(words)).waitFor()
  const sent = (await mine('resident-3')).filter(({ text }) => text === words)
  assert.equal(sent.length, 1)
  assert.ok(sent[0]?.photo)
  assert.equal(await resident.getByText('等网络').filter({ visible: true }).count(), 0)
})

test('open, the app sends what waits as soon as the network is back', async () => {
  const words = '网断了一会儿又好了'
  const resident = await town.phone('resident-4')
  await stand(resident, -0.003)
  await tap(resident, /报问题/)
  await tap(resident, '我就在这里')
  await tap(resident, '允许')
  await (await field(resident, '怎么回事')).fill(words)
  await (await field(resident, '搜问题的名字')).fill('路灯')
  await tap(resident, '路灯不亮')
  await network(resident, 'none')
  await tap(resident, '报上去')
  await seen(resident, '现在没有网络，先存在手机里了').waitFor()
  await network(resident, 'wifi')
  await network(resident, 'wifi')
  await seen(resident, '收到了，谢谢您').waitFor()
  assert.equal((await mine('resident-4')).filter(({ text }) => text === words).length, 1)
})

test('what the cloud refuses when it is sent by itself is not lost: it is opened, mended and sent', async () => {
  const words = '巷尾的灯不亮'
  const resident = await town.phone('resident-5')
  await stand(resident, 0.006)
  await tap(resident, /报问题/)
  await tap(resident, '我就在这里')
  await tap(resident, '允许')
  await (await field(resident, '怎么回事')).fill(`赌博在这里，${words}`)
  await (await field(resident, '搜问题的名字')).fill('路灯')
  await tap(resident, '路灯不亮')
  await network(resident, 'none')
  await tap(resident, '报上去')
  await tap(resident, '知道了')
  await seen(resident, '等网络').waitFor()
  await network(resident, 'wifi')
  await resident.reload()
  await tap(resident, /有一件事没能报上去/)
  await button(resident, /没报上去/).click()
  await (await field(resident, '怎么回事')).fill(words)
  await tap(resident, '报上去')
  await seen(resident, '收到了，谢谢您').waitFor()
  assert.equal((await mine('resident-5')).filter(({ text }) => text === words).length, 1)
  await resident.goto(`${town.url}/phone/resident-5`)
  await seen(resident, '我的事').click()
  await button(resident, new RegExp(words)).waitFor()
  assert.equal(await resident.getByText('没报上去').filter({ visible: true }).count(), 0)
})

/** Names are not unique among a thousand grid members: it is the one who has the case in hand. */
async function holderOf({ id, owner }: { id: string; owner: string }): Promise<string> {
  const people = await town.people()
  for (const { openid, name, role } of people) {
    if (role !== 'member' || !owner.includes(name)) continue
    const { cases } = (await town.invoke(openid, 'report.inbox', {})) as { cases: Row[] }
    if (cases.some((one) => one.id === id)) return openid
  }
  throw new Error(`nobody has it: ${owner}`)
}

test('asked by who has it, the resident answers; urges once and is told when again; nothing is said twice', async () => {
  const text = '楼梯口的灯也坏了，请来看看'
  const sent = (await town.invoke('resident-1', 'report.submit', {
    item: lamp,
    text,
    place: { ...place, longitude: place.longitude - 0.006 },
  })) as Row & { owner: string }
  const holder = await holderOf(sent)
  await town.invoke(holder, 'report.ask', { case: sent.id, question: '是几楼的灯?' })

  const resident = await town.phone('resident-1')
  await seen(resident, '我的事').click()
  await button(resident, new RegExp(text)).click()
  await seen(resident, '是几楼的灯?').waitFor()
  await (await field(resident, '您的回答')).fill('三楼和四楼')
  await button(resident, '回答他们').dblclick()
  await seen(resident, '您回答了问题').waitFor()
  await button(resident, '催一下').dblclick()
  await seen(resident, /以后可以再催/).waitFor()

  const { timeline, urged } = (await town.invoke('resident-1', 'report.get', { case: sent.id })) as {
    timeline: { note?: string }[]
    urged: number
  }
  assert.equal(timeline.filter(({ note }) => note === '三楼和四楼').length, 1)
  assert.equal(urged, 1)
  assert.equal(town.complaints.join('\n'), '')
})

test('what a resident answers and adds without a network is kept, and arrives once when there is one', async () => {
  const { id } = await accepted(town, '没有网的时候也能说好了没有')
  const resident = await town.phone('resident-1', `packages/report/case/case?id=${id}`)
  await tap(resident, '补充情况')
  await network(resident, 'none')
  await (await field(resident, '补充的情况')).fill('又多了两袋')
  await button(resident, '补充上去').dblclick()
  await seen(resident, '存在手机里，有网了自动交上去').waitFor()
  assert.equal(await resident.getByRole('button', { name: '补充情况' }).filter({ visible: true }).count(), 0)
  await network(resident, 'wifi')
  await seen(resident, '又多了两袋').waitFor()
  await seen(resident, '存在手机里，有网了自动交上去').waitFor({ state: 'hidden' })

  const member = await town.phone('member-1', `packages/work/case/case?id=${id}`)
  await photograph(member, /^拍处理后的照片/)
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').filter({ visible: true }).first().click()
  await tap(member, '处理好了，交上去')
  await seen(member, '等居民确认').waitFor()

  await resident.reload()
  await tap(resident, /^还没好/)
  await (await field(resident, '哪里还没好')).fill('还剩一袋')
  await network(resident, 'none')
  await tap(resident, '请再去办')
  await seen(resident, '还没好 · 垃圾没人清').waitFor()
  assert.equal((await read(town, id)).state, 'resolved')
  // Closed and opened again, it goes by itself, however often the network comes and goes.
  await resident.goto(`${town.url}/phone/resident-1`)
  await seen(resident, '我的事').waitFor()
  await network(resident, 'none')
  await network(resident, 'wifi')
  const again = await becomes(town, id, 'accepted')
  assert.equal(again.timeline.filter(({ note }) => note === '还剩一袋').length, 1)
  assert.equal(again.timeline.filter(({ note }) => note === '又多了两袋').length, 1)
  assert.equal(again.state, 'accepted')

  await member.reload()
  await photograph(member, /^拍处理后的照片/)
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').filter({ visible: true }).first().click()
  await tap(member, '处理好了，交上去')
  await seen(member, '等居民确认').waitFor()
  await seen(resident, '我的事').click()
  await button(resident, /没有网的时候也能说好了没有/).click()
  await network(resident, 'none')
  await resident
    .getByRole('radio', { name: /^4 颗星/ })
    .filter({ visible: true })
    .click()
  await tap(resident, '好了，谢谢')
  await seen(resident, '您的评价 · 垃圾没人清').waitFor()
  await network(resident, 'wifi')
  await seen(resident, '您的评价 · 垃圾没人清').waitFor({ state: 'hidden' })
  await seen(resident, '您的评价').waitFor()
  assert.equal((await read(town, id)).state, 'closed')
})
