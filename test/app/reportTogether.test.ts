import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startDemonstration } from './demonstration'
import type { Demonstration } from './demonstration'
import { button, field, photograph, seen, tap } from './touch'

let town: Demonstration
before(async () => {
  town = await startDemonstration()
})
after(() => town.close())

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
  await seen(resident, '您在等这件事').waitFor()
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

test('asked by who has it, the resident answers; urges once and is told when again; nothing is said twice', async () => {
  const text = '楼梯口的灯也坏了，请来看看'
  const sent = (await town.invoke('resident-1', 'report.submit', {
    item: lamp,
    text,
    place: { ...place, longitude: place.longitude - 0.006 },
  })) as Row & { owner: string }
  const people = (await (await fetch(`${town.url}/people`)).json()) as { openid: string; name: string }[]
  const holder = people.find(({ name }) => sent.owner.includes(name))
  assert.ok(holder, sent.owner)
  await town.invoke(holder.openid, 'report.ask', { case: sent.id, question: '是几楼的灯?' })

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
