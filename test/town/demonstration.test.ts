import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assign, weighed } from '../../cloudfunctions/domain/assignment'
import { keepsSeat, overlaps } from '../../cloudfunctions/domain/booking'
import type { Booking, Session } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Case } from '../../cloudfunctions/domain/case'
import { dispatch, homeOf } from '../../cloudfunctions/domain/dispatch'
import { tileOf } from '../../cloudfunctions/domain/geometry'
import { locate } from '../../cloudfunctions/domain/grid'
import type { Cell, Grid } from '../../cloudfunctions/domain/grid'
import { personId } from '../../cloudfunctions/domain/identifiers'
import type { Matter } from '../../cloudfunctions/domain/matter'
import type { Person } from '../../cloudfunctions/domain/person'
import { standingOf } from '../../cloudfunctions/domain/roster'
import { addMinutes } from '../../cloudfunctions/domain/time'
import type { TownData } from '../../cloudfunctions/domain/town'
import { collections } from '../../cloudfunctions/platform/collections'
import { unseal } from '../../cloudfunctions/platform/seal'
import { demonstrationPeople, loadTown, makeTown } from '../../tools/town/load'

process.env.SEAL_KEY = Buffer.alloc(32, 7).toString('base64')

interface Documents {
  grids: (Grid | TownData)[]
  people: Person[]
  cases: Case[]
  sessions: Session[]
  bookings: Booking[]
}
const documentsAt = (now: string) => makeTown({ now: Date.parse(now) }) as unknown as Documents

/** A working morning, a night, a Sunday, the national holiday, the turn of a year. */
const times = [
  '2026-11-23T02:30:00.000Z',
  '2026-11-23T19:10:00.000Z',
  '2026-11-22T05:00:00.000Z',
  '2026-10-03T06:00:00.000Z',
  '2026-12-31T16:30:00.000Z',
]
const now = times[0]!
const town = documentsAt(now)
const { people, cases, sessions, bookings } = town
/** The town's data lies among the grids. */
const grids = town.grids.filter((one): one is Grid => 'level' in one)
const townData = town.grids.find((one): one is TownData => !('level' in one))!
const cells = grids.filter((grid): grid is Cell => grid.level === 'cell')
const personOf = new Map(people.map((person) => [person._id, person]))
const named = (openid: string, among = people) => {
  const person = among.find((one) => one.openid === openid)
  assert.ok(person, openid)
  return person
}
const roleCount = (role: string) => people.filter(({ roles }) => roles.some((held) => held.role === role)).length

test('1 town, 13 villages, 68 cells, 958 members in teams of 1+2+N', () => {
  assert.deepEqual(
    ['town', 'village', 'cell'].map((level) => grids.filter((grid) => grid.level === level).length),
    [1, 13, 68],
  )
  assert.equal(roleCount('member'), 958)
  assert.equal(cells.flatMap(({ team }) => team).length, 958)
  for (const { _id, team } of cells) {
    assert.equal(team.filter(({ part }) => part === 'leader').length, 1, _id)
    assert.ok(team.filter(({ part }) => part === 'member').length >= 2, _id)
    assert.ok(
      team.some(({ part }) => part === 'volunteer'),
      _id,
    )
  }
})

test('every desk, department and organisation has people', () => {
  for (const grid of grids) if (grid.level !== 'cell') assert.ok(grid.desk.people.length >= 2, grid.name)
  assert.equal(roleCount('organisation'), 22)
  assert.ok(roleCount('worker') >= 55 && roleCount('worker') <= 70)
  assert.ok(roleCount('officer') >= 12)
  assert.ok(roleCount('dispatcher') >= 3)
  assert.ok(people.filter(({ roles }) => roles.length === 0).length >= 300)
  assert.ok(people.filter(({ groups }) => groups.length > 0).length >= 80)
})

test('rosters cover day, evening and weekend, and some are away', () => {
  const atWork = (at: string) => cells.flatMap(({ team }) => team).filter((member) => standingOf(member, at) === 'onDuty').length
  for (const at of ['2026-11-23T02:00:00.000Z', '2026-11-23T11:00:00.000Z', '2026-11-22T03:00:00.000Z']) assert.ok(atWork(at) >= 40, at)
  assert.ok(cells.flatMap(({ team }) => team).some((member) => standingOf(member, now) === 'away'))
})

test('every id is there once and fits the contract', () => {
  for (const [collection, documents] of Object.entries(town)) {
    assert.ok(Object.hasOwn(collections, collection))
    const ids = (documents as { _id: string }[]).map(({ _id }) => _id)
    assert.equal(new Set(ids).size, ids.length, collection)
    for (const id of ids) assert.match(id, /^[A-Za-z0-9_.:-]{1,80}$/)
  }
  const numbers = [...cases, ...bookings].map(({ number }) => number)
  assert.equal(new Set(numbers).size, numbers.length)
})

