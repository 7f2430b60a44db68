/* eslint-disable @typescript-eslint/no-unsafe-assignment -- scripts run inside a function, on the SDK's loose types */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixtureCloud } from './fixture-cloud'

test('timers fire in simulated time, in their order, at their times in Shanghai, as the platform', async (t) => {
  const cloud = await fixtureCloud()
  t.after(() => cloud.close())
  const start = cloud.now()
  await cloud.advance(24 * 3_600_000)
  const events = cloud.dump('events') as {
    at: string
    event: { TriggerName: string; Time: string; Type: string }
    openid: null
    source: string
  }[]
  const hourly = events.filter(({ event }) => event.TriggerName === 'hourly')
  const morning = events.filter(({ event }) => event.TriggerName === 'morning')
  assert.equal(hourly.length, 24)
  assert.equal(morning.length, 1)
  assert.match(morning[0]?.event.Time ?? '', /T00:30:00\.000Z$/)
  for (const { at, event, source, openid } of events) {
    assert.deepEqual([event.Type, source, openid], ['Timer', 'wx_trigger', null])
    assert.ok(Math.abs(Date.parse(at) - Date.parse(event.Time)) < 60_000, `${at} ${event.Time}`)
  }
  const times = events.map(({ event }) => event.Time)
  assert.deepEqual(times, [...times].sort())
  assert.ok(cloud.now() - start >= 24 * 3_600_000)
})

test('the clock moves by POST /clock where that is allowed, and is kept with the state', async (t) => {
  const cloud = await fixtureCloud({ clockRoute: true })
  t.after(() => cloud.close())
  const base = await cloud.listen(0)
  const answer = await (await fetch(`${base}/clock`, { method: 'POST', body: '{"advance": 86400000}' })).json()
  assert.ok(Math.abs(Date.parse((answer as { now: string }).now) - Date.now() - 86_400_000) < 60_000)
  assert.equal((await fetch(`${base}/clock`, { method: 'POST', body: '{"advance": -1}' })).status, 400)
})
