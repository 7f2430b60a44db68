import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { measure, modes, sound } from './measure'
import { pages } from './pages'

const town = await demonstration()

test('a new phone turns to care mode also when its page was ready before the server said so', async () => {
  await town.invoke('elder-1', 'person.update', { careMode: true })
  const page = await town.phone('elder-1', 'packages/booking/services/services', async (phone) => {
    await phone.route('**/invoke', async (route) => {
      const asked = route.request().postDataJSON() as { name: string; data: { action: string } }
      if (asked.name === 'person') await phone.getByText('打扫卫生').first().waitFor()
      await route.continue()
    })
  })
  await page.locator('.root.care').first().waitFor()
  await page.context().close()
})

for (const [mode, { careMode, least }] of Object.entries(modes)) {
  for (const { name, person, path } of pages) {
    test(`${name} in ${mode} mode can be read, reached and used`, async () => {
      await town.invoke(person, 'person.update', { careMode })
      const complaints = town.complaints.length
      const page = await town.phone(person, await path(town))
      await page.locator('.sl-page:not([hidden])').getByRole('button').filter({ visible: true }).first().waitFor()
      await page
        .locator(careMode ? '.root.care' : '.root:not(.care)')
        .first()
        .waitFor()
      await page.waitForLoadState('networkidle')
      const found = await measure(page, least)
      await page.context().close()
      assert.deepEqual(found, sound)
      assert.equal(town.complaints.slice(complaints).join('\n'), '')
    })
  }
}