test('everyone who is named exists, with that name', () => {
  let references = 0
  const walk = (value: unknown, path: string): void => {
    if (value === undefined) assert.fail(`${path} is undefined`)
    if (typeof value !== 'object' || value === null) return
    const { person, openid, name } = value as Record<string, unknown>
    if (typeof person === 'string') {
      const found = personOf.get(person)
      assert.ok(found, `${path}: nobody is ${person}`)
      if (openid !== undefined) assert.equal(found.openid, openid, path)
      if (name !== undefined) assert.equal(found.name, name, path)
      references++
    }
    for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`)
  }
  for (const [collection, documents] of Object.entries(town)) walk(documents, collection)
  assert.ok(references > 3000)
  const gridIds = new Set(grids.map(({ _id }) => _id))
  for (const { _id, openid, home, roles } of people) {
    assert.equal(_id, personId(openid))
    if (home) assert.ok(gridIds.has(home.grid) && gridIds.has(home.village.grid))
    for (const role of roles) if ('grid' in role) assert.ok(gridIds.has(role.grid))
  }
  for (const { grid, item } of cases) {
    assert.ok(gridIds.has(grid.id))
    assert.ok(townData.items.some(({ id }) => id === item.id))
  }
  for (const { area } of sessions) for (const village of area) assert.ok(gridIds.has(village))
})

test('homes lie in the cell that they name', () => {
  for (const { home, openid } of people) {
    if (home) assert.equal(cellAt(home)?._id, home.grid, openid)
  }
})

test('no phone is a real one, and what is personal is sealed', () => {
  const madeUp = /^1300000\d{4}$|^0760-0000\d{4}$/
  const text = JSON.stringify(town)
  for (const [phone] of text.matchAll(/(?<![\w-])(1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?![\w])/g)) assert.match(phone, madeUp)
  const residents = people.filter(({ phone }) => phone !== undefined)
  assert.ok(residents.length >= 300)
  for (const person of residents) {
    assert.match(unseal(person.phone!), madeUp)
    assert.ok(!text.includes(unseal(person.address!)), 'an address is there in plain')
  }
  assert.equal(new Set(residents.map(({ phone }) => unseal(phone!))).size, residents.length)
})

test('seats and bookings agree', () => {
  const byId = new Map(bookings.map((booking) => [booking._id, booking]))
  for (const { _id, seats, left, takers } of sessions) {
    assert.equal(left + takers.length, seats, _id)
    assert.ok(left >= 0)
    for (const { booking, person } of takers) {
      const found = byId.get(booking)
      assert.ok(found && keepsSeat(found, _id))
      assert.equal(found.booker.person, person)
    }
  }
  for (const booking of bookings) {
    const kept = sessions.find(({ _id }) => _id === booking.session)?.takers.some((taker) => taker.booking === booking._id)
    assert.equal(kept, keepsSeat(booking, booking.session), booking.number)
    assert.equal(booking.freed, !kept)
  }
})

test('no worker is in two places', () => {
  const kept = bookings.filter(({ state, workerId }) => workerId !== undefined && state !== 'cancelled' && state !== 'declined')
  for (const a of kept) {
    for (const b of kept) if (a.workerId === b.workerId && a.session !== b.session) assert.ok(!overlaps(a, b), `${a.number} ${b.number}`)
  }
})

for (const at of times) {
  test(`at ${at} every list has life, and nothing has happened yet that lies ahead`, () => {
    const { cases, bookings, sessions, people } = documentsAt(at)
    const count = <T>(list: T[], least: number, one: (item: T) => boolean, what: string) =>
      assert.ok(list.filter(one).length >= least, what)
    for (const matter of [...cases, ...bookings] as Matter[]) {
      assert.equal(matter.owed, false)
      assert.ok(matter.notices.every(({ state }) => state === 'sent'))
      const instants = [matter.createdAt, ...matter.timeline.map((entry) => entry.at), matter.updatedAt]
      assert.deepEqual(instants, [...instants].sort())
      assert.ok(matter.updatedAt <= at && matter.createdAt >= addDays(at, -75))
    }
    assert.equal(cases.length, 300)
    count(cases, 3, ({ due }) => due !== undefined && due < at, 'late')
    count(cases, 3, ({ open, due, owner }) => open && due !== undefined && owner.kind === 'desk', 'unowned')
    count(cases, 2, ({ open, reopened }) => open && reopened > 0, 'reopened')
    count(cases, 5, ({ state }) => state === 'resolved', 'waiting for the resident')
    for (const state of ['reported', 'accepted', 'closed', 'withdrawn']) count(cases, 3, (found) => found.state === state, state)
    for (const state of ['requested', 'assigned', 'done', 'rated', 'declined', 'cancelled', 'noShow']) {
      count(bookings, 2, (booking) => booking.state === state, state)
    }
    for (const kind of ['visit', 'appointment', 'class']) {
      count(sessions, 30, (session) => session.kind === kind && session.start > at && session.left > 0, `${kind} to book`)
    }
    count(sessions, 2, ({ kind, left, start }) => kind === 'class' && left === 0 && start > at, 'full classes')

    const [resident, elder, member, worker] = ['resident-1', 'elder-1', 'member-1', 'worker-1'].map((openid) => named(openid, people)._id)
    count(cases, 4, ({ reporter }) => reporter.person === resident, "the resident's reports")
    count(bookings, 3, ({ booker }) => booker.person === resident, "the resident's bookings")
    count(
      bookings,
      1,
      ({ booker, start, state }) => booker.person === elder && start > at && state === 'assigned',
      "the elder's coming visit",
    )
    count(
      bookings,
      1,
      ({ booker, record, worker: by }) => booker.person === elder && record?.nextTime !== undefined && by?.person === worker,
      'last time',
    )
    count(cases, 4, ({ holder, open, due }) => holder === `member:${member}` && open && due !== undefined, "the member's inbox")
    count(
      bookings,
      3,
      ({ workerId, start }) => workerId === worker && Math.abs(Date.parse(start) - Date.parse(at)) < 86_400_000,
      "the worker's day",
    )
    count(bookings, 3, ({ organisationId, state }) => organisationId === 'linli' && state === 'requested', 'requests')
  })
}

function cellAt(point: { longitude: number; latitude: number }): Cell | undefined {
  return locate(
    cells.filter(({ tiles }) => tiles.includes(tileOf(point))),
    point,
  ).cell
}

test('a report from the homes of resident-1 and elder-1 goes to member-1 at any time', () => {
  const member = named('member-1')
  const minutes = fc.integer({ min: 0, max: 40 * 24 * 60 })
  fc.assert(
    fc.property(minutes, fc.constantFrom('resident-1', 'elder-1'), (later, openid) => {
      const at = addMinutes(now, later)
      const located = locate(cells, named(openid).home!)
      const item = townData.items.find(({ first, urgency }) => first === 'cell' && urgency === 'normal')!
      assert.deepEqual(weighed(located, item, at), [])
      const { owner } = assign({ item, located, now: at, loads: new Map(), desks: [], town: townData })
      assert.equal(owner.kind === 'member' && owner.person.person, member._id)
    }),
  )
})

test("a visit that resident-1 or elder-1 books goes to organisation-1's organisation, in every window that it serves", () => {
  const organisation = named('organisation-1').organisation
  for (const openid of ['resident-1', 'elder-1']) {
    for (const wanted of sessions.filter(
      ({ kind, organisation: { id }, start }) => kind === 'visit' && id === organisation && start > now,
    )) {
      const rivals = sessions.filter(({ service, start }) => service === wanted.service && start === wanted.start)
      const minutes = (Date.parse(wanted.end) - Date.parse(wanted.start)) / 60_000
      assert.equal(dispatch(rivals, minutes, homeOf(named(openid)))[0]?.session.organisation.id, organisation, wanted._id)
    }
  }
})

test('worker-1 can do all that the organisation offers', () => {
  const worker = named('worker-1')
  const [role] = worker.roles
  assert.ok(role?.role === 'worker' && role.organisation === named('organisation-1').organisation)
  const offered = new Set(sessions.filter(({ organisation }) => organisation.id === role.organisation).map(({ service }) => service))
  for (const { id, skill } of townData.services) if (offered.has(id)) assert.ok(role.skills.includes(skill), id)
})

test('the first of each kind of person is the one on the phones', () => {
  const list = demonstrationPeople(people)
  assert.equal(list.length, people.length)
  for (const role of ['resident', 'elder', 'member', 'worker', 'organisation', 'dispatcher', 'desk', 'officer']) {
    assert.equal(list.find((person) => person.role === role)?.openid, `${role}-1`)
  }
  assert.equal(
    list.find(({ openid }) => openid === 'worker-1')?.organisation,
    list.find(({ openid }) => openid === 'organisation-1')?.organisation,
  )
  assert.equal(list.find(({ openid }) => openid === 'resident-1')?.grid, list.find(({ openid }) => openid === 'member-1')?.grid)
})

test('the same clock makes the same town, but for the nonces of sealed fields', () => {
  const plain = (documents: Documents) =>
    JSON.stringify(documents, (_key, value: unknown) => (typeof value === 'string' && value.startsWith('v1.') ? unseal(value) : value))
  assert.equal(plain(documentsAt(now)), plain(town))
})

test('loading hands every collection to the cloud', () => {
  const loaded: Record<string, number> = {}
  loadTown({ load: (collection, documents) => void (loaded[collection] = documents.length) }, { now: Date.parse(now) })
  assert.deepEqual(Object.keys(loaded).sort(), ['bookings', 'cases', 'grids', 'people', 'sessions'])
})
