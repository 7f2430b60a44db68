import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startDemonstration } from './demonstration'
import type { Demonstration } from './demonstration'
import { accepted, becomes, read, reported } from './matter'
import { measure, modes, sound } from './measure'
import { button, field, photograph, seen, tap } from './touch'

// What was done without a network and the cloud then refuses: nothing that was typed or photographed is lost.
let town: Demonstration
before(async () => {
  town = await startDemonstration()
})
after(() => town.close())

async function network(page: Page, type: 'wifi' | 'none'): Promise<void> {
  await page.evaluate((to) => window.shanlinDevice?.setNetwork(to), type)
}
const workCase = (id: string) => town.phone('member-1', `packages/work/case/case?id=${id}`)
const reportCase = (id: string) => town.phone('resident-1', `packages/report/case/case?id=${id}`)
const shown = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).filter({ visible: true })

/** Resolves it on a phone without a network, in these words. */
async function resolveOffline(member: Page, words: string): Promise<void> {
  await button(member, '处理好了，交上去').waitFor()
  await network(member, 'none')
  await photograph(member, /^拍处理后的照片/)
  await member.getByPlaceholder('点一句上面的，或者自己写').filter({ visible: true }).first().fill(words)
  await tap(member, '处理好了，交上去')
  await seen(member, /^处理好了 · /).waitFor()
}

test('a result that came too late for its version is opened again with words and picture, and sent', async () => {
  const { id } = await accepted(town, '没网时办好、居民又补了一句的垃圾')
  const member = await workCase(id)
  await resolveOffline(member, '两袋都拉走了，地也冲了')
  await town.invoke('resident-1', 'report.addInformation', { case: id, text: '墙角还有一袋' })
  await network(member, 'wifi')
  await seen(member, /没有交上去：/).waitFor()
  await seen(member, '两袋都拉走了，地也冲了').waitFor()
  await seen(member, '墙角还有一袋').waitFor()
  await tap(member, '改一改再交')
  await button(member, '改一改再交').waitFor({ state: 'hidden' })
  const note = member.getByPlaceholder('点一句上面的，或者自己写').filter({ visible: true }).first()
  assert.equal(await note.inputValue(), '两袋都拉走了，地也冲了')
  await note.fill('三袋都拉走了，地也冲了')
  await tap(member, '处理好了，交上去')
  await seen(member, '等居民确认').waitFor()
  const solved = await read(town, id)
  const [last] = solved.timeline.filter(({ note: words }) => words === '三袋都拉走了，地也冲了')
  assert.equal(last?.photos?.length, 1)
  assert.equal(solved.state, 'resolved')
})

test('what can’t be sent any more, since somebody else has the matter now, is there to be copied', async () => {
  const { id } = await accepted(town, '没网时办好、却已经转给别人的垃圾')
  const member = await workCase(id)
  await resolveOffline(member, '拉走了半车')
  const { version } = await read(town, id)
  await town.invoke('dispatcher-1', 'report.assign', { case: id, version, holder: 'department:urban', reason: '要吊车' })
  await network(member, 'wifi')
  await seen(member, /没有交上去：/).waitFor()
  await seen(member, '拉走了半车').waitFor()
  assert.equal(await shown(member, '改一改再交').count(), 0)
  await tap(member, '复制文字')
  await tap(member, '不交了')
  await shown(member, '不交了').last().click()
  await seen(member, /没有交上去：/).waitFor({ state: 'hidden' })
})

test('a find whose words are refused is opened in its form again, from the list of tasks', async () => {
  const member = await town.phone('member-1', 'packages/work/inbox/inbox')
  await tap(member, '随手办')
  await photograph(member, /^拍处理后的照片/)
  await tap(member, '我就在这里')
  await tap(member, '允许')
  await (await field(member, '搜问题的名字')).fill('垃圾')
  await tap(member, '垃圾没人清')
  await (await field(member, '怎么办的')).fill('赌博摊子边的垃圾扫了')
  await network(member, 'none')
  await tap(member, '办好了，记下来')
  await seen(member, '没有网络，已经存好').waitFor()
  await tap(member, '回到任务')
  await network(member, 'wifi')
  await seen(member, '赌博摊子边的垃圾扫了').waitFor()
  await tap(member, '打开看看')
  await seen(member, /不能发布的内容/).waitFor()
  assert.equal(await (await field(member, '怎么办的')).inputValue(), '赌博摊子边的垃圾扫了')
  await (await field(member, '怎么办的')).fill('摊子边的垃圾扫了')
  await tap(member, '办好了，记下来')
  await seen(member, '记下来了').waitFor()
  await tap(member, '回到任务')
  await seen(member, '要处理').waitFor()
  await seen(member, /没有交上去：/).waitFor({ state: 'hidden' })
})

