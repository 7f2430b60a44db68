import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startPhone } from './phone'
import type { Phone } from './phone'

interface Seen {
  getApp(): { log: string[] }
  getCurrentPages(): { data: Record<string, unknown>; all: string[]; regions: string[] }[]
  running: {
    [name: string]: (...args: unknown[]) => Promise<unknown>
  }
}

let phone: Phone
before(async () => {
  phone = await startPhone('test/simulator/fixture')
})
after(() => phone.close())

const log = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as Seen).getApp().log)
const forget = (page: Page): Promise<number> => page.evaluate(() => ((window as unknown as Seen).getApp().log.length = 0))
const data = (page: Page, key: string): Promise<unknown> =>
  page.evaluate((name) => (window as unknown as Seen).getCurrentPages().at(-1)!.data[name], key)
const call = (page: Page, name: string, ...args: unknown[]): Promise<string> =>
  page.evaluate(
    ([method, rest]) =>
      (window as unknown as Seen).running[method]!(...rest).then(
        () => 'ok',
        (error: Error) => error.message,
      ),
    [name, args] as const,
  )
const color = (page: Page, selector: string): Promise<string> =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).color)
const until = async (check: () => Promise<boolean>, what: string): Promise<void> => {
  for (const end = Date.now() + 15000; Date.now() < end;) {
    if (await check()) return
    await new Promise((done) => setTimeout(done, 30))
  }
  assert.fail(`never: ${what}`)
}
const heard = (page: Page, text: string | RegExp): Promise<void> =>
  until(async () => {
    const now = (await page.locator('#heard, #state').textContent()) ?? ''
    return typeof text === 'string' ? now === text : text.test(now)
  }, String(text))

test("lives in WeChat's order: components before onLoad, ready after onShow, children first", async () => {
  const errors: string[] = []
  const page = await phone.open({ errors })
  await until(async () => (await log(page)).includes('home onReady'), 'home onReady')
  assert.deepEqual(await log(page), [
    'app onLaunch pages/home/index',
    'app onShow',
    'card attached',
    'home onLoad',
    'home onShow',
    'card page show',
    'card ready',
    'home onReady',
  ])
  await forget(page)
  await page.getByText('去第二页').click()
  await until(async () => (await log(page)).includes('second onReady'), 'second onReady')
  assert.deepEqual(await log(page), [
    'home onHide',
    'card page hide',
    'second onLoad {"word":"%E4%BD%A0","x":"1"}',
    'second onShow',
    'second onReady',
  ])
  await forget(page)
  await page.getByRole('button', { name: '返回', exact: true }).click()
  await until(async () => (await log(page)).includes('card page show'), 'card page show')
  assert.deepEqual(await log(page), ['second onUnload', 'home onShow', 'card page show'])
  assert.deepEqual(errors, [])
  await page.context().close()
})

test("keeps the stack's rules", async () => {
  const page = await phone.open()
  assert.equal(await call(page, 'navigateTo', '/pages/nowhere/index'), 'page "/pages/nowhere/index" is not found')
  assert.equal(await call(page, 'navigateTo', '/pages/mine/index'), 'can not navigateTo a tabbar page')
  assert.equal(await call(page, 'switchTab', '/pages/second/index'), 'can not switch to no-tabBar page')
  assert.equal(await call(page, 'navigateBack'), 'cannot navigate back at first page.')
  for (let depth = 1; depth < 10; depth += 1) assert.equal(await call(page, 'navigateTo', '../second/index'), 'ok')
  assert.equal(await call(page, 'navigateTo', '/pages/second/index'), 'webview count limit exceed')
  assert.equal(await call(page, 'navigateBack', 5), 'ok')
  assert.equal(await page.evaluate(() => (window as unknown as Seen).getCurrentPages().length), 5)
  await forget(page)
  assert.equal(await call(page, 'switchTab', '/pages/home/index'), 'ok')
  assert.deepEqual((await log(page)).filter((line) => line === 'second onUnload').length, 4)
  assert.ok(!(await log(page)).includes('home onLoad'), 'a tab keeps its page')
  await page.getByRole('tab', { name: '我的' }).click()
  await forget(page)
  await page.getByRole('tab', { name: '首页' }).click()
  await until(async () => (await log(page)).includes('home onTabItemTap 0'), 'onTabItemTap')
  assert.equal(await call(page, 'reLaunch', '/pages/second/index'), 'ok')
  assert.ok(await page.getByRole('button', { name: '返回首页' }).isVisible())
  await page.context().close()
})

