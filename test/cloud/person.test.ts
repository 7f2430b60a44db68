import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { personId } from '../../cloudfunctions/domain/identifiers'
import type { Person } from '../../cloudfunctions/domain/person'
import { newRequestId, startTown } from './harness'
import type { TestTown } from './harness'
import { inCell } from './smallTown'

describe('person', () => {
  let town: TestTown
  before(async () => {
    town = await startTown()
  })
  after(() => town.close())
  const stored = (openid: string) => town.cloud.dump('people').find((person) => (person as Person).openid === openid) as Person | undefined

  test('someone who was never here is a resident without a document, and gets one with the first thing saved', async () => {
    const me = await town.act('stranger', 'person.me', {})
    assert.equal(me.name, '居民')
    assert.deepEqual(me.roles, [])
    assert.equal(stored('stranger'), undefined)
    await town.act('stranger', 'person.update', { careMode: true })
    assert.equal(stored('stranger')?.careMode, true)
  })

  test('phone and address are sealed in the document and masked in every answer', async () => {
    const me = await town.act('resident-1', 'person.update', { phone: '13000001234', address: '甲村二巷八号三楼东' })
    assert.equal(me.phoneMasked, '130****1234')
    assert.equal(me.addressMasked, '甲村二巷八号***')
    const document = JSON.stringify(stored('resident-1'))
    assert.ok(!document.includes('13000001234') && !document.includes('三楼东'), document)
    assert.ok(!JSON.stringify(me).includes('resident-1'), 'no openid in an answer')
  })

  test('the same update five times, also at once, is one', async () => {
    const requestId = newRequestId()
    const before = stored('resident-2')?.version ?? 0
    await Promise.all(Array.from({ length: 5 }, () => town.act('resident-2', 'person.update', { name: '周🌸强' }, { requestId })))
    assert.equal(stored('resident-2')?.version, before + 1)
  })

  test('the first save of a new person, five times at once, makes one document', async () => {
    const requestId = newRequestId()
    await Promise.all(Array.from({ length: 5 }, () => town.act('newcomer', 'person.update', { name: '👵阿婆' }, { requestId })))
    assert.equal(stored('newcomer')?.version, 1)
    assert.equal(stored('newcomer')?.name, '👵阿婆')
  })

  test('home is a place in the town; elsewhere is refused with what to do', async () => {
    const me = await town.act('resident-1', 'person.update', { home: inCell['cell-b1'] })
    assert.equal(me.grid?.name, '乙村第一网格')
    assert.equal(me.grid?.member?.name, '梁伟')
    assert.equal(await town.refused('resident-1', 'person.update', { home: { longitude: 116.4, latitude: 39.9 } }), 'INPUT_INVALID')
  })

  test('what WeChat finds risky is not taken as a name', async () => {
    const { answer } = await town.call('resident-1', 'person.update', { name: '赌博网站' })
    assert.ok(answer && !answer.ok)
    assert.equal(answer.error.code, 'TEXT_REFUSED')
  })

  test('an address without much to it is not told by its mask', async () => {
    for (const [address, masked] of [
      ['三巷5号', '三***'],
      ['5号', '**'],
      ['乙村东兴路一巷十二号之三', '乙村东兴路一******'],
    ] as const) {
      assert.equal((await town.act('newcomer', 'person.update', { address })).addressMasked, masked)
    }
  })

  test('somebody who only ever reported has messages that are unread until they read them', async () => {
    const place = inCell['cell-b1']
    const { id } = await town.act('reporter-only', 'report.submit', { item: 'refuse', text: '桥下垃圾没人清', place })
    const { version } = await town.act('member-4', 'report.get', { case: id })
    await town.act('member-4', 'report.accept', { case: id, version })
    const { messages } = await town.act('reporter-only', 'person.messages', {})
    assert.deepEqual(
      messages.map(({ unread }) => unread),
      [true],
    )
    assert.equal((await town.act('reporter-only', 'person.me', {})).unread, 1)
    await town.act('reporter-only', 'person.read', { until: messages[0]?.at ?? '' })
    assert.equal((await town.act('reporter-only', 'person.me', {})).unread, 0)
  })

  test('a wrong phone number gets its own sentence', async () => {
    const { answer } = await town.call('resident-1', 'person.update', { phone: '12345' })
    assert.ok(answer && !answer.ok)
    assert.match(answer.error.message, /11 位手机号/)
  })

  test('messages are read from the matters that owe them, newest first, with read marks', async () => {
    await town.act('resident-2', 'report.submit', { item: 'refuse', text: '桥头垃圾没人清', place: inCell['cell-a1'] })
    const holder = ['member-1', 'member-2'].find((openid) =>
      town.cloud.dump('cases').some((one) => (one as { holder: string }).holder === `member:${personId(openid)}`),
    ) as string
    const { messages } = await town.act(holder, 'person.messages', {})
    assert.equal(messages.length, 1)
    assert.equal(messages[0]?.unread, true)
    assert.equal((await town.act(holder, 'person.me', {})).unread, 1)
    await town.act(holder, 'person.read', { until: messages[0]?.at ?? '' })
    assert.equal((await town.act(holder, 'person.me', {})).unread, 0)
  })

  test('marking as read never goes back, nor into the future', async () => {
    await town.act('resident-2', 'person.read', { until: '2999-01-01T00:00:00.000Z' })
    const until = stored('resident-2')?.readUntil ?? ''
    assert.ok(until <= new Date(town.cloud.now()).toISOString())
    await town.act('resident-2', 'person.read', { until: '2020-01-01T00:00:00.000Z' })
    assert.equal(stored('resident-2')?.readUntil, until)
  })
})
