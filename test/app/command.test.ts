import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstration } from './demonstration'
import { button, field, seen, tap } from './touch'

const town = await demonstration()

interface Matter {
  id: string
  number: string
  state: string
  supervision?: { text: string; answered: boolean }
  mergedInto?: { number: string }
}
const place = { longitude: 113.1772, latitude: 22.60563 }

function report(text: string): Promise<Matter> {
  return town.invoke('resident-1', 'report.submit', { item: 'rubbish', text, place }) as Promise<Matter>
}
function read(id: string): Promise<Matter> {
  return town.invoke('dispatcher-1', 'report.get', { case: id }) as Promise<Matter>
}

test('the dispatcher supervises one matter, merges its double into it and splits a second thing off', async () => {
  const first = await report('河边的垃圾没人清')
  const double = await report('河边那堆垃圾还在')
  const dispatcher = await town.phone('dispatcher-1')
  await seen(dispatcher, '指挥台').click()
  await dispatcher.getByRole('tab', { name: /全部/ }).click()
  await button(dispatcher, '河边的垃圾没人清').click()
  await tap(dispatcher, '更多办法')
  await tap(dispatcher, /^督办/)
  await dispatcher.getByRole('radiogroup', { name: '期限' }).getByRole('radio').last().click()
  await (await field(dispatcher, '要说明什么')).fill('什么时候能清')
  await tap(dispatcher, '发出督办')
  await seen(dispatcher, /正在督办/).waitFor()
  assert.equal((await read(first.id)).supervision?.answered, false)

  await tap(dispatcher, '更多办法')
  await tap(dispatcher, /^拆出另一件事/)
  await (await field(dispatcher, '搜问题的名字')).fill('路灯')
  await tap(dispatcher, '路灯不亮')
  await (await field(dispatcher, '第二件事是什么')).fill('河边的路灯也不亮')
  await tap(dispatcher, '拆成两件')
  await seen(dispatcher, '河边的路灯也不亮').waitFor()

  await tap(dispatcher, '返回')
  await tap(dispatcher, '返回')
  await button(dispatcher, '河边那堆垃圾还在').click()
  await tap(dispatcher, '更多办法')
  await tap(dispatcher, /^并到另一件/)
  await dispatcher
    .getByRole('radio', { name: /河边的垃圾没人清/ })
    .filter({ visible: true })
    .click()
  await (await field(dispatcher, '说一句原因')).fill('同一堆')
  await tap(dispatcher, '并过去')
  await seen(dispatcher, '看那一件').waitFor()
  const merged = await read(double.id)
  assert.equal(merged.state, 'merged')
  assert.equal(merged.mergedInto?.number, first.number)
  assert.equal(town.complaints.join('\n'), '')
})

