import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startDemonstration } from './demonstration'
import { pages } from './pages'

/** Pictures of every page in both modes, and of the phones side by side, which the README shows. */
const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'dist', 'pictures')
mkdirSync(folder, { recursive: true })
const town = await startDemonstration()

const board = await town.browser.newPage({ viewport: { width: 1920, height: 810 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
await board.goto(`${town.url}/`)
await board.locator('iframe').nth(6).waitFor()
for (const frame of await board.locator('iframe').all()) {
  await frame.contentFrame().getByRole('tab', { name: '首页' }).waitFor({ timeout: 60_000 })
  await frame.contentFrame().getByText('打电话').first().waitFor({ timeout: 60_000 })
}
await board.screenshot({ path: join(root, 'docs', 'pictures', 'phones.png') })
console.log('docs/pictures/phones.png')

for (const careMode of [false, true]) {
  for (const { name, person, path } of pages) {
    await town.invoke(person, 'person.update', { careMode })
    const page = await town.phone(person, await path(town))
    await page
      .locator(careMode ? '.root.care' : '.root:not(.care)')
      .first()
      .waitFor()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(folder, `${name}-${careMode ? 'care' : 'normal'}.png`) })
    await page.context().close()
  }
}
console.log(`${pages.length * 2} pages in ${folder}`)
await town.close()
