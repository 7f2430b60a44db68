import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { personId } from '../../cloudfunctions/domain/identifiers'
import { dayOf } from '../../cloudfunctions/domain/time'
import { demonstrationPeople, makeTown } from '../../tools/town/load'
import { newRequestId, startTown } from '../cloud/harness'
import type { TestTown } from '../cloud/harness'
import type { Person } from '../../cloudfunctions/domain/person'

/** What somebody does on one phone of the demonstration must arrive on the next one. */

let town: TestTown
let home: { longitude: number; latitude: number }
let people: Person[]
before(async () => {
  const documents = makeTown({ now: Date.now() })
  town = await startTown(documents)
  people = documents.people as Person[]
  const first = demonstrationPeople(people).find(({ role }) => role === 'resident')
  home = people.find(({ openid }) => openid === first?.openid)!.home!
})
after(() => town.close())

test("a stranger's report from the shown resident's street reaches the shown member's phone", async () => {
  const { longitude, latitude } = home
  for (const openid of ['resident-1', 'somebody-new']) {
    const reported = await town.act(openid, 'report.submit', { item: 'lamp', text: '路灯不亮', photos: [], place: { longitude, latitude } })
    const inbox = await town.act('member-1', 'report.inbox', {})
    assert.ok(
      inbox.cases.some(({ id }) => id === reported.id),
      reported.now,
    )
  }
})

test("the elder's visit reaches the shown organisation and the shown worker", async () => {
  const { windows, carers } = await town.act('elder-1', 'booking.service', { service: 'cleaning' })
  const [carer] = carers
  const window = windows.findLast(({ free, clash }) => free > 0 && !clash)
  assert.ok(window && carer)
  const wish = { worker: carer.id }
  const booked = await town.act('family-1', 'booking.book', {
    kind: 'visit',
    service: 'cleaning',
    start: window.start,
    forWhom: personId('elder-1'),
    wish,
    yuan: 0,
  })
  assert.equal(booked.price.kind, 'free')
  const board = await town.act('organisation-1', 'booking.board', { tab: 'requested' })
  assert.ok(board.bookings.some(({ id }) => id === booked.id))
  const { workers } = await town.act('organisation-1', 'booking.workers', { booking: booked.id })
  const [first] = workers
  assert.ok(first?.proposed && first.fits && !first.busy)
  await town.act(
    'organisation-1',
    'booking.confirm',
    { booking: booked.id, version: booked.version, worker: first.id },
    { requestId: newRequestId() },
  )
  const openid = people.find(({ _id }) => _id === first.id)!.openid
  const visits = await town.act(openid, 'booking.visits', { day: dayOf(window.start) })
  assert.ok(visits.bookings.some(({ id }) => id === booked.id))
  for (const who of ['elder-1', 'family-1']) {
    const { messages } = await town.act(who, 'person.messages', {})
    assert.ok(
      messages.some(({ page }) => page.endsWith(booked.id)),
      `${who} is told`,
    )
  }
})

test('nobody on the phones looks at an empty list', async () => {
  assert.ok((await town.act('resident-1', 'report.mine', {})).cases.length >= 4)
  assert.ok((await town.act('resident-1', 'booking.mine', {})).bookings.length >= 3)
  assert.ok((await town.act('elder-1', 'booking.mine', {})).bookings.length >= 3)
  assert.ok((await town.act('family-1', 'booking.mine', {})).bookings.length >= 1)
  assert.ok((await town.act('worker-1', 'booking.visits', {})).bookings.length >= 3)
  assert.ok((await town.act('organisation-1', 'booking.board', { tab: 'past' })).bookings.length >= 5)
  for (const queue of ['unowned', 'late', 'reopened', 'open'] as const) {
    assert.ok((await town.act('dispatcher-1', 'report.queue', { queue })).cases.length >= 2, queue)
  }
  assert.ok((await town.act('resident-1', 'person.messages', {})).messages.length >= 3)
})

test('what every phone loads of the town stays small, whatever the catalogue holds', async () => {
  const bytes = Buffer.byteLength(JSON.stringify(await town.act('resident-1', 'town.get', {})))
  assert.ok(bytes < 100_000, `town.get answers ${bytes} bytes`)
  const { suggestions } = await town.act('resident-1', 'town.suggest', { text: '门口嗰盏灯坏咗，夜晚黑麻麻' })
  assert.equal(suggestions[0]?.item, 'lamp')
})