test("classes stay in their component, shared ones pass, external ones are the page's", async () => {
  const page = await phone.open()
  assert.equal(await color(page, '#page-inner'), 'rgb(1, 2, 3)')
  assert.equal(await color(page, '#card > [data-class~=inner]'), 'rgb(7, 8, 9)')
  assert.equal(await color(page, '#shared-inner'), 'rgb(1, 2, 3)')
  assert.equal(
    await page.locator('#card > [data-class~=inner]').evaluate((element) => getComputedStyle(element).borderTopColor),
    'rgb(255, 0, 0)',
  )
  assert.equal(await page.locator('#card').evaluate((element) => getComputedStyle(element).marginTop), '10px')
  assert.equal(await color(page, '#title'), 'rgb(10, 20, 30)')
  assert.equal(
    await page.locator('#native-input > input').evaluate((element) => getComputedStyle(element, '::placeholder').color),
    'rgb(200, 0, 0)',
  )
  await call(page, 'navigateTo', '/pages/second/index')
  assert.notEqual(await color(page, '#second-inner'), 'rgb(1, 2, 3)', "another page's sheet must not apply")
  await page.context().close()
})

for (const touch of [false, true]) {
  test(`events by ${touch ? 'touch' : 'mouse'}`, async () => {
    const errors: string[] = []
    const page = await phone.open({ errors, touch })
    const press = (text: string): Promise<void> =>
      touch ? page.getByText(text, { exact: true }).tap() : page.getByText(text, { exact: true }).click()
    await press('主要按钮')
    await press('原生按钮')
    assert.equal(await data(page, 'count'), 2, 'one tap is one event')
    await press('1:二')
    assert.deepEqual(await data(page, 'last'), { dataset: { itemId: 'b', foobar: 'x' }, mark: { which: 'b' }, x: true, touches: 1 })
    await (touch ? page.locator('#card > [data-class~=inner]').tap() : page.locator('#card > [data-class~=inner]').click())
    assert.deepEqual(await data(page, 'last'), { open: { from: '卡片' } })
    await press('报修')
    assert.deepEqual(await data(page, 'last'), { cell: true })
    await page.getByPlaceholder('请输入姓名').fill('li')
    assert.equal(await page.locator('#title').textContent(), 'LI!', 'through TDesign, setData and WXS')
    await page.getByPlaceholder('原生输入').fill('abc')
    assert.equal(await page.locator('#typed').textContent(), 'abc', 'model:value')
    assert.deepEqual(errors, [])
    await page.context().close()
  })
}

test('elements tell the page what the person does', async () => {
  const errors: string[] = []
  const page = await phone.open({ start: '/pages/elements/index', errors })
  const id = (name: string) => page.locator(`#${name}`)
  await id('who').locator('input').press('End')
  await page.keyboard.type('7三')
  await heard(page, 'input 张三')
  assert.equal(await id('who').locator('input').inputValue(), '张三', 'what the handler returns replaces the value')
  await id('story').locator('textarea').fill('很\n长\n的')
  await id('urgent').click()
  await heard(page, 'change true')
  await page.getByText('上午').click()
  await heard(page, 'change ["am","pm"]')
  await page.getByText('电话').click()
  await heard(page, 'change "phone"')
  await page.getByRole('slider', { name: '程度' }).press('ArrowRight')
  await heard(page, 'change 41')
  await id('village').click()
  await page.getByLabel('社区').locator('select').selectOption({ label: '古三' })
  await page.getByText('确定').click()
  await heard(page, 'change 2')
  await id('day').click()
  await page.locator('.sl-sheet select').nth(1).selectOption({ label: '2月' })
  await page.locator('.sl-sheet select').nth(2).selectOption({ label: '28日' })
  await page.getByText('确定').click()
  await heard(page, 'change "2026-02-28"')
  await id('submit').click()
  await heard(
    page,
    `submit ${JSON.stringify({ who: '张三', story: '很\n长\n的', urgent: true, when: ['am', 'pm'], how: 'phone', level: 41, village: 2 })}`,
  )
  await id('avatar').focus()
  await page.keyboard.press('Enter')
  await heard(page, 'chooseavatar /images/home.svg')
  await id('disabled').click({ force: true })
  await id('catcher').click()
  await heard(page, 'catch')
  await id('long').click({ delay: 500 })
  await heard(page, 'long')
  await id('portal').click()
  await heard(page, 'portal')
  const box = (await id('swiper').boundingBox())!
  await page.mouse.move(box.x + 250, box.y + 50)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 52, { steps: 4 })
  await page.mouse.up()
  await heard(page, 'swiper 1 touch')
  await id('scroller').hover()
  await page.mouse.wheel(0, 900)
  await heard(page, 'lower')
  await id('wheel').hover()
  await page.mouse.wheel(0, 100)
  await heard(page, /^wheel [23]$/)
  await id('box').click()
  await page.evaluate(() => document.querySelector('#box')!.classList.add('gone'))
  await heard(page, 'transitionend')
  await page.locator('.sl-page:not([hidden]) .sl-scroll').evaluate((element) => element.scrollTo(0, 1e6))
  await until(
    async () => (await page.evaluate(() => (window as unknown as Seen).getCurrentPages()[0]!.all)).includes('bottom'),
    'onReachBottom',
  )
  const all = await page.evaluate(() => (window as unknown as Seen).getCurrentPages()[0]!.all)
  for (const one of ['image load', 'image error', 'scroll true']) assert.ok(all.includes(one), one)
  assert.deepEqual(
    all.filter((one) => one === 'never' || one === 'outer'),
    [],
  )
  assert.deepEqual(
    errors.filter((error) => !error.includes('404')),
    [],
  )
  await page.context().close()
})

