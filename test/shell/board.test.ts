/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return --
   code that runs inside the phone or a function sees wx and the SDK as loosely as an app of JavaScript does */
// The pages `/` and `/phone/<person>`: phones side by side, what can be done to them, what travels between them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { FrameLocator, Page } from 'playwright-core'
import { openHouse, type House } from './harness'

let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const phoneOf = (page: Page, name: string): FrameLocator => page.frameLocator(`iframe[title^="${name}"]`)
const cardOf = (page: Page, index: number) => page.locator('.card').nth(index)

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8'))
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(root: object, options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>
      }
    }
    const found = await axe.run({ exclude: [['iframe']] }, { iframes: false, rules: { 'page-has-heading-one': { enabled: false } } })
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    )
  })
}

test('six phones run the app as six people, all in sight on a wide window', async () => {
  const page = await house.board()
  for (const name of ['陈桂英', '李燕', '黄志强', '梁伯', '周敏', '何晓彤'])
    await phoneOf(page, name).getByText('第一页').waitFor({ timeout: 20_000 })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
  const labels = await page.locator('.role').allInnerTexts()
  assert.deepEqual(labels, ['居民', '网格员', '指挥中心', '长者', '社会组织', '社工'])
  assert.deepEqual(await violations(page), [])
})

test('a message reaches the phone of its person, and a tap opens its page', async () => {
  const page = await house.board('/', { width: 1440, height: 900 })
  const member = phoneOf(page, '李燕')
  await member.getByText('第一页').waitFor({ timeout: 20_000 })
  house.cloud.consent('member-1', ['template-progress'])
  await house.cloud.script(({ cloud }) =>
    cloud.openapi.subscribeMessage.send({
      touser: 'member-1',
      templateId: 'template-progress',
      page: 'pages/detail/detail?id=31',
      data: { thing1: { value: '路口的坑' }, thing2: { value: '请今天下午五点前回复' } },
    }),
  )
  await member.getByRole('button', { name: /服务通知/ }).waitFor()
  await cardOf(page, 1).getByRole('button', { name: '通知 1 条未读' }).click()
  await member.getByRole('heading', { name: '上报进度提醒' }).waitFor()
  await member.getByText('请今天下午五点前回复').waitFor()
  await member.getByRole('button', { name: '进入小程序查看' }).click()
  await member.getByText('详情 31').waitFor()
  assert.equal(await phoneOf(page, '陈桂英').getByRole('status').count(), 0, 'nobody else hears it')
})

test('the controls: network, app in the background, font size, position, another person', async () => {
  const page = await house.board()
  const card = cardOf(page, 0)
  const phone = phoneOf(page, '陈桂英')
  await phone.getByText('第一页').waitFor({ timeout: 20_000 })
  const ask = <T>(code: string) => phone.locator('body').evaluate((_body, code) => (0, eval)(code) as Promise<T>, code)

  await card.getByRole('button', { name: '断网' }).click()
  assert.equal(await ask('wx.getNetworkType().then(answer => answer.networkType)'), 'none')
  await card.getByRole('button', { name: '联网' }).click()
  await card.getByRole('button', { name: '后台' }).click()
  await phone.getByRole('button', { name: '善邻' }).click()
  assert.deepEqual(await ask('lifecycle'), ['launch', 'show 1001', 'hide', 'show 1001'])
  await card.getByLabel('所在位置').selectOption({ label: '文化广场' })
  assert.deepEqual(await ask('shanlinDevice.state().position'), { longitude: 113.196, latitude: 22.614 })
  await card.getByLabel('微信字体大小').selectOption({ label: '超大字' })
  await phone
    .locator('body')
    .evaluate(() => new Promise((resolve) => setTimeout(resolve)))
    .catch(() => {})
  await phone.getByText('第一页').waitFor()
  await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('select[aria-label="微信字体大小"]')?.value === '4')
  assert.equal(await ask('wx.getAppBaseInfo().fontSizeScaleFactor'), 1.4)
  await card.getByLabel('换一个人').selectOption({ label: '第二位居民 · 一村第一网格' })
  await phoneOf(page, '第二位居民').getByText('第一页').waitFor()
})

test('a page shared by one person arrives on another phone', async () => {
  const page = await house.board()
  const resident = phoneOf(page, '陈桂英')
  const member = phoneOf(page, '李燕')
  await Promise.all([resident, member].map((phone) => phone.getByText('第一页').waitFor({ timeout: 20_000 })))
  await resident.getByRole('button', { name: '更多' }).click()
  await resident.getByRole('button', { name: '转发给朋友' }).click()
  await resident.getByRole('button', { name: /李燕/ }).click()
  await member.getByRole('button', { name: /路口的坑/ }).click()
  await member.getByText('详情 9').waitFor()
})

test('one phone: framed in a wide window, bare and full in a narrow one, a clear word for nobody', async () => {
  const wide = await house.board('/phone/elder', { width: 1280, height: 900 })
  await phoneOf(wide, '梁伯').getByText('第一页').waitFor()
  assert.deepEqual(await violations(wide), [])
  const narrow = await house.phone('elder')
  const size = await narrow.locator('.screen').boundingBox()
  assert.deepEqual(size, { x: 0, y: 0, width: 375, height: 812 })
  assert.equal(await narrow.locator('iframe').count(), 0)
  const nobody = await house.board('/phone/nobody')
  await nobody.getByRole('heading', { name: '没有这个人' }).waitFor()
})
