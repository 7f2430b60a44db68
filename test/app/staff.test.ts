import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from './demonstration'
import { read as readIn, reported as reportedIn } from './matter'
import { button, field, photograph, seen, tap } from './touch'

const town = await demonstration()

const day = 24 * 3_600_000
const reported = (text: string) => reportedIn(town, text)
const read = (id: string) => readIn(town, id)

/** Lets the timer come round: it reminds first, then passes on, some cases at a time. */
async function sweep(): Promise<void> {
  await town.advance(8 * 60_000)
}

/** What the phone's own switch does. */
async function network(page: Page, type: 'none' | 'wifi'): Promise<void> {
  await page.evaluate(
    (to) => (globalThis as unknown as { shanlinDevice: { setNetwork(type: string): void } }).shanlinDevice.setNetwork(to),
    type,
  )
}

async function opened(person: string, door: string, text: string): Promise<Page> {
  const page = await town.phone(person)
  await seen(page, door).click()
  await button(page, text).click()
  return page
}

test('what does not belong here is returned with a reason, and the dispatcher gives it to somebody else', async () => {
  const text = '隔壁镇路口的垃圾'
  const { id } = await reported(text)
  const member = await opened('member-1', '我的任务', text)
  await tap(member, '更多办法')
  await tap(member, /^退回去/)
  await member.getByRole('radio', { name: '地点不在这里' }).click()
  await tap(member, '退回去')
  await seen(member, /请写一句/).waitFor()
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').filter({ visible: true }).first().click()
  await tap(member, '退回去')
  await seen(member, /^退回去了/).waitFor()
  const returned = await read(id)
  assert.equal(returned.returned, 1)
  assert.equal(returned.state, 'reported')

  const dispatcher = await town.phone('dispatcher-1')
  await seen(dispatcher, '指挥台').click()
  await dispatcher.getByRole('tab', { name: /全部/ }).click()
  await button(dispatcher, text).click()
  await seen(dispatcher, '退回过').waitFor()
  await dispatcher.getByRole('radio').filter({ visible: true }).first().click()
  await tap(dispatcher, /^交给/)
  await dispatcher.getByRole('group', { name: '常见的原因' }).getByRole('button', { name: '分错了地方' }).click()
  await tap(dispatcher, '确定，发通知')
  await seen(dispatcher, /指挥中心改由/).waitFor()
  assert.notEqual((await read(id)).owner, returned.owner)
  assert.equal(town.complaints.join('\n'), '')
})

test('two departments take a matter together; the first leads and waits for the other', async () => {
  const text = '垃圾堆压住了电线'
  const { id } = await reported(text)
  const member = await opened('member-1', '我的任务', text)
  await tap(member, '更多办法')
  await tap(member, /^交给部门办/)
  const choices = member.getByRole('checkbox').filter({ visible: true })
  await choices.nth(0).click()
  await choices.nth(1).click()
  await seen(member, '牵头').waitFor()
  await (await field(member, '说一句原因')).fill('要几家一起办')
  await tap(member, '交给部门')
  await seen(member, '交给部门了').waitFor()
  const handed = await read(id)
  assert.equal(handed.state, 'reported')
  assert.equal(handed.partners.length, 1)
  assert.equal(handed.partners[0]?.done, false)
  assert.match(handed.timeline.at(-1)?.sentence ?? '', /牵头/)
  assert.equal(town.complaints.join('\n'), '')
})

test('work done without a network is kept and sent once, with the time when it was done', async () => {
  const text = '没有信号的巷子里的垃圾'
  const { id } = await reported(text)
  const member = await opened('member-1', '我的任务', text)
  await button(member, '接手这件事').waitFor()
  await network(member, 'none')
  await tap(member, '接手这件事')
  await seen(member, /存在手机里/).waitFor()
  await photograph(member, /^拍处理后的照片/)
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').filter({ visible: true }).first().click()
  await tap(member, /处理好了，交上去/)
  await seen(member, /处理好了 · /).waitFor()
  assert.equal((await read(id)).state, 'reported')

  await network(member, 'wifi')
  await seen(member, /存在手机里/).waitFor({ state: 'hidden' })
  await seen(member, '等居民确认').waitFor()
  const sent = await read(id)
  assert.equal(sent.state, 'resolved')
  assert.equal(sent.timeline.filter(({ happenedAt }) => happenedAt !== undefined).length, 2)
})

test('a problem found and solved on the way is recorded in one step', async () => {
  const member = await town.phone('member-1')
  await seen(member, '我的任务').click()
  await tap(member, '随手办')
  await photograph(member, /^拍处理后的照片/)
  await tap(member, '我就在这里')
  await tap(member, '允许')
  await (await field(member, '搜问题的名字')).fill('垃圾')
  await tap(member, '垃圾没人清')
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').first().click()
  await tap(member, '办好了，记下来')
  await seen(member, '记下来了').waitFor()
})

// Last: from here on the cloud is days ahead of the phones.
test('what is not accepted in time goes to the next, and what stays late is told above', async () => {
  const text = '一直没有人来收的垃圾'
  const { id, owner } = await reported(text)
  await town.sleep(4 * day)
  await sweep()
  const later = await read(id)
  assert.ok(
    later.timeline.some(({ sentence }) => /没有按时/.test(sentence)),
    'somebody was told that it is late',
  )
  assert.notEqual(later.owner, owner)
  // The resident is told, not only the office.
  const resident = await town.phone('resident-1')
  await resident.getByRole('tab', { name: /我的事/ }).click()
  await button(resident, text).click()
  await seen(resident, /没有按时接手/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})
