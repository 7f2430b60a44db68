import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { button, field, photograph, seen, tap } from './touch'

const town = await demonstration()

test('a resident reports, the grid member handles it, the resident is not content, then is', async () => {
  const resident = await town.phone('resident-1')
  await seen(resident, '何敏').waitFor()
  await tap(resident, /报问题/)
  await photograph(resident, /^拍张照片/)
  await tap(resident, '我就在这里')
  await tap(resident, '允许')
  await seen(resident, /古四村第一网格/).waitFor()
  await (await field(resident, '搜问题的名字')).fill('路灯')
  await resident.getByRole('button', { name: '路灯不亮' }).filter({ visible: true }).first().click()
  await (await field(resident, '怎么回事')).fill('15 巷口路灯三天没亮了😟')
  await tap(resident, '报上去')
  await seen(resident, /收到了/).waitFor()
  await seen(resident, /李燕/).waitFor()
  await tap(resident, /有进展告诉我/)
  await tap(resident, '允许')
  await seen(resident, '经过').waitFor()

  const member = await town.phone('member-1')
  await seen(member, '我的任务').click()
  await button(member, /15 巷口路灯三天没亮了/).click()
  await tap(member, '接手这件事')
  await button(member, /处理好了/).waitFor()
  await seen(resident, '服务通知').waitFor()

  await photograph(member, /^拍处理后的照片/)
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').first().click()
  await tap(member, /处理好了/)
  await button(member, /处理好了/).waitFor({ state: 'hidden' })

  await resident.reload()
  await tap(resident, /15 巷口路灯三天没亮了/)
  await tap(resident, /还没好/)
  await (await field(resident, '哪里还没好')).fill('亮了一晚又灭了')
  await tap(resident, '请再去办')
  await seen(resident, '亮了一晚又灭了').waitFor()

  await member.reload()
  await seen(member, '我的任务').click()
  await button(member, /15 巷口路灯三天没亮了/).click()
  await seen(member, '亮了一晚又灭了').waitFor()
  await photograph(member, /^拍处理后的照片/)
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').first().click()
  await tap(member, /处理好了/)
  await button(member, /处理好了/).waitFor({ state: 'hidden' })

  await resident.reload()
  await tap(resident, /15 巷口路灯三天没亮了/)
  await resident
    .getByRole('radio', { name: /^5 颗星/ })
    .filter({ visible: true })
    .click()
  await tap(resident, /^好了/)
  await seen(resident, '您的评价').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('a place outside the town reaches the town desk, and the dispatcher can give it to a person', async () => {
  await town.invoke('resident-1', 'report.submit', {
    item: 'lamp',
    text: '五公里外的一盏灯',
    place: { longitude: 113.27, latitude: 22.55 },
  })
  const dispatcher = await town.phone('dispatcher-1')
  await seen(dispatcher, '指挥台').click()
  await button(dispatcher, /五公里外的一盏灯/).click()
  await seen(dispatcher, /不在古镇镇/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('a place is found by the name that people call it, and the report goes to its grid', async () => {
  const resident = await town.phone('resident-3')
  await tap(resident, /报问题/)
  await (await field(resident, '说出楼名找地点')).fill('没有这样的楼')
  await seen(resident, /没有找到“没有这样的楼”/).waitFor()
  await (await field(resident, '说出楼名找地点')).fill('锦秀名苑')
  await seen(resident, /没有叫“锦秀名苑”的地方/).waitFor()
  await button(resident, /^锦绣名苑/).waitFor()
  await (await field(resident, '说出楼名找地点')).fill('古镇菜市场')
  await button(resident, /^古镇市场/).click()
  await seen(resident, /古镇社区/).waitFor()
  assert.equal(await (await field(resident, '旁边有什么')).inputValue(), '古镇市场')
  await (await field(resident, '怎么回事')).fill('市场门口的灯不亮')
  await (await field(resident, '搜问题的名字')).fill('路灯')
  await resident.getByRole('button', { name: '路灯不亮' }).filter({ visible: true }).first().click()
  await tap(resident, '报上去')
  await seen(resident, /收到了/).waitFor()
  const { cases } = (await town.invoke('resident-3', 'report.mine', {})) as { cases: { text: string; place: object; grid: string }[] }
  const sent = cases.find(({ text }) => text === '市场门口的灯不亮')
  assert.deepEqual(sent?.place, { longitude: 113.18878, latitude: 22.60646, name: '古镇市场' })
  assert.match(sent?.grid ?? '', /古镇社区/)
  assert.equal(town.complaints.join('\n'), '')
})
