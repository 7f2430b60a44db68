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
  await seen(resident, '何敏').waitFor()
  await resident.evaluate((at) => window.shanlinDevice?.setPosition(at), place)
  const first = (await town.invoke('resident-2', 'report.submit', { item: lamp, text: '巷口 28 号的路灯坏了', place })) as Row
  const before = await mine('resident-1')

  await write(resident, '路灯三天没亮了', /^路灯不亮/)
  await seen(resident, '附近有人报过,是同一件吗?').waitFor()
  await seen(resident, '巷口 28 号的路灯坏了').waitFor()
  await seen(resident, '等待接手').waitFor()
  // Sending is stopped once, and the person is shown what is there.
  await tap(resident, '报上去')
  await seen(resident, /请看看是不是同一件/).waitFor()
  const join = button(resident, /^我也遇到了,巷口 28 号/)
  await join.dblclick()
  await seen(resident, '记下了,您也遇到了').waitFor()
  await tap(resident, '不用了,看看这件事')
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
  await seen(resident, '报问题').waitFor()
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
  await seen(resident, '现在没有网络,先存在手机里了').waitFor()
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
  await tap(resident, /报问题/)
  await tap(resident, '我就在这里')
  await tap(resident, '允许')
  await (await field(resident, '怎么回事')).fill(words)
  await (await field(resident, '搜问题的名字')).fill('路灯')
  await tap(resident, '路灯不亮')
  await network(resident, 'none')
  await tap(resident, '报上去')
  await seen(resident, '现在没有网络,先存在手机里了').waitFor()
  await network(resident, 'wifi')
  await network(resident, 'wifi')
  await seen(resident, '收到了,谢谢您').waitFor()
  assert.equal((await mine('resident-4')).filter(({ text }) => text === words).length, 1)
})
