import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { personId } from '../../cloudfunctions/domain/identifiers'
import type { Person } from '../../cloudfunctions/domain/person'
import type { Audited } from '../../cloudfunctions/platform/audit'
import { newRequestId, startTown } from './harness'
import type { TestTown } from './harness'
import { inCell, later } from './smallTown'

const day = 24 * 60 * 60_000

describe('family', () => {
  let town: TestTown
  before(async () => {
    town = await startTown()
  })
  after(() => town.close())
  const people = () => town.cloud.dump('people') as Person[]
  const stored = (openid: string) => people().find((person) => person.openid === openid) as Person
  const trusts = (guest: string, other: string) => stored(guest).trusted.some(({ person }) => person === personId(other))
  const told = async (openid: string) => (await town.act(openid, 'person.messages', {})).messages.map(({ text }) => text)
  const invited = async (openid: string) => (await town.act(openid, 'person.invite', {})).code

  test('who trusts whom is seen from both sides', async () => {
    const elder = await town.act('elder-1', 'person.family', {})
    assert.deepEqual(
      elder.mayBookForMe.map(({ id, name, relation, how }) => ({ id, name, relation, how })),
      [{ id: personId('daughter-1'), name: '陈雪', relation: '女儿', how: 'self' }],
    )
    assert.deepEqual(elder.iMayBookFor, [])
    const daughter = await town.act('daughter-1', 'person.family', {})
    assert.deepEqual(
      daughter.iMayBookFor.map(({ id, name, relation }) => ({ id, name, relation })),
      [{ id: personId('elder-1'), name: '陈玉兰', relation: '女儿' }],
    )
    const nobody = await town.act('somebody-new', 'person.family', {})
    assert.deepEqual(nobody, { iMayBookFor: [], mayBookForMe: [] })
  })

  test('an invitation is long and random, and a new one ends the old', async () => {
    const codes = [await invited('elder-2'), await invited('elder-2'), await invited('resident-1')]
    assert.equal(new Set(codes).size, 3)
    for (const code of codes) assert.match(code, /^[abcdefghjkmnp-z2-9]{16}$/)
    assert.equal(await town.refused('resident-2', 'person.join', { code: codes[0], relation: '儿子' }), 'INVITATION_OVER')
    assert.deepEqual((await town.act('elder-2', 'person.family', {})).invitation?.code, codes[1])
    const requestId = newRequestId()
    const first = await town.act('resident-1', 'person.invite', {}, { requestId })
    assert.deepEqual(await town.act('resident-1', 'person.invite', {}, { requestId }), first, 'sent twice, the same code')
  })

  test('the code is good once: of two who come with it one gets in, who may send it again; both sides are told and it shows', async () => {
    const code = await invited('elder-2')
    assert.equal(await town.refused('elder-2', 'person.join', { code, relation: '自己' }), 'INPUT_INVALID')
    const requestIds = ['resident-1', 'resident-2', 'never-here'].map((openid) => ({ openid, requestId: newRequestId() }))
    const send = ({ openid, requestId }: { openid: string; requestId: string }) =>
      town.call(openid, 'person.join', { code: code.toUpperCase(), relation: '儿子' }, { requestId })
    const answers = await Promise.all(requestIds.map(send))
    const joined = requestIds.filter((_, at) => answers[at]?.answer?.ok)
    assert.equal(joined.length, 1)
    for (const [at, { answer }] of answers.entries()) {
      if (answer?.ok) assert.deepEqual(answer.data, { name: '冼阿婆' })
      else assert.equal(answer?.error.code, 'INVITATION_OVER', requestIds[at]?.openid)
    }
    const [one] = joined as [(typeof joined)[number]]
    const repeated = await send(one)
    assert.ok(repeated.answer?.ok)
    assert.equal(stored('elder-2').trusted.length, 1)
    assert.ok(trusts('elder-2', one.openid))
    assert.equal(stored('elder-2').invitation, undefined)
    assert.deepEqual(await told('elder-2'), [`${stored(one.openid).name}可以替您约服务了`])
    assert.deepEqual(await told(one.openid), ['您可以替冼阿婆约服务了'])
    const service = await town.act(one.openid, 'booking.service', { service: 'cleaning', forWhom: personId('elder-2') })
    assert.equal(service.forWhom.name, '冼阿婆')
    await town.act('elder-2', 'person.revoke', { person: personId(one.openid) })
  })

  test('a join that is cut off anywhere is finished by sending it again', async () => {
    for (let at = 1; at <= 6; at++) {
      for (const when of ['before', 'after'] as const) {
        const code = await invited('elder-2')
        const [openid, requestId] = [`newcomer-${at}-${when}`, newRequestId()]
        const input = { code, relation: '孙女' }
        await town.call(openid, 'person.join', input, { requestId, fault: { at, when, how: 'kill' } })
        await town.act(openid, 'person.join', input, { requestId })
        assert.ok(trusts('elder-2', openid))
        assert.equal((await told(openid)).length, 1)
        const ending = { requestId: newRequestId() }
        await town.call(openid, 'person.revoke', { person: personId('elder-2') }, { ...ending, fault: { at, when, how: 'kill' } })
        await town.act(openid, 'person.revoke', { person: personId('elder-2') }, ending)
        assert.ok(!trusts('elder-2', openid))
        assert.equal((await told(openid)).length, 2)
      }
    }
  })

  test('either side ends it, both are told, and nobody is booked for any more', async () => {
    const book = {
      kind: 'visit' as const,
      service: 'cleaning',
      start: later(town.cloud.now(), '09:00', 5),
      yuan: 60,
      forWhom: personId('elder-2'),
    }
    for (const [from, other] of [
      ['elder-2', 'resident-2'],
      ['resident-2', 'elder-2'],
    ] as const) {
      await town.act('resident-2', 'person.join', { code: await invited('elder-2'), relation: '邻居' })
      await town.act('resident-2', 'booking.services', { forWhom: personId('elder-2') })
      const requestId = newRequestId()
      for (let twice = 0; twice < 2; twice++) await town.act(from, 'person.revoke', { person: personId(other) }, { requestId })
      assert.ok(!trusts('elder-2', 'resident-2'))
      assert.equal(await town.refused('resident-2', 'booking.book', book), 'CONSENT_MISSING')
      assert.equal((await told('elder-2'))[0], '周🌸强不再替您约服务')
      assert.equal((await told('resident-2'))[0], '您不再替冼阿婆约服务')
    }
    await town.act('resident-2', 'person.revoke', { person: personId('nobody') })
  })

  test('who is trusted no more hears nothing of what is booked: it goes on in the own name of the guest', async () => {
    await town.act('resident-2', 'person.join', { code: await invited('elder-2'), relation: '邻居' })
    const booked = await town.act('resident-2', 'booking.book', {
      kind: 'visit',
      service: 'cleaning',
      start: later(town.cloud.now(), '14:00', 6),
      yuan: 60,
      forWhom: personId('elder-2'),
    })
    await town.act('elder-2', 'person.revoke', { person: personId('resident-2') })
    const before = await told('resident-2')
    const asked = { booking: booked.id, version: booked.version }
    const [proposed] = (await town.act('organisation-1', 'booking.workers', { booking: booked.id })).workers
    await town.act('organisation-1', 'booking.confirm', { ...asked, worker: proposed?.id as string })
    assert.deepEqual(await told('resident-2'), before)
    assert.match((await told('elder-2'))[0] as string, /14:00上门$/)
    const view = await town.act('elder-2', 'booking.get', { booking: booked.id })
    assert.deepEqual([view.bookedBy, view.own], [undefined, true])
    assert.equal(await town.refused('resident-2', 'booking.get', { booking: booked.id }), 'BOOKING_NOT_FOUND')
  })

  test('of two who trust each other one side can be ended', async () => {
    await town.act('resident-1', 'person.join', { code: await invited('resident-2'), relation: '老伴' })
    await town.act('resident-2', 'person.join', { code: await invited('resident-1'), relation: '老伴' })
    await town.act('resident-1', 'person.revoke', { person: personId('resident-2'), side: 'iMayBookFor' })
    assert.deepEqual([trusts('resident-1', 'resident-2'), trusts('resident-2', 'resident-1')], [true, false])
    await town.act('resident-1', 'person.revoke', { person: personId('resident-2') })
    assert.deepEqual([trusts('resident-1', 'resident-2'), trusts('resident-2', 'resident-1')], [false, false])
  })

  test('messages about the family reach WeChat by the sweep, once', async () => {
    await town.act('resident-1', 'person.join', { code: await invited('resident-2'), relation: '老伴' })
    for (const openid of ['resident-1', 'resident-2']) town.cloud.consent(openid, ['T-booking-progress'])
    await town.cloud.advance(3 * 60_000)
    const before = town.cloud.outgoing().length
    for (const openid of ['resident-1', 'resident-2']) assert.equal(stored(openid).owed, false)
    await town.cloud.advance(2 * 60_000)
    assert.equal(town.cloud.outgoing().length, before)
    await town.act('resident-2', 'person.revoke', { person: personId('resident-1') })
  })

  test('a code is good for a day', async () => {
    const code = await invited('elder-2')
    await town.cloud.sleep(day + 1000)
    assert.equal(await town.refused('resident-1', 'person.join', { code, relation: '儿子' }), 'INVITATION_OVER')
    assert.equal((await town.act('elder-2', 'person.family', {})).invitation, undefined)
  })
})

