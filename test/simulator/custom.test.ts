import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startPhone } from './phone'
import type { Phone } from './phone'

let phone: Phone
before(async () => {
  phone = await startPhone('test/simulator/custom')
})
after(() => phone.close())

test('a custom tab bar, custom navigation, generics, relations, placeholders and shared styles', async () => {
  const errors: string[] = []
  const page = await phone.open({ start: '/pages/one/index?q=hi', errors })
  await page.getByText('late', { exact: true }).waitFor()
  assert.equal(await page.getByText('wait', { exact: true }).count(), 0, 'the placeholder gives way')
  assert.deepEqual(await page.locator('[data-class~=row]').allTextContents(), ['甲', '乙', '泛型'])
  const [q, loaded, rows, list] = await page.evaluate(() => {
    type One = { data: { q: string }; loaded: boolean; count(): number; selectComponent(id: string): { data: object } }
    const one = (window as unknown as { getCurrentPages(): One[] }).getCurrentPages()[0]!
    return [one.data.q, one.loaded, one.count(), one.selectComponent('#list').data] as const
  })
  assert.deepEqual([q, loaded, rows, list], ['hi', true, 2, { total: 2, many: true }])
  const color = (selector: string): Promise<string> => page.locator(selector).evaluate((element) => getComputedStyle(element).color)
  assert.equal(await color('.everywhere'), 'rgb(11, 12, 13)')
  assert.equal(await color('#leaked'), 'rgb(21, 22, 23)', "a shared component's classes reach the page")
  assert.equal(
    await page
      .locator('.sl-view')
      .first()
      .evaluate((element) => (element as HTMLElement).offsetTop),
    0,
    'the page begins at the top of the screen',
  )
  const on = (): Promise<string[]> => page.locator('.sl-page:not([hidden]) [data-class~=on]').allTextContents()
  assert.deepEqual(await on(), ['one'])
  await page.locator('.sl-page:not([hidden])').getByText('two').click()
  await page.getByText('页二').waitFor()
  assert.deepEqual(await on(), ['two'])
  assert.deepEqual(errors, [])
  await page.context().close()
})
