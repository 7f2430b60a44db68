import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { demonstration } from './demonstration'
import { accepted, place, read, reported } from './matter'
import { measure, modes } from './measure'
import { button, field, photograph, seen, tap } from './touch'

const town = await demonstration()
before(async () => {
  // The town opens its feed, as the owner of the cloud does it: in the town's document.
  const response = await fetch(`${town.url}/admin`, {
    method: 'POST',
    body: JSON.stringify({
      action: 'database.modifyDocument',
      collectionName: 'grids',
      queryType: 'DOC',
      query: '{"_id":"town"}',
      merge: true,
      data: '{"$set":{"switches.publicFeed":true}}',
    }),
  })
  const { data } = (await response.json()) as { data: { updated: number } }
  assert.equal(data.updated, 1)
})

test('who looks around finds what a neighbour reported, follows it to its end, and stops', async () => {
  const text = '凉亭旁边的垃圾没人清'
  const { id, version } = await accepted(town, text)
  const neighbour = await town.phone('resident-2')
  await seen(neighbour, /看看附近/).waitFor()
  await neighbour.evaluate((at) => window.shanlinDevice?.setPosition(at), place)
  await tap(neighbour, /报问题/)
  await tap(neighbour, '我就在这里')
  await tap(neighbour, '允许')
  await tap(neighbour, '返回')
  await tap(neighbour, /看看附近/)
  await seen(neighbour, text).waitFor()
  await seen(neighbour, text).click()
  await tap(neighbour, '只想知道进展')
  await seen(neighbour, '您在关注这件事').waitFor()
  await seen(neighbour, '邻居报的').waitFor()
  assert.equal(await neighbour.getByText('何敏').filter({ visible: true }).count(), 0)

  const member = await town.phone('member-1', `packages/work/case/case?id=${id}`)
  await photograph(member, /^拍处理后的照片/)
  await member.getByRole('group', { name: '现成的话' }).getByRole('button').filter({ visible: true }).first().click()
  await tap(member, '处理好了，交上去')
  await seen(member, '等居民确认').waitFor()
  await town.invoke('resident-1', 'report.confirm', { case: id, version: version + 1, stars: 5 })

  await neighbour.goto(`${town.url}/phone/resident-2`)
  await seen(neighbour, '我的事').click()
  await neighbour.getByRole('tab', { name: '在等的' }).click()
  await seen(neighbour, '在关注').waitFor()
  await seen(neighbour, text).click()
  await seen(neighbour, '这件事已经结束').waitFor()
  await tap(neighbour, '不再关注')
  await seen(neighbour, '您在关注这件事').waitFor({ state: 'hidden' })
  const { cases } = (await town.invoke('resident-2', 'report.following', {})) as { cases: { id: string }[] }
  assert.equal(
    cases.some((one) => one.id === id),
    false,
  )
  assert.equal(town.complaints.join('\n'), '')
})

test('merged by its number into another, a report is followed there, and taken apart when it is not the same', async () => {
  const first = await reported(town, '河堤边的一堆垃圾', { ...place, latitude: place.latitude + 0.0004 })
  const double = await reported(town, '河堤上也有一堆垃圾', { ...place, latitude: place.latitude + 0.0004 })
  const dispatcher = await town.phone('dispatcher-1', `packages/command/case/case?id=${double.id}`)
  await tap(dispatcher, '更多办法')
  await tap(dispatcher, /^并到另一件/)
  await (await field(dispatcher, '那一件的编号')).fill(first.number.toLowerCase())
  await (await field(dispatcher, '说一句原因')).fill('同一堆')
  await tap(dispatcher, '并过去')
  await seen(dispatcher, '看那一件').waitFor()
  assert.equal((await read(town, double.id)).mergedInto?.number, first.number)

  const resident = await town.phone('resident-1', `packages/report/case/case?id=${double.id}`)
  await tap(resident, `看一起办的 ${first.number}`)
  await seen(resident, '河堤边的一堆垃圾').waitFor()
  await tap(resident, '返回')
  await tap(resident, '不是同一件')
  await (await field(resident, '哪里不一样')).fill('我说的在桥的另一头')
  await tap(resident, '请单独办')
  await seen(resident, '我说的在桥的另一头').waitFor()
  assert.equal((await read(town, double.id)).state, 'reported')
  assert.equal(town.complaints.join('\n'), '')
})

for (const [mode, { careMode, least }] of Object.entries(modes)) {
  test(`what is around, open, in ${mode} mode can be read, reached and used`, async () => {
    await town.invoke('resident-3', 'person.update', { careMode })
    const page = await town.phone('resident-3', 'packages/report/around/around')
    await button(page, '换个地方').waitFor()
    await page
      .locator(careMode ? '.root.care' : '.root:not(.care)')
      .first()
      .waitFor()
    await page.waitForLoadState('networkidle')
    assert.deepEqual(await measure(page, least), { violations: [], smallTargets: [], smallTexts: [], closeLines: [], cutOff: [] })
    await page.context().close()
  })
}