describe('residents whom staff looks after', () => {
  let town: TestTown
  before(async () => {
    town = await startTown()
  })
  after(() => town.close())
  const people = () => town.cloud.dump('people') as Person[]
  const audits = () => town.cloud.dump('audit') as unknown as Audited[]
  const names = async (openid: string, name = '') => (await town.act(openid, 'person.residents', { name })).residents.map((one) => one.name)

  test('a member sees the own grid, a desk its village, the dispatcher the town, nobody else anything', async () => {
    assert.deepEqual(await names('member-1'), ['郭伯', '陈玉兰'])
    assert.deepEqual(await names('member-1', '陈'), ['陈玉兰'])
    assert.deepEqual(await names('member-1', '冼'), [])
    assert.deepEqual(await names('member-4'), ['冼阿婆'])
    assert.deepEqual(await names('desk-1'), ['郭伯', '陈玉兰'])
    assert.deepEqual(await names('dispatcher-1'), ['冼阿婆', '郭伯', '陈玉兰'])
    for (const openid of ['resident-1', 'organisation-1', 'officer-1']) {
      assert.equal(await town.refused(openid, 'person.residents', { name: '' }), 'NOT_ALLOWED')
    }
    const answer = JSON.stringify(await town.act('member-1', 'person.residents', { name: '' }))
    assert.ok(!answer.includes('13000000001') && !answer.includes('二楼') && !answer.includes('elder-1'), answer)
  })

  test('trust told by phone is recorded for residents of the own grid alone, audited, and both are told', async () => {
    const trust = { person: personId('elder-1'), trusted: personId('resident-1'), relation: '侄子', how: 'phone' as const }
    for (const openid of ['member-3', 'member-4']) assert.equal(await town.refused(openid, 'person.recordTrust', trust), 'INPUT_INVALID')
    for (const openid of ['resident-1', 'worker-1']) assert.equal(await town.refused(openid, 'person.recordTrust', trust), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-1', 'person.recordTrust', { ...trust, trusted: personId('member-1') }), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-1', 'person.recordTrust', { ...trust, trusted: personId('enrolled-1') }), 'INPUT_INVALID')
    assert.equal(await town.refused('member-1', 'person.recordTrust', { ...trust, trusted: trust.person }), 'INPUT_INVALID')
    assert.equal(audits().length, 0)

    const requestId = newRequestId()
    for (let twice = 0; twice < 2; twice++) await town.act('member-1', 'person.recordTrust', trust, { requestId })
    const elder = people().find(({ openid }) => openid === 'elder-1') as Person
    const entry = elder.trusted.find(({ person }) => person === trust.trusted)
    assert.deepEqual([entry?.how, entry?.relation, entry?.recordedBy], ['phone', '侄子', personId('member-1')])
    assert.equal(elder.trusted.length, 2)
    const [audited] = audits()
    assert.equal(audits().length, 1)
    assert.deepEqual(
      [audited?.subject, audited?.field, audited?.person, audited?.role, audited?.reason],
      [trust.person, 'trust', personId('member-1'), 'member', '电话里同意何敏（侄子）替他约服务'],
    )
    const messages = async (openid: string) => (await town.act(openid, 'person.messages', {})).messages.map(({ text }) => text)
    assert.deepEqual(await messages('elder-1'), ['李燕记下：何敏可以替您约服务'])
    assert.deepEqual(await messages('resident-1'), ['您可以替陈玉兰约服务了'])
    await town.act('desk-1', 'person.recordTrust', { ...trust, person: personId('enrolled-1'), how: 'inPerson' })
    assert.deepEqual(
      (await town.act('resident-1', 'person.family', {})).iMayBookFor.map(({ name }) => name).sort(),
      ['陈玉兰', '郭伯'].sort(),
    )
  })

  test('somebody without WeChat is entered at home in the own grid, audited, and nobody signs in as them', async () => {
    const input = { name: '黎伯', phone: '13000000077', address: '甲村五巷一号三楼', home: inCell['cell-a1'] }
    assert.equal(await town.refused('member-3', 'person.enrol', input), 'NOT_ALLOWED')
    assert.equal(await town.refused('resident-1', 'person.enrol', input), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-1', 'person.enrol', { ...input, home: { longitude: 116, latitude: 39 } }), 'INPUT_INVALID')
    assert.equal(await town.refused('member-1', 'person.enrol', { ...input, name: '赌博网站' }), 'TEXT_REFUSED')
    const requestId = newRequestId()
    const made = await Promise.all([1, 2, 3].map(() => town.act('member-1', 'person.enrol', input, { requestId })))
    assert.equal(new Set(made.map(({ id }) => id)).size, 1)
    const person = people().find(({ _id }) => _id === made[0]?.id) as Person
    assert.equal(person.openid, '')
    assert.deepEqual([person.home?.grid, person.phoneMasked], ['cell-a1', '130****0077'])
    assert.ok(!JSON.stringify(person).includes('三楼'))
    assert.deepEqual(
      audits()
        .filter(({ field }) => field === 'enrolment')
        .map(({ subject, person: by }) => [subject, by]),
      [[person._id, personId('member-1')]],
    )
    assert.deepEqual(await names('member-1', '黎'), ['黎伯'])
    assert.equal(await town.refused('', 'person.me', {}), 'NOT_SIGNED_IN')
    assert.equal(await town.refused(undefined, 'person.me', {}), 'NOT_SIGNED_IN')
    const without = await town.act('desk-1', 'person.enrol', { name: '冯婆', address: '甲村六巷', home: inCell['cell-a2'] })
    assert.equal(without.name, '冯婆')

    const now = town.cloud.now()
    const book = { kind: 'visit' as const, service: 'cleaning', start: later(now, '14:00', 3), yuan: 60, forWhom: person._id }
    assert.equal(await town.refused('member-1', 'booking.book', book), 'CONSENT_MISSING')
    const booked = await town.act('member-1', 'booking.book', { ...book, consent: { how: 'inPerson', note: '本人说好' } })
    assert.equal(booked.forWhom, '黎伯')
    assert.equal(await town.refused('member-3', 'booking.book', { ...book, consent: { how: 'phone' } }), 'CONSENT_MISSING')
  })
})