test('a matter from 12345 is taken in with its number there, on behalf of a resident', async () => {
  const dispatcher = await town.phone('dispatcher-1')
  await seen(dispatcher, '指挥台').click()
  await tap(dispatcher, '登记来件')
  await tap(dispatcher, '登记，派出去')
  await seen(dispatcher, '请选一下从哪里来的').waitFor()
  // Only what may be taken in by hand: what is called for during a visit comes by itself.
  assert.equal(await dispatcher.getByRole('radio', { name: '上门服务中求助' }).count(), 0)
  await dispatcher.getByRole('radio', { name: '12345 热线' }).click()
  await (await field(dispatcher, '那边的编号')).fill('ZS20261105-0321')
  await (await field(dispatcher, '替谁登记')).fill('黄阿姨')
  await (await field(dispatcher, '电话')).fill('13000007788')
  await (await field(dispatcher, '说的是什么事')).fill('市场门口垃圾三天没清')
  await (await field(dispatcher, '搜问题的名字')).fill('垃圾')
  await tap(dispatcher, '垃圾没人清')
  await tap(dispatcher, '我就在这里')
  await tap(dispatcher, '允许')
  await tap(dispatcher, '登记，派出去')
  await seen(dispatcher, '登记好了').waitFor()
  await tap(dispatcher, '看看这件事')
  await seen(dispatcher, /12345 热线，ZS20261105-0321，替黄阿姨登记/).waitFor()
  // The number is shown when somebody has said why they need it, which is written down.
  assert.equal(await dispatcher.getByText('13000007788').filter({ visible: true }).count(), 0)
  await tap(dispatcher, '看完整的电话号码')
  await seen(dispatcher, /都会记下来/).waitFor()
  await seen(dispatcher, '回电核实情况').click()
  await seen(dispatcher, '13000007788').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('what another system handed in is shown to neighbours when a person has read it', async () => {
  const text = '对岸系统转来的一盏灯不亮'
  const response = await fetch(`${town.url}/open311/v2/requests.json`, {
    method: 'POST',
    body: new URLSearchParams({
      api_key: 'demonstration-key-of-this-machine',
      service_code: 'lamp',
      lat: '22.6081',
      long: '113.1721',
      description: text,
    }),
  })
  assert.equal(response.status, 201, await response.clone().text())
  const dispatcher = await town.phone('dispatcher-1')
  await seen(dispatcher, '指挥台').click()
  await dispatcher.getByRole('tab', { name: /等我看过/ }).click()
  await tap(dispatcher, `打开这件：${text}`)
  await seen(dispatcher, '邻居还看不到').waitFor()
  await tap(dispatcher, '看过了')
  await tap(dispatcher, '就这样定')
  await seen(dispatcher, '请选邻居可不可以看').waitFor()
  await dispatcher.getByRole('radio', { name: '可以看' }).click()
  await tap(dispatcher, '就这样定')
  await seen(dispatcher, '邻居还看不到').waitFor({ state: 'hidden' })
  await seen(dispatcher, /看过文字，可以公开/).waitFor()
  await tap(dispatcher, '返回')
  await seen(dispatcher, '没有等您看过的事').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

async function handedIn(description: string): Promise<string> {
  const response = await fetch(`${town.url}/open311/v2/requests.json`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ api_key: 'demonstration-key-of-this-machine', service_code: 'lamp', lat: '22.6081', long: '113.1721' },
      description,
    }),
  })
  const [made] = (await response.json()) as { service_request_id: string }[]
  assert.ok(made)
  return made.service_request_id
}

test('texts of other systems are read in a list and decided together, for neighbours or not', async () => {
  const good = [await handedIn('桥头的灯不亮'), await handedIn('桥中间的灯不亮')]
  const bad = await handedIn('骂人的话')
  const dispatcher = await town.phone('dispatcher-1', 'packages/command/queue/queue')
  await dispatcher.getByRole('tab', { name: /^3\s*等我看过/ }).click()
  await dispatcher.getByRole('checkbox', { name: /骂人的话/ }).click()
  await tap(dispatcher, '不给看')
  await dispatcher.getByRole('button', { name: '不给看' }).filter({ visible: true }).last().click()
  await dispatcher.getByRole('tab', { name: /^2\s*等我看过/ }).waitFor()
  await tap(dispatcher, '全选')
  await tap(dispatcher, '2 件可以给邻居看')
  await tap(dispatcher, '可以看')
  await seen(dispatcher, '没有等您看过的事').waitFor()
  const readBy = async (id: string) => ((await town.invoke('resident-2', 'report.get', { case: id })) as { text: string }).text
  assert.deepEqual(await Promise.all(good.map(readBy)), ['桥头的灯不亮', '桥中间的灯不亮'])
  await assert.rejects(readBy(bad), /CASE_NOT_FOUND/)
  assert.equal(town.complaints.join('\n'), '')
})

test('the dispatcher finds a matter by the number that somebody says on the phone', async () => {
  const { number } = await report('打电话来问的垃圾')
  const dispatcher = await town.phone('dispatcher-1', 'packages/command/queue/queue')
  await (await field(dispatcher, '查编号')).fill('2611-000')
  await tap(dispatcher, '查')
  await seen(dispatcher, /没有编号是“2611-000”的事/).waitFor()
  await (await field(dispatcher, '查编号')).fill(number.toLowerCase())
  await tap(dispatcher, '查')
  await button(dispatcher, '打电话来问的垃圾').click()
  await seen(dispatcher, '换谁来办').waitFor()
  assert.equal(town.complaints.join('\n'), '')
})

test('the figures of a month are there with how many they rest on', async () => {
  const dispatcher = await town.phone('dispatcher-1')
  await seen(dispatcher, '指挥台').click()
  await tap(dispatcher, '办得怎么样')
  await seen(dispatcher, /这个月还没有数|件反映/).waitFor()
  assert.equal(town.complaints.join('\n'), '')
})