test('elements look and are named as asked', async () => {
  const page = await phone.open({ start: '/pages/elements/index' })
  const style = (selector: string, name: string): Promise<string> =>
    page.locator(selector).evaluate((element, key) => getComputedStyle(element).getPropertyValue(key), name)
  assert.equal(await style('#box', 'height'), '50px')
  assert.equal(await style('#box', 'width'), '187.5px')
  assert.equal(await style('wx-page', 'background-color'), 'rgb(250, 250, 210)')
  assert.equal(await style('html', 'font-size'), '20px')
  assert.equal(await page.locator('#rich').innerHTML(), '<p style="color: rgb(1, 1, 1)">富<b>文本</b></p>')
  assert.equal(await page.locator('#decoded').textContent(), 'a\u00a0<b')
  assert.ok(await page.getByRole('button', { name: '盒子' }).isVisible())
  assert.ok(await page.getByRole('switch', { name: '紧急' }).isVisible())
  assert.ok(await page.getByRole('img', { name: '家' }).isVisible())
  const query = await page.evaluate(
    () =>
      new Promise<unknown[]>((done) => {
        const all = (window as unknown as { wx: { createSelectorQuery(): never } }).wx.createSelectorQuery() as {
          select(selector: string): { boundingClientRect(): void; fields(fields: object): void; node(): void }
          selectViewport(): { scrollOffset(): void }
          exec(run: (results: never[]) => void): void
        }
        all.select('#form').boundingClientRect()
        all.select('#canvas').fields({ node: true, size: true })
        all.select('#box').fields({ computedStyle: ['opacity'], dataset: true })
        all.selectViewport().scrollOffset()
        all.exec(
          ([form, canvas, box, view]: { top: number; node: HTMLCanvasElement; width: number; opacity: string; scrollTop: number }[]) =>
            done([form!.top, canvas!.node.getContext('2d') !== null, canvas!.width, box!.opacity, view!.scrollTop]),
        )
      }),
  )
  assert.deepEqual(query, [0, true, 40, '1', 0])
  await page.locator('#nav').click()
  await page.locator('#word').waitFor()
  await page.context().close()
})

test('the map gives places, hears markers, moves and answers', async () => {
  const errors: string[] = []
  const page = await phone.open({ start: '/packages/place/map/index', errors })
  const box = (await page.locator('#map').boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2 - 20)
  await heard(page, /^tap 113\.190 22\.61[12]$/)
  await page.getByRole('button', { name: '驿站' }).locator('img').click()
  await heard(page, 'marker 8')
  await page.getByText('路灯不亮').click()
  await heard(page, 'callout 7')
  await page.locator('#over').click()
  await heard(page, 'over')
  await page.mouse.move(box.x + 100, box.y + 300)
  await page.mouse.down()
  await page.mouse.move(box.x + 160, box.y + 300, { steps: 3 })
  await page.mouse.up()
  const regions = await page.evaluate(() => (window as unknown as Seen).getCurrentPages()[0]!.regions)
  assert.deepEqual(regions, ['begin gesture', 'end drag'])
  const [center, scale] = await page.evaluate(async () => {
    type Context = {
      getCenterLocation(): Promise<{ longitude: number }>
      getScale(): Promise<{ scale: number }>
      includePoints(options: object): Promise<void>
    }
    const map = (window as unknown as { wx: { createMapContext(id: string): Context } }).wx.createMapContext('map')
    const before = (await map.getCenterLocation()).longitude
    await map.includePoints({
      points: [
        { longitude: 113, latitude: 22 },
        { longitude: 114, latitude: 23 },
      ],
      padding: [20, 20, 20, 20],
    })
    return [before, (await map.getScale()).scale] as const
  })
  assert.ok(Math.abs(center - (113.19 - (60 * 360) / (256 * 2 ** 14))) < 1e-6, `dragging 60 px east moves the centre west: ${center}`)
  assert.ok(scale > 8 && scale < 9.5, String(scale))
  assert.ok(await page.getByText('示意地图').isVisible())
  assert.deepEqual(errors, [])
  await page.context().close()
})

