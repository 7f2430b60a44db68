import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from './demonstration'
import { accepted, read } from './matter'
import { measure, modes } from './measure'
import { button, field, photograph, seen, tap } from './touch'

const town = await demonstration()

/** Opens one of the further steps of the case that is shown. */
async function form(page: Page, name: RegExp): Promise<void> {
  await tap(page, '更多办法')
  await tap(page, name)
}
/** The button of the form; the page below may have one of the same name. */
async function send(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).filter({ visible: true }).last().click()
}
async function write(page: Page, label: string | RegExp, words: string): Promise<void> {
  await (await field(page, label)).fill(words)
}
/** The sentences of the form, which lies above the page's own. */
function ready(page: Page, at = 0) {
  return page.getByRole('group', { name: '现成的话' }).filter({ visible: true }).last().getByRole('button').nth(at)
}
async function choose(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('radio', { name }).filter({ visible: true }).first().click()
}
function workCase(person: string, id: string): Promise<Page> {
  return town.phone(person, `packages/work/case/case?id=${id}`)
}
function commandCase(id: string): Promise<Page> {
  return town.phone('dispatcher-1', `packages/command/case/case?id=${id}`)
}

test('the holder sees the place, asks, is answered, replies', async () => {
  const { id } = await accepted(town, '桥底的垃圾，先去看看')
  const member = await workCase('member-1', id)
  await form(member, /^到现场看过了/)
  await tap(member, '记下来')
  await seen(member, '请取一下现在的位置').waitFor()
  await tap(member, '取现在的位置')
  await tap(member, '允许')
  await photograph(member, /^拍现场照片/)
  await write(member, /看到了什么/, '两袋，靠着桥墩')
  await tap(member, '记下来')
  await seen(member, '两袋，靠着桥墩').waitFor()

  await form(member, /^问问居民/)
  await tap(member, '发给居民')
  await seen(member, /请写一句：想问什么/).waitFor()
  await ready(member).click()
  await tap(member, '发给居民')
  await seen(member, '等居民回答').waitFor()
  const asked = await read(town, id)
  assert.equal(asked.question, '请问具体在几号楼？')
  assert.equal(asked.timeline.find(({ note }) => note === '两袋，靠着桥墩')?.photos?.length, 1)

  await town.invoke('resident-1', 'report.addInformation', { case: id, text: '三号楼后面' })
  await member.reload()
  await seen(member, '三号楼后面').waitFor()
  await form(member, /^回复居民/)
  await ready(member).waitFor()
  await write(member, '回复的话', '明天上午叫车来拉走')
  await tap(member, '发给居民')
  await seen(member, '明天上午叫车来拉走').waitFor()

  const resident = await town.phone('resident-1', `packages/report/case/case?id=${id}`)
  await seen(resident, '明天上午叫车来拉走').waitFor()
  await seen(resident, '两袋，靠着桥墩').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('the first working day more is the holder’s own; more, and putting off, wait for the command centre', async () => {
  const before = await accepted(town, '等吊车才能清的垃圾')
  const { id } = before
  const member = await workCase('member-1', id)
  await form(member, /^需要多一点时间/)
  await tap(member, '就延这么久')
  await seen(member, '请选要多久').waitFor()
  await choose(member, '1 个工作日')
  await ready(member).click()
  await tap(member, '就延这么久')
  await seen(member, '时间改好了').waitFor()
  const extended = await read(town, id)
  assert.ok(extended.promise > before.promise)

  await form(member, /^需要多一点时间/)
  await choose(member, '2 个工作日')
  await ready(member).click()
  await tap(member, '就延这么久')
  await seen(member, '等指挥中心答复').waitFor()
  assert.equal((await read(town, id)).promise, extended.promise)

  const dispatcher = await town.phone('dispatcher-1')
  await seen(dispatcher, '指挥台').click()
  await dispatcher.getByRole('tab', { name: /等我答复/ }).click()
  await button(dispatcher, '等吊车才能清的垃圾').click()
  await seen(dispatcher, /想延长/).waitFor()
  await tap(dispatcher, '答复')
  await send(dispatcher, '答复')
  await seen(dispatcher, '请选同意还是不同意').waitFor()
  await choose(dispatcher, '不同意')
  await write(dispatcher, /说一句/, '先清能清的')
  await send(dispatcher, '答复')
  await seen(dispatcher, '先清能清的').waitFor()
  const refused = await read(town, id)
  assert.equal(refused.wish, undefined)
  assert.equal(refused.promise, extended.promise)

  await member.reload()
  await form(member, /^先放一放/)
  await choose(member, '一周后')
  await ready(member).click()
  await tap(member, '申请先放一放')
  await seen(member, '等指挥中心答复').waitFor()
  const again = await commandCase(id)
  await tap(again, '答复')
  await choose(again, '同意')
  await send(again, '答复')
  await seen(again, '先放一放').waitFor()
  assert.equal((await read(town, id)).state, 'suspended')

  await member.reload()
  await tap(member, /^接着办$/)
  await ready(member).click()
  await send(member, '接着办')
  await seen(member, '重新开始办了').waitFor()
  assert.equal((await read(town, id)).state, 'accepted')
  assert.equal(town.complaints.join('\n'), '')
})

test('what the command centre supervises is answered; then a colleague takes it, and the village', async () => {
  const text = '桥头没人清的垃圾'
  const { id, version } = await accepted(town, text)
  const until = new Date(Date.now() + 24 * 3_600_000).toISOString()
  await town.invoke('dispatcher-1', 'report.supervise', { case: id, version, until, text: '什么时候能清' })
  const member = await workCase('member-1', id)
  await seen(member, /指挥中心督办/).waitFor()
  await tap(member, '答复')
  await write(member, '说明', '今天下午清')
  await tap(member, '答复指挥中心')
  await seen(member, '今天下午清').waitFor()
  assert.equal((await read(town, id)).supervision?.answered, true)

  await form(member, /^转给别人办/)
  await tap(member, '转过去')
  await seen(member, '请选一位').waitFor()
  await member.getByRole('group', { name: '谁来办' }).getByRole('radio').first().click()
  await ready(member).click()
  await tap(member, '转过去')
  await seen(member, '转过去了').waitFor()
  const moved = await read(town, id)
  assert.doesNotMatch(moved.owner, /李燕/)
  assert.equal(moved.state, 'reported')

  const other = await accepted(town, '三个村一起倒的垃圾')
  const again = await workCase('member-1', other.id)
  await form(again, /^请上一级来办/)
  await ready(again, 1).click()
  await tap(again, '报上去')
  await seen(again, '已经请上一级来办').waitFor()
  const village = await read(town, other.id)
  assert.match(village.owner, /古四村/)
  assert.doesNotMatch(village.owner, /李燕/)
  assert.equal(town.complaints.join('\n'), '')
})

test('a department that helps does its part; the leading one shows before and after, and the resident sees both', async () => {
  const { id, version } = await accepted(town, '垃圾和电线缠在一起')
  await town.invoke('member-1', 'report.handOver', { case: id, version, departments: ['urban', 'power'], reason: '要两家一起办' })
  const people = await town.people()
  const officer = async (wanted: RegExp) => {
    for (const { openid } of people.filter(({ role }) => role === 'officer')) {
      const { roles } = (await town.invoke(openid, 'person.me', {})) as { roles: { name: string }[] }
      if (roles.some(({ name }) => wanted.test(name))) return openid
    }
    throw new Error(`nobody works at ${String(wanted)}`)
  }
  const helper = await officer(/供电所/)
  const leader = await officer(/城市管理和综合执法局/)

  const power = await workCase(helper, id)
  await tap(power, '我们这部分办完了')
  await photograph(power, /^拍现场照片/)
  await ready(power).click()
  await send(power, '办完了')
  await seen(power, '告诉牵头的部门了').waitFor()
  assert.deepEqual(
    (await read(town, id)).partners.map(({ done }) => done),
    [true],
  )

  const urban = await workCase(leader, id)
  await seen(urban, '一起办的部门').waitFor()
  await tap(urban, '接手这件事')
  await photograph(urban, /^拍处理后的照片/)
  await photograph(urban, /^拍处理前的照片/)
  await ready(urban).click()
  await tap(urban, '处理好了，交上去')
  await seen(urban, '等居民确认').waitFor()

  const resident = await town.phone('resident-1', `packages/report/case/case?id=${id}`)
  await seen(resident, '处理前').waitFor()
  await seen(resident, '处理后').waitFor()
  await seen(resident, /供电所/).waitFor()
  await resident.getByRole('button', { name: /^处理前的照片 1/ }).waitFor()
  await resident.getByRole('button', { name: /^办好后的照片 1/ }).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

for (const [mode, { careMode, least }] of Object.entries(modes)) {
  test(`the forms of the steps in ${mode} mode can be read, reached and used`, async () => {
    const { id } = await accepted(town, `为了看表单的垃圾，${mode}`)
    for (const person of ['member-1', 'dispatcher-1']) await town.invoke(person, 'person.update', { careMode })
    const forms = {
      'member-1': [/^到现场看过了/, /^问问居民/, /^转给别人办/, /^交给部门办/, /^退回去/, /^需要多一点/, /^先放一放/],
      'dispatcher-1': [/^督办/, /^并到另一件/, /^拆出另一件/],
    }
    for (const [person, names] of Object.entries(forms)) {
      const page = await (person === 'member-1' ? workCase(person, id) : commandCase(id))
      await page
        .locator(careMode ? '.root.care' : '.root:not(.care)')
        .first()
        .waitFor()
      await tap(page, '更多办法')
      for (const name of names) {
        await tap(page, name)
        await button(page, '返回').waitFor()
        await page.waitForLoadState('networkidle')
        const found = await measure(page, least)
        assert.deepEqual(found, { violations: [], smallTargets: [], smallTexts: [], closeLines: [], cutOff: [] }, String(name))
        await send(page, '返回')
      }
      await page.context().close()
    }
  })
}
