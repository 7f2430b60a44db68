import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from './demonstration'
import { reported } from './matter'
import { measure, modes } from './measure'
import { button, field, seen, tap } from './touch'

const town = await demonstration()

interface Roster {
  grid: { id: string }
  team: { person: string; name: string; standing: string; load: number; shifts: object[]; absences: object[]; exceptions: object[] }[]
}
async function roster(person = 'dispatcher-1'): Promise<Roster> {
  const { grids } = (await town.invoke('member-1', 'report.rosters', {})) as { grids: { id: string }[] }
  return (await town.invoke(person, 'report.roster', { grid: grids[0]?.id })) as Roster
}
async function teamMember(name: string) {
  const found = (await roster()).team.find((one) => one.name === name)
  assert.ok(found, name)
  return found
}
async function asDispatcher(): Promise<Page> {
  const page = await town.phone('dispatcher-1')
  await seen(page, '指挥台').click()
  await tap(page, '各网格谁当班、谁请假')
  await (await field(page, '找村居或网格')).fill('古四村第一')
  await button(page, /^古四村第一网格/).click()
  await seen(page, '李燕').waitFor()
  return page
}

test('a member enters leave: what is in hand goes to who is on duty, and coming back early takes nothing away', async () => {
  const text = '请假那天手上的垃圾'
  await reported(town, text)
  const held = (await teamMember('李燕')).load
  assert.ok(held > 0)
  // Somebody has to be there to take it.
  const dispatcher = await asDispatcher()
  await tap(dispatcher, '区国明提前回来')
  await tap(dispatcher, '回来上班')
  await seen(dispatcher, '记下了，今天起照常上班').waitFor()
  assert.equal((await teamMember('区国明')).standing === 'away', false)
  await tap(dispatcher, '区国明改固定班')
  while ((await button(dispatcher, /^去掉第/).count()) > 0) await button(dispatcher, /^去掉第/).click()
  await tap(dispatcher, '再加一段')
  for (const day of ['周六', '周日']) await dispatcher.getByRole('checkbox', { name: day }).filter({ visible: true }).click()
  await button(dispatcher, '第 1 段从 08:30').click()
  await time(dispatcher, '00', '00')
  await button(dispatcher, /^第 1 段到/).click()
  await time(dispatcher, '00', '00')
  await button(dispatcher, '第 1 段到次日00:00').waitFor()
  await tap(dispatcher, '改好了')
  await seen(dispatcher, '区国明的班改好了').waitFor()
  assert.equal((await teamMember('区国明')).standing, 'onDuty')

  const member = await town.phone('member-1')
  await seen(member, '我的任务').click()
  await tap(member, '谁当班、请假')
  await tap(member, '李燕请假')
  await tap(member, '登记')
  await seen(member, '请写一句为什么').waitFor()
  await tap(member, '家里有事')
  await button(member, '登记').dblclick()
  await seen(member, /登记好了，\d+ 件事已经转给当班的人/).waitFor()
  const away = await teamMember('李燕')
  assert.equal(away.standing, 'away')
  assert.equal(away.absences.length, 1)
  assert.ok(away.load < held)
  await seen(member, '家里有事').waitFor()

  const resident = await town.phone('resident-1')
  await resident.getByRole('tab', { name: /我的事/ }).click()
  await button(resident, text).click()
  await seen(resident, /休息/).waitFor()

  await tap(member, '李燕提前回来')
  await tap(member, '回来上班')
  await seen(member, '记下了，今天起照常上班').waitFor()
  const back = await teamMember('李燕')
  assert.equal(back.standing, 'onDuty')
  assert.equal(back.load, away.load)
  await member.getByRole('tab', { name: '改动' }).filter({ visible: true }).click()
  await seen(member, /李燕.*休息/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

/** Turns the wheels of a time. */
async function time(page: Page, hour: string, minute: string): Promise<void> {
  const wheels = page.locator('select').filter({ visible: true })
  await wheels.nth(0).selectOption({ label: `${hour}` })
  await wheels.nth(1).selectOption({ label: `${minute}` })
  await tap(page, '确定')
}

test('another day’s hours are entered, seen among the days, and the weekly ones put back', async () => {
  const dispatcher = await asDispatcher()
  await tap(dispatcher, '苏丽娟改某一天的班')
  await dispatcher.getByRole('radio', { name: '这天不上班' }).filter({ visible: true }).click()
  await tap(dispatcher, '改好了')
  await seen(dispatcher, '苏丽娟的班改好了').waitFor()
  await seen(dispatcher, /改成不上班/).waitFor()
  assert.equal((await teamMember('苏丽娟')).exceptions.length, 1)
  await dispatcher.getByRole('tab', { name: '每一天' }).click()
  await seen(dispatcher, /休息：.*苏丽娟/).waitFor()
  await dispatcher.getByRole('tab', { name: '每个人' }).click()
  await tap(dispatcher, '苏丽娟改某一天的班')
  await dispatcher.getByRole('radio', { name: '照固定的班' }).filter({ visible: true }).click()
  await tap(dispatcher, '改好了')
  await seen(dispatcher, /改成不上班/).waitFor({ state: 'hidden' })
  assert.equal((await teamMember('苏丽娟')).exceptions.length, 0)
  assert.equal(town.complaints.join('\n'), '')
})

for (const [mode, { careMode, least }] of Object.entries(modes)) {
  test(`the forms of a roster in ${mode} mode can be read, reached and used`, async () => {
    await town.invoke('dispatcher-1', 'person.update', { careMode })
    const { grid } = await roster()
    const page = await town.phone('dispatcher-1', `packages/work/roster/roster?grid=${grid.id}`)
    await page
      .locator(careMode ? '.root.care' : '.root:not(.care)')
      .first()
      .waitFor()
    for (const form of ['李燕请假', '李燕改某一天的班', '李燕改固定班']) {
      await tap(page, form)
      await button(page, '返回').waitFor()
      await page.waitForTimeout(400)
      assert.deepEqual(await measure(page, least), { violations: [], smallTargets: [], smallTexts: [], closeLines: [], cutOff: [] }, form)
      await page.getByRole('button', { name: '返回', exact: true }).filter({ visible: true }).last().click()
      await button(page, /^(登记|改好了)$/).waitFor({ state: 'hidden' })
    }
    await page.context().close()
  })
}