test('"not fixed" that was refused because staff wrote meanwhile is there again, and goes', async () => {
  const { id } = await accepted(town, '没网时说没办好的垃圾')
  const member = await workCase(id)
  await photograph(member, /^拍处理后的照片/)
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').filter({ visible: true }).first().click()
  await tap(member, '处理好了，交上去')
  await seen(member, '等居民确认').waitFor()

  const resident = await reportCase(id)
  await tap(resident, /^还没好/)
  await (await field(resident, '哪里还没好')).fill('桶后面还有')
  await network(resident, 'none')
  await tap(resident, '请再去办')
  await seen(resident, /^还没好 · /).waitFor()
  await town.invoke('member-1', 'report.reply', { case: id, text: '您看看满不满意' })
  await network(resident, 'wifi')
  await seen(resident, /没有交上去：/).waitFor()
  await seen(resident, '您看看满不满意').waitFor()
  await tap(resident, '改一改再交')
  assert.equal(await (await field(resident, '哪里还没好')).inputValue(), '桶后面还有')
  await tap(resident, '请再去办')
  await becomes(town, id, 'accepted')
})

test('urging and withdrawing without a network are kept too, and arrive once', async () => {
  const urged = await reported(town, '没网时催的垃圾')
  const resident = await reportCase(urged.id)
  await button(resident, '催一下').waitFor()
  await network(resident, 'none')
  await tap(resident, '催一下')
  await seen(resident, /^催一下 · /).waitFor()
  assert.equal(await shown(resident, '催一下').count(), 0)
  await network(resident, 'wifi')
  await seen(resident, /以后可以再催/).waitFor()
  const { urged: times } = (await town.invoke('resident-1', 'report.get', { case: urged.id })) as { urged: number }
  assert.equal(times, 1)

  await network(resident, 'none')
  await tap(resident, /撤回这件事/)
  await shown(resident, '撤回').last().click()
  await seen(resident, /^撤回 · /).waitFor()
  assert.equal(await shown(resident, '补充情况').count(), 0)
  await network(resident, 'wifi')
  await becomes(town, urged.id, 'withdrawn')
  await seen(resident, '已经撤回').waitFor()
})

test('withdrawing late is refused when there is news, and nothing is lost by it', async () => {
  const { id } = await accepted(town, '没网时撤回、却有了新进展的垃圾')
  const resident = await reportCase(id)
  await button(resident, /撤回这件事/).waitFor()
  await network(resident, 'none')
  await tap(resident, /撤回这件事/)
  await shown(resident, '撤回').last().click()
  await seen(resident, /^撤回 · /).waitFor()
  await town.invoke('member-1', 'report.reply', { case: id, text: '车已经在路上了' })
  await network(resident, 'wifi')
  await seen(resident, /没有交上去：/).waitFor()
  await seen(resident, '车已经在路上了').waitFor()
  assert.equal((await read(town, id)).state, 'accepted')
  await tap(resident, '知道了')
  await seen(resident, /没有交上去：/).waitFor({ state: 'hidden' })
  await button(resident, /撤回这件事/).waitFor()
})

for (const [mode, { careMode, least }] of Object.entries(modes)) {
  test(`what was refused can be read, reached and used in ${mode} mode`, async () => {
    await town.invoke('member-1', 'person.update', { careMode })
    const { id } = await accepted(town, `没有交上去的垃圾，${mode}`)
    const member = await workCase(id)
    await resolveOffline(member, '全部拉走了')
    await town.invoke('resident-1', 'report.addInformation', { case: id, text: '还有一袋' })
    await network(member, 'wifi')
    await seen(member, /没有交上去：/).waitFor()
    await member.waitForLoadState('networkidle')
    if (process.env.PICTURES) await member.screenshot({ path: `${process.env.PICTURES}/refused-${mode}.png` })
    assert.deepEqual(await measure(member, least), sound)
  })
}
