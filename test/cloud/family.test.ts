import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { personId } from '../../cloudfunctions/domain/identifiers'
import type { Person } from '../../cloudfunctions/domain/person'
import { unseal } from '../../cloudfunctions/platform/seal'
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

describe('address and phone given by family', () => {
  let town: TestTown
  before(async () => {
    town = await startTown()
  })
  after(() => town.close())
  const stored = (id: string) => (town.cloud.dump('people') as Person[]).find(({ _id }) => _id === id) as Person
  const audits = () => (town.cloud.dump('audit') as unknown as Audited[]).filter(({ field }) => field === 'contact')
  const told = async (openid: string) => (await town.act(openid, 'person.messages', {})).messages
  const elder = personId('elder-1')
  const given = { forWhom: elder, address: '乙村五巷九号三楼', phone: '13000000055', home: inCell['cell-b1'] }

  test('the daughter puts right where her mother lives: sealed, in the grid of the place, audited before, both told, once', async () => {
    const requestId = newRequestId()
    const [view] = await Promise.all([1, 2, 3].map(() => town.act('daughter-1', 'person.setContact', given, { requestId })))
    assert.deepEqual(view, { addressMasked: '乙村五巷九***', phoneMasked: '130****0055', grid: '乙村第一网格' })
    const { address, phone, home } = stored(elder)
    assert.deepEqual([unseal(address ?? ''), unseal(phone ?? '')], [given.address, given.phone])
    assert.deepEqual([home?.grid, home?.village.grid], ['cell-b1', 'village-b'])
    assert.ok(!JSON.stringify(stored(elder)).includes('九号三楼'))
    assert.deepEqual(
      audits().map(({ subject, person, role, reason }) => [subject, person, role, reason]),
      [[elder, personId('daughter-1'), 'family', '女儿替他填住址和电话']],
    )
    const [hers] = await told('elder-1')
    assert.deepEqual([hers?.text, hers?.page], ['陈雪帮您填了住址和电话，不对的话您可以改回来', '/packages/booking/contact/contact'])
    assert.equal((await told('elder-1')).length, 1)
    assert.deepEqual(
      (await told('daughter-1')).map(({ text }) => text),
      ['您帮陈玉兰填了住址和电话，已经告诉他'],
    )
    const [seen] = (await town.act('daughter-1', 'person.family', {})).iMayBookFor
    assert.deepEqual([seen?.addressMasked, seen?.phoneMasked, seen?.grid], [view?.addressMasked, view?.phoneMasked, view?.grid])
    // Her new grid member may book for her now, the old one no more.
    assert.deepEqual(
      (await town.act('member-4', 'person.residents', { name: '陈' })).residents.map(({ name }) => name),
      ['陈玉兰'],
    )
    assert.equal(await town.refused('member-1', 'booking.services', { forWhom: elder }), 'CONSENT_MISSING')
  })

  test('the elder changes it back herself', async () => {
    const me = await town.act('elder-1', 'person.update', { address: '甲村一巷三号二楼', home: inCell['cell-a1'] })
    assert.deepEqual([me.addressMasked, me.grid?.name], ['甲村一巷三***', '甲村第一网格'])
    assert.equal(me.phoneMasked, '130****0055')
  })

  test('one field leaves the others; a place outside the town, nothing at all and risky words are refused and leave no trace', async () => {
    const before = stored(elder)
    const of = (input: object) => town.refused('daughter-1', 'person.setContact', { forWhom: elder, ...input })
    assert.equal(await of({}), 'INPUT_INVALID')
    assert.equal(await of({ phone: '12345' }), 'INPUT_INVALID')
    assert.equal(await of({ address: '甲村', home: { longitude: 116, latitude: 39 } }), 'INPUT_INVALID')
    assert.equal(await of({ address: '赌博网站' }), 'TEXT_REFUSED')
    assert.deepEqual(stored(elder), before)
    await town.act('daughter-1', 'person.setContact', { forWhom: elder, phone: '13000000056' })
    const after = stored(elder)
    assert.deepEqual([after.phoneMasked, after.address, after.home], ['130****0056', before.address, before.home])
  })

  test('nobody else may: not who is no longer trusted, not staff without consent or of another grid, not oneself this way', async () => {
    const count = audits().length
    for (const openid of ['resident-1', 'member-4', 'organisation-1', 'worker-1', 'stranger']) {
      assert.equal(await town.refused(openid, 'person.setContact', given), 'CONSENT_MISSING', openid)
    }
    assert.equal(await town.refused('member-1', 'person.setContact', given), 'CONSENT_MISSING')
    assert.equal(await town.refused('elder-1', 'person.setContact', given), 'INPUT_INVALID')
    assert.equal(audits().length, count)
    await town.act('elder-1', 'person.revoke', { person: personId('daughter-1') })
    assert.equal(await town.refused('daughter-1', 'person.setContact', given), 'CONSENT_MISSING')
  })

  test('cut off anywhere and sent again, it is written once and both are told once', async () => {
    for (let at = 1; at <= 6; at++) {
      const { code } = await town.act('elder-2', 'person.invite', {})
      const [openid, requestId] = [`niece-${at}`, newRequestId()]
      await town.act(openid, 'person.join', { code, relation: '侄女' })
      const input = { forWhom: personId('elder-2'), phone: `1300000006${at}` }
      const before = { hers: (await told('elder-2')).length, own: (await told(openid)).length, audited: audits().length }
      await town.call(openid, 'person.setContact', input, { requestId, fault: { at, when: 'after', how: 'kill' } })
      const view = await town.act(openid, 'person.setContact', input, { requestId })
      assert.equal(view.phoneMasked, `130****006${at}`)
      // A person's document keeps ten of these messages.
      assert.ok((await told('elder-2')).length <= Math.min(10, before.hers + 1))
      assert.equal((await told(openid)).length, before.own + 1)
      assert.equal(audits().length, before.audited + 1)
      await town.act('elder-2', 'person.revoke', { person: personId(openid) })
    }
  })

  test('who was entered without a phone can be booked for once staff have filled it in', async () => {
    const { id } = await town.act('desk-1', 'person.enrol', { name: '冯婆', address: '甲村六巷', home: inCell['cell-a2'] })
    const book = { kind: 'visit' as const, service: 'cleaning', start: later(town.cloud.now(), '14:00', 3), yuan: 60, forWhom: id }
    const consent = { how: 'inPerson' as const }
    const { answer } = await town.call('desk-1', 'booking.book', { ...book, consent })
    assert.ok(answer && !answer.ok)
    assert.deepEqual([answer.error.code, answer.error.message], ['CONTACT_MISSING', '请先填好冯婆的住址和电话，上门的人才找得到'])
    await town.act('desk-1', 'person.setContact', { forWhom: id, phone: '13000000078', consent })
    assert.equal(audits().at(-1)?.reason, '当面同意替他填电话')
    assert.equal((await town.act('desk-1', 'booking.book', { ...book, consent })).forWhom, '冯婆')
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

  test('a member sees the own grid, a desk its village, the town’s desk and the dispatcher the town, nobody else anything', async () => {
    assert.deepEqual(await names('member-1'), ['郭伯', '陈玉兰'])
    assert.deepEqual(await names('member-1', '陈'), ['陈玉兰'])
    assert.deepEqual(await names('member-1', '冼'), [])
    assert.deepEqual(await names('member-4'), ['冼阿婆'])
    assert.deepEqual(await names('desk-1'), ['郭伯', '陈玉兰'])
    for (const openid of ['dispatcher-1', 'desk-2']) assert.deepEqual(await names(openid), ['冼阿婆', '郭伯', '陈玉兰'])
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

  test('the town’s own desk does for every village what a village’s desk does for its own', async () => {
    const guest = personId('elder-2')
    const consent = { how: 'phone' as const }
    const book = { kind: 'visit' as const, service: 'cleaning', start: later(town.cloud.now(), '09:00', 6), yuan: 60, forWhom: guest }
    assert.equal(await town.refused('desk-1', 'booking.book', { ...book, consent }), 'CONSENT_MISSING', 'of the other village')
    assert.equal(await town.refused('desk-2', 'booking.book', book), 'CONSENT_MISSING', 'has not said how she agreed')
    const booked = await town.act('desk-2', 'booking.book', { ...book, consent })
    assert.equal(booked.forWhom, '冼阿婆')
    assert.ok((await town.act('desk-2', 'booking.mine', {})).bookings.some(({ id }) => id === booked.id))
    await town.act('desk-2', 'booking.cancel', { booking: booked.id, version: booked.version })

    for (const [cell, village] of [
      ['cell-a2', 'village-a'],
      ['cell-b1', 'village-b'],
    ] as const) {
      const { id } = await town.act('desk-2', 'person.enrol', { name: `阿婆${cell}`, address: '一巷一号', home: inCell[cell] })
      assert.equal(people().find(({ _id }) => _id === id)?.home?.village.grid, village)
    }
    const trust = { person: guest, trusted: personId('resident-2'), relation: '邻居', how: 'phone' as const }
    await town.act('desk-2', 'person.recordTrust', trust)
    assert.equal(audits().findLast(({ field }) => field === 'trust')?.role, 'desk')
    const assessed = await town.act('desk-2', 'booking.assess', { person: guest, programme: 'homecare', level: 'moderate' })
    assert.match(assessed.sentence, /^冼阿婆评估为“中度”/)
    assert.equal(people().find(({ _id }) => _id === guest)?.need?.by, '小镇服务台')
    // Residents of the town alone: who has no home here is nobody's.
    assert.equal(await town.refused('desk-2', 'booking.services', { forWhom: personId('resident-1') }), 'CONSENT_MISSING')
  })

  test('staff hand an elder’s invitation to family who live elsewhere: as told by phone, audited, once, and never for themselves', async () => {
    const guest = personId('enrolled-1')
    const consent = { how: 'phone' as const }
    const ask = { forWhom: guest, consent }
    assert.equal(await town.refused('member-4', 'person.invite', ask), 'CONSENT_MISSING', 'of another grid')
    assert.equal(await town.refused('member-1', 'person.invite', { forWhom: guest }), 'CONSENT_MISSING', 'has not asked')
    assert.equal(await town.refused('daughter-1', 'person.invite', { forWhom: personId('elder-1'), consent }), 'NOT_ALLOWED', 'family')
    const requestId = newRequestId()
    const made = await Promise.all([1, 2].map(() => town.act('member-1', 'person.invite', ask, { requestId })))
    const [{ code = '' } = {}] = made
    assert.equal(new Set(made.map((one) => one.code)).size, 1)
    assert.deepEqual(
      audits().flatMap(({ subject, field, reason }) => (subject === guest && /邀请码/.test(reason) ? [[field, reason]] : [])),
      [['trust', '电话里同意家人凭邀请码替他约服务']],
    )
    assert.equal(await town.refused('member-1', 'person.join', { code, relation: '邻居' }), 'INPUT_INVALID')
    assert.deepEqual(await town.act('son-elsewhere', 'person.join', { code, relation: '儿子' }), { name: '郭伯' })
    const entry = people()
      .find(({ _id }) => _id === guest)
      ?.trusted.find(({ person }) => person === personId('son-elsewhere'))
    assert.deepEqual([entry?.how, entry?.recordedBy, entry?.relation], ['phone', personId('member-1'), '儿子'])
    assert.equal(await town.refused('resident-2', 'person.join', { code, relation: '邻居' }), 'INVITATION_OVER')
    const contact = await town.act('son-elsewhere', 'person.setContact', { forWhom: guest, phone: '13000000079' })
    assert.equal(contact.phoneMasked, '130****0079')
  })
})