test('TDesign mounts without an error and answers', async () => {
  const errors: string[] = []
  const page = await phone.open({ start: '/pages/gallery/index', errors })
  const click = (text: string): Promise<void> => page.getByText(text, { exact: true }).click()
  await click('已办')
  await heard(page, 'tab done')
  await page.locator('.t-rate__icon').nth(4).click()
  await heard(page, 'rate 5')
  await page.locator('.t-switch').click()
  await heard(page, 'switch false')
  await page.locator('.t-stepper__plus').click()
  await heard(page, 'step 2')
  await click('代办')
  await heard(page, 'radio b')
  await click('下午')
  await heard(page, 'check 1,2')
  await click('怎么预约?')
  await heard(page, 'collapse 0')
  await page.getByPlaceholder('搜索服务').fill('水电')
  await heard(page, 'search "水电"')
  const cell = (await page.getByText('左滑删除').boundingBox())!
  await page.mouse.move(cell.x + 200, cell.y + 5)
  await page.mouse.down()
  await page.mouse.move(cell.x + 40, cell.y + 6, { steps: 8 })
  await page.mouse.up()
  await click('删除')
  await heard(page, 'deleted')
  assert.ok(await page.getByText('甲').isVisible(), 'a property called data')

  const open = (what: string): Promise<void> => page.locator(`[data-id=open-${what}]`).click()
  await open('popup')
  await page.getByText('弹出的内容').waitFor()
  await page.locator('.t-overlay:visible').click({ position: { x: 100, y: 100 } })
  await heard(page, 'popup false')
  await open('dialog')
  await click('撤回')
  await heard(page, 'dialog confirm')
  await open('sheet')
  await click('发消息')
  await heard(page, /^sheet/)
  await open('picker')
  await click('古三')
  await page.locator('.t-picker__confirm:visible').click()
  await heard(page, 'pick ["3"]')
  await open('date')
  await page.getByText('7日', { exact: true }).click()
  await page.locator('.t-picker__confirm:visible').click()
  await heard(page, 'date 2026-05-07')
  await open('toast')
  await page.getByText('已提交').waitFor()
  assert.deepEqual(errors, [])
  await page.context().close()
})

test("the page's part of the phone: title, badge, refresh, sharing, errors, background", async () => {
  const errors: string[] = []
  const page = await phone.open({ errors })
  await call(page, 'navigateTo', '/pages/second/index')
  const shared = await page.evaluate(() => (window as unknown as Seen).running.share!('menu'))
  assert.deepEqual(shared, { title: '请看', path: '/pages/second/index?word=1' })
  await page.evaluate(() => {
    const { running } = window as unknown as {
      running: { setNavigationBar(patch: object): void; setTabBarBadge(index: number, text: string): void }
    }
    running.setNavigationBar({ title: '新标题', frontColor: '#ffffff', backgroundColor: '#0b7a5e' })
    running.setTabBarBadge(1, '9')
  })
  assert.equal(await page.locator('.sl-page:not([hidden]) .sl-title').textContent(), '新标题')
  await call(page, 'navigateBack')
  assert.equal(await page.locator('.sl-tab em:visible').textContent(), '9')
  const box = (await page.locator('#title').boundingBox())!
  await forget(page)
  await page.mouse.move(box.x + 300, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 300, box.y + 160, { steps: 4 })
  await page.mouse.up()
  await until(async () => (await log(page)).includes('home onPullDownRefresh'), 'onPullDownRefresh')
  await page.evaluate(() => {
    const { running } = window as unknown as { running: { stopPullDownRefresh(): void; hide(): void; show(): void } }
    running.stopPullDownRefresh()
    running.hide()
    running.show()
  })
  assert.deepEqual((await log(page)).slice(1), [
    'home onHide',
    'card page hide',
    'app onHide',
    'app onShow',
    'home onShow',
    'card page show',
  ])
  assert.equal(errors.join(), '')
  await page.evaluate(() =>
    (window as unknown as { running: { nextTick(run: () => void): void } }).running.nextTick(() => {
      throw new Error('on purpose')
    }),
  )
  await until(async () => (await log(page)).includes('app onError Error: on purpose'), 'onError')
  assert.ok(errors.some((error) => error.includes('[wx.nextTick]') && error.includes('on purpose')))
  await page.context().close()
})
