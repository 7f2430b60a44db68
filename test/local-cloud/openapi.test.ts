/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- scripts run inside a function, on the SDK's loose types */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fixtureCloud, type FixtureCloud } from './fixture-cloud'

let cloud: FixtureCloud
let base: string
before(async () => {
  cloud = await fixtureCloud({ pushTo: 'closed', pushDelay: 3000 })
  base = await cloud.listen(0)
})
after(() => cloud.close())

// What an openapi answers, or the number it refuses with, called as this person.
function call(api: string, data: object, openid?: string): Promise<any> {
  return cloud.script(
    ({ cloud: sdk }, { path, input }) =>
      path
        .split('.')
        .reduce(
          (holder: any, name: string) => holder[name],
          sdk.openapi,
        )(input)
        .catch((error: { errCode: number }) => error.errCode),
    { path: api, input: data },
    openid === undefined ? {} : { openid },
  )
}

test('a subscribe message uses up one consent; without one the person is not reached', async () => {
  const message = { touser: 'me', templateId: 'T1', page: 'pages/home', data: { thing1: { value: '路灯已修好' } } }
  assert.equal(await call('subscribeMessage.send', message), 43101)
  await fetch(`${base}/consent`, { method: 'POST', body: JSON.stringify({ openid: 'me', templateIds: ['T1', 'T2'] }) })
  const stream = await fetch(`${base}/outgoing/stream?openid=me`)
  const reader = stream.body?.getReader()
  const answer = await call('subscribeMessage.send', message)
  assert.equal(answer.errCode, 0)
  assert.equal(await call('subscribeMessage.send', message), 43101)
  const sent = cloud.outgoing().filter(({ api }) => api === 'subscribeMessage.send')
  assert.equal(sent.length, 1)
  assert.deepEqual([sent[0]?.openid, (sent[0]?.data as { template_id: string }).template_id], ['me', 'T1'])
  assert.deepEqual(await (await fetch(`${base}/outgoing?openid=somebody`)).json(), [])
  let text = ''
  while (!text.includes('data: ')) text += new TextDecoder().decode((await reader?.read())?.value)
  assert.match(text, /"template_id":"T1"/)
  await reader?.cancel()
})

test('a message whose fields break their limits is refused', async () => {
  cloud.consent('me', ['T3'])
  const long = { touser: 'me', templateId: 'T3', data: { thing1: { value: '一'.repeat(21) } } }
  assert.equal(await call('subscribeMessage.send', long), 47003)
  assert.equal(await call('subscribeMessage.send', { ...long, data: { phrase1: { value: 'abc' } } }), 47003)
})

test('a text check wants a person of the last two hours and at most 2,500 characters', async () => {
  const check = (content: string, openid: string, as?: string) =>
    call('security.msgSecCheck', { content, openid, scene: 2, version: 2 }, as)
  const good = await check('路灯不亮了', 'me', 'me')
  assert.deepEqual(good.result, { suggest: 'pass', label: 100 })
  assert.match(good.traceId, /^[0-9a-f]{32}$/)
  assert.deepEqual((await check('这里有人赌博', 'me')).result, { suggest: 'risky', label: 20006 })
  assert.equal(await check('好', 'stranger'), 61010)
  assert.equal(await check('长'.repeat(2501), 'me'), 45002)
  await cloud.advance(2 * 3_600_000 + 1000)
  assert.equal(await check('好', 'me'), 61010)
})

test('a picture is checked later: the result is pushed, to a function closed to phones', async () => {
  const start = cloud.dump('events').length
  const answer = await call(
    'security.mediaCheckAsync',
    { mediaUrl: 'http://x/risky-1.jpg', mediaType: 2, openid: 'me', scene: 1, version: 2 },
    'me',
  )
  assert.match(answer.traceId, /^[0-9a-f]{32}$/)
  assert.equal(cloud.dump('events').length, start)
  await cloud.advance(3000)
  const [pushed] = cloud.dump('events').slice(start) as { openid: null; event: { Event: string; trace_id: string; result: object } }[]
  assert.deepEqual(
    [pushed?.event.Event, pushed?.event.trace_id, pushed?.event.result, pushed?.openid],
    ['wxa_media_check', answer.traceId, { suggest: 'risky', label: 20002 }, null],
  )
})

test('an openapi that config.json does not list is refused', async () => {
  assert.equal(await call('wxacode.getUnlimited', { scene: 'a' }), -604101)
})
