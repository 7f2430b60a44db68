/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- scripts run inside a function, on the SDK's loose types */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { fixtureCloud, type FixtureCloud } from './fixture-cloud'

let cloud: FixtureCloud
let base: string
before(async () => {
  cloud = await fixtureCloud({ env: { SEAL_KEY: 'sealed' } })
  base = await cloud.listen(0)
})
after(() => cloud.close())

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; json: any }> {
  const response = await fetch(base + path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return { status: response.status, headers: response.headers, json: await response.json() }
}

test('identity comes from the platform: a phone, nobody, and a function called by a function', async () => {
  const who = ({ cloud: sdk }: { cloud: any }) => sdk.getWXContext()
  assert.deepEqual(await cloud.script(who, null, { openid: 'me' }), {
    OPENID: 'me',
    APPID: 'wx0000000000000000',
    CLIENTIP: '127.0.0.1',
    ENV: 'local',
    SOURCE: 'wx_client',
  })
  assert.deepEqual(await cloud.script(who), { ENV: 'local', SOURCE: 'wx_client' })
  const inner = await cloud.script(async ({ cloud: sdk }) => (await sdk.callFunction({ name: 'closed', data: {} })).result, null, {
    openid: 'me',
  })
  assert.deepEqual(inner, { openid: 'me', source: 'wx_client,scf' })
})

test('what a caller sends as its identity is replaced', async () => {
  const forged = { code: '({ event }) => event.userInfo', userInfo: { openId: 'forged' } }
  assert.deepEqual((await cloud.invoke('script', forged, { openid: 'me' })).result, { appId: 'wx0000000000000000', openId: 'me' })
  assert.deepEqual((await cloud.invoke('script', forged)).result, { appId: 'wx0000000000000000' })
})

test('POST /invoke answers a result or an error, and the operations used', async () => {
  const good = await post(
    '/invoke',
    {
      name: 'script',
      data: { code: 'async ({ db, cloud }) => [cloud.getWXContext().OPENID, (await db.collection("items").count()).total]' },
    },
    { 'x-wx-openid': 'me' },
  )
  assert.deepEqual(good.json, { result: ['me', 0] })
  assert.equal(good.headers.get('x-operations'), '1')
  const failed = await post('/invoke', { name: 'script', data: { code: '() => { throw new TypeError("broken on purpose") }' } })
  assert.equal(failed.json.errCode, -504002)
  assert.equal(
    failed.json.errMsg,
    'cloud.callFunction:fail Error: errCode: -504002 functions execute fail | errMsg: TypeError: broken on purpose',
  )
  assert.equal((await post('/invoke', { name: 'nothing', data: {} })).json.errCode, -501000)
  assert.match((await post('/invoke', { name: 'broken', data: {} })).json.errMsg, /it does not load/)
})

test('a function closed by rule refuses phones, and answers timers, pushes and functions', async () => {
  const closed = await post('/invoke', { name: 'closed', data: {} }, { 'x-wx-openid': 'me' })
  assert.deepEqual([closed.json.errCode, /PERMISSION_DENIED/.test(closed.json.errMsg)], [-501023, true])
  assert.deepEqual((await post('/push', { name: 'closed', event: { MsgType: 'event' } })).json, {
    result: { openid: null, source: 'wx_unknown' },
  })
  assert.deepEqual((await cloud.push('closed', {}, { openid: 'me' })).result, { openid: 'me', source: 'wx_unknown' })
  assert.deepEqual((await cloud.fireTimer('timed')).result, { openid: null, source: 'wx_trigger' })
})

test('two calls at once run in two instances', async () => {
  // Each waits until it has seen the other.
  const meet = async ({ db }: any, [own, other]: string[]) => {
    await db.collection('items').add({ data: { _id: `met-${own}` } })
    while (
      (
        await db
          .collection('items')
          .where({ _id: `met-${other}` })
          .limit(1)
          .get()
      ).data.length === 0
    );
    return own
  }
  assert.deepEqual(await Promise.all([cloud.script(meet, ['a', 'b']), cloud.script(meet, ['b', 'a'])]), ['a', 'b'])
})

test('an instance keeps its state, runs one call at a time, and each call has its own identity', async (t) => {
  const single = await fixtureCloud({ instances: 1 })
  t.after(() => single.close())
  const slow = async ({ state, cloud: sdk }: any, who: string) => {
    const started = sdk.getWXContext().OPENID
    await new Promise((resolve) => setTimeout(resolve, 20))
    return [state.calls, started === who && sdk.getWXContext().OPENID === who]
  }
  const results = await Promise.all(['a', 'b', 'c'].map((who) => single.script(slow, who, { openid: who })))
  assert.deepEqual(results, [
    [1, true],
    [2, true],
    [3, true],
  ])
})

test('the environment of a function is its own', async () => {
  process.env['SECRET_OF_THE_HOST'] = 'x'
  assert.deepEqual(await cloud.script(() => [process.env['SEAL_KEY'], process.env['SECRET_OF_THE_HOST'] ?? null]), ['sealed', null])
})

test('a function that takes too long is ended, and the next call finds a new instance', async (t) => {
  const cloud = await fixtureCloud({ functionTimeout: 500 })
  t.after(() => cloud.close())
  const outcome = await cloud.invoke('script', { code: '() => new Promise(() => {})' })
  assert.equal(outcome.errCode, -504003)
  assert.match(outcome.errMsg ?? '', /timed out after 0.5 seconds/)
  const endless = await cloud.invoke('script', { code: '() => { for (;;); }' })
  assert.equal(endless.errCode, -504003)
  assert.equal(await cloud.script(() => 1), 1)
})

test('a rejection after the answer, and an exit, are not the end of the cloud', async (t) => {
  const lines: string[] = []
  const logging = await fixtureCloud({ log: (line) => lines.push(line), instances: 1 })
  t.after(() => logging.close())
  await logging.script(() => {
    console.log('hello', { from: 'a function' })
    setTimeout(() => void Promise.reject(new Error('too late')), 1)
    setTimeout(() => {
      throw new Error('far too late')
    }, 2)
    return 1
  })
  await logging.script(() => new Promise((resolve) => setTimeout(resolve, 30)))
  assert.ok(lines.includes("[script] hello { from: 'a function' }"), lines.join('\n'))
  assert.ok(lines.some((line) => line.includes('too late')) && lines.some((line) => line.includes('far too late')), lines.join('\n'))
  assert.match((await logging.invoke('script', { code: '() => process.exit(3)' })).errMsg ?? '', /Process exited before completing request/)
  assert.equal(await logging.script(() => 2), 2)
})

test('operations of a function called by a function count for both', async () => {
  const outcome = await cloud.invoke('script', {
    code: 'async ({ db, cloud }) => { await db.collection("items").count(); await cloud.callFunction({ name: "closed", data: {} }) }',
  })
  assert.equal(outcome.operations, 2)
})

test('a function called by a function that fails or is missing throws in the SDK', async () => {
  const messages = await cloud.script(async ({ cloud: sdk }) => {
    const message = (name: string) =>
      sdk.callFunction({ name, data: {} }).then(
        () => '',
        (error: { errMsg: string }) => error.errMsg,
      )
    return [await message('broken'), await message('nothing')]
  })
  // The SDK drops CloudBase's code here; only the message tells what happened.
  assert.match(messages[0] ?? '', /-504002 functions execute fail .* it does not load/)
  assert.match(messages[1] ?? '', /-501000 FUNCTION_NOT_FOUND/)
})

test('faults at the call: the function never ran, or its answer is lost', async () => {
  const add = (name: string) => ({ code: `({ db }) => db.collection("items").add({ data: { _id: "${name}" } })` })
  const has = (name: string) => cloud.dump('items').some((document) => (document as { _id: string })._id === name)
  const before = await cloud.invoke('script', add('never'), { fault: { at: 'call', when: 'before', how: 'error' } })
  assert.deepEqual([before.errCode, has('never')], [-504002, false])
  const lost = await cloud.invoke('script', add('lost'), { fault: { at: 'call', when: 'after', how: 'lost' } })
  assert.deepEqual([lost.errCode, lost.result, has('lost')], [-1, undefined, true])
  const killed = await cloud.invoke('script', add('killed'), { fault: { at: 'call', when: 'before', how: 'kill' } })
  assert.deepEqual([killed.errCode, has('killed')], [-504002, false])
  const header = { 'x-local-fault': JSON.stringify({ at: 'call', when: 'after', how: 'lost' }) }
  await assert.rejects(post('/invoke', { name: 'script', data: add('gone') }, header), /fetch failed/)
  assert.equal(has('gone'), true)
})

test('faults at the nth operation: refused before, or done and unanswered, or the instance ended', async () => {
  const code = `async ({ db }) => {
    const answers = []
    for (const name of ['one', 'two', 'three']) await db.collection('items').add({ data: { _id: input + name } }).then(() => answers.push('ok'), (e) => answers.push(e.errMsg))
    return answers
  }`
  const run = (prefix: string, fault: object) =>
    cloud.invoke('script', { code: code.replaceAll('input', JSON.stringify(prefix)) }, { fault: fault as never })
  const stored = (prefix: string) =>
    cloud
      .dump('items')
      .map((document) => (document as { _id: string })._id)
      .filter((id) => String(id).startsWith(prefix))
  const refused = await run('e-', { at: 2, when: 'before', how: 'error' })
  assert.match((refused.result as string[])[1] ?? '', /a fault before operation 2 was ordered/)
  assert.deepEqual(stored('e-'), ['e-one', 'e-three'])
  const unanswered = await run('l-', { at: 2, when: 'after', how: 'lost' })
  assert.match((unanswered.result as string[])[1] ?? '', /socket hang up/)
  assert.deepEqual(stored('l-'), ['l-one', 'l-two', 'l-three'])
  const ended = await run('k-', { at: 2, when: 'after', how: 'kill' })
  assert.equal(ended.errCode, -504002)
  assert.deepEqual(stored('k-'), ['k-one', 'k-two'])
})

test('wrong input on any route is an error in JSON, and the server lives on', async () => {
  assert.equal((await post('/invoke', 'not json')).status, 400)
  assert.equal((await post('/invoke', '[]')).status, 400)
  assert.equal((await post('/invoke', { name: 5 })).status, 400)
  assert.equal((await post('/invoke', { name: 'script' }, { 'x-local-fault': '{"at":0}' })).status, 400)
  assert.equal((await post('/invoke', { name: '__proto__', data: {} })).json.errCode, -501000)
  assert.equal((await post('/invoke', { name: 'script', data: null })).json.errCode, -504002)
  assert.equal((await post('/admin', 'not json')).json.code, 'INVALID_PARAM')
  assert.equal((await post('/admin', { action: 'toString' })).json.code, 'INVALID_PARAM')
  assert.equal((await post('/admin', { action: 'database.toString' })).json.code, 'INVALID_PARAM')
  assert.equal((await post('/admin', { action: 'database.getDocument' })).json.code, 'INVALID_PARAM')
  assert.equal((await post('/admin', { action: 'database.getDocument', collectionName: 'items', query: '{' })).json.code, 'INVALID_PARAM')
  assert.equal(
    (await post('/admin', { action: 'database.getDocument', collectionName: 'items', query: '{"a":{"$nope":1}}', limit: 5 })).json.code,
    'INVALID_PARAM',
  )
  assert.equal((await post('/admin', { action: 'database.aggregateDocuments', collectionName: 'items' })).json.code, 'INVALID_PARAM')
  assert.equal(
    (await post('/admin', { action: 'database.commitTransaction', transactionId: 'x' })).json.code,
    'DATABASE_TRANSACTION_NOT_EXIST',
  )
  assert.equal(
    (await fetch(`${base}/admin`, { method: 'POST', body: '--x', headers: { 'content-type': 'multipart/form-data; boundary=x' } })).status,
    200,
  )
  assert.equal((await post('/push', {})).status, 400)
  assert.equal((await post('/upload', 'x')).status, 400)
  assert.equal((await post('/upload?path=../../etc/passwd', 'x', { 'x-wx-openid': 'me' })).status, 400)
  assert.equal((await post('/consent', {})).status, 400)
  assert.equal((await post('/clock', { advance: 1 })).status, 403)
  assert.equal((await fetch(`${base}/invoke`)).status, 405)
  assert.equal((await fetch(`${base}/file/a%ZZ`)).status, 400)
  assert.equal((await fetch(`${base}/elsewhere`)).status, 404)
  const broken = request(`${base}/invoke`, { method: 'POST', headers: { 'content-length': 100 } })
  broken.on('error', () => {})
  broken.write('{')
  broken.destroy()
  await new Promise((resolve) => broken.on('close', resolve))
  assert.equal(await cloud.script(() => 1), 1)
})
