import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assign, weighed } from '../../cloudfunctions/domain/assignment'
import { keepsPlace, openStates, overlaps, spansOf } from '../../cloudfunctions/domain/booking'
import type { Bookable, Booking, Offering, Session, Workday } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import type { Case } from '../../cloudfunctions/domain/case'
import { dispatch, homeOf } from '../../cloudfunctions/domain/dispatch'
import { tileOf } from '../../cloudfunctions/domain/geometry'
import { locate } from '../../cloudfunctions/domain/grid'
import type { Cell, Grid } from '../../cloudfunctions/domain/grid'
import { usedMinutes } from '../../cloudfunctions/domain/diary'
import { entitlementOf } from '../../cloudfunctions/domain/entitlement'
import { personId } from '../../cloudfunctions/domain/identifiers'
import { monthlyDays, shiftsOn } from '../../cloudfunctions/domain/layout'
import type { DayOfCases } from '../../cloudfunctions/domain/measures'
import type { Matter } from '../../cloudfunctions/domain/matter'
import type { Contract, Organisation } from '../../cloudfunctions/domain/organisation'
import type { Person } from '../../cloudfunctions/domain/person'
import { standingOf } from '../../cloudfunctions/domain/roster'
import { dueDate } from '../../cloudfunctions/domain/series'
import type { Series } from '../../cloudfunctions/domain/series'
import { addMinutes, dayOf, inTown, instantAt } from '../../cloudfunctions/domain/time'
import type { TownData } from '../../cloudfunctions/domain/town'
import { collections } from '../../cloudfunctions/platform/collections'
import { unseal } from '../../cloudfunctions/platform/seal'
import { demonstrationPeople, loadTown, makeTown } from '../../tools/town/load'

process.env.SEAL_KEY = Buffer.alloc(32, 7).toString('base64')

interface Documents {
  grids: (Grid | TownData)[]
  people: Person[]
  cases: Case[]
  organisations: Organisation[]
  contracts: Contract[]
  sessions: Bookable[]
  bookings: Booking[]
  series: Series[]
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
const { people, cases, bookings, organisations } = town
const bookables = town.sessions
const isOffering = (one: Bookable): one is Offering => one.kind === 'offering'
const isWorkday = (one: Bookable): one is Workday => one.kind === 'visit'
const isSession = (one: Bookable): one is Session => one.kind === 'appointment' || one.kind === 'class'
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
  assert.equal(roleCount('organisation'), 23)
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
    if (openid !== '') assert.equal(_id, personId(openid))
    if (home) assert.ok(gridIds.has(home.grid) && gridIds.has(home.village.grid))
    for (const role of roles) if ('grid' in role) assert.ok(gridIds.has(role.grid))
  }
  for (const { grid, item } of cases) {
    assert.ok(gridIds.has(grid.id))
    assert.ok(townData.items.some(({ id }) => id === item.id))
  }
  for (const { area } of bookables.filter(isOffering)) for (const village of area) assert.ok(gridIds.has(village))
  for (const { roster } of organisations) for (const { advises } of roster) for (const village of advises) assert.ok(gridIds.has(village))
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
    if (person.address !== undefined) assert.ok(!text.includes(unseal(person.address)), 'an address is there in plain')
  }
  assert.equal(new Set(residents.map(({ phone }) => unseal(phone!))).size, residents.length)
})

/** Everything that holds between bookings, places, diaries and contracts of a town. */
function agree({ people, organisations, contracts, sessions, bookings }: Documents, now: string): void {
  const personById = new Map(people.map((person) => [person._id, person]))
  const bookingById = new Map(bookings.map((booking) => [booking._id, booking]))
  const placeById = new Map(sessions.map((one) => [one._id, one]))

  for (const one of sessions) {
    if (isOffering(one)) continue
    if (isSession(one)) {
      assert.equal(one.left + one.takers.length, one.seats, one._id)
      assert.ok(one.left >= 0)
      assert.equal(one.queued, one.queue.length)
      if (one.queue.length > 0) assert.equal(one.left, 0, `${one._id}: people wait, and there is a seat`)
      for (const { booking, person } of one.queue) {
        assert.equal(bookingById.get(booking)?.state, 'waiting')
        assert.equal(bookingById.get(booking)?.guest.person, person)
      }
    }
    for (const taker of one.takers) {
      const found = bookingById.get(taker.booking)
      assert.ok(found && keepsPlace(found, { session: one._id, start: 'start' in taker ? taker.start : one.start }), one._id)
      assert.equal(found.guest.person, taker.person)
      if (!isWorkday(one) || !('worker' in taker)) continue
      if (found.workerId !== undefined) assert.equal(taker.worker, found.workerId)
      const member = one.crew.find(({ worker }) => worker.person === taker.worker)
      assert.ok(member?.skills.includes(found.skill) && member.shifts.some(({ start, end }) => start <= taker.start && taker.end <= end))
    }
  }

  for (const booking of bookings) {
    const { _id, number, session, state, guest, cover, start, end, leaving } = booking
    const place = placeById.get(session)
    assert.deepEqual(leaving, [], number)
    assert.equal(booking.open, openStates.includes(state))
    const keeps = keepsPlace(booking, { session, start }) && state !== 'waiting'
    assert.equal(
      place !== undefined && !isOffering(place) && place.takers.some((taker) => taker.booking === _id),
      keeps,
      `${number} ${state}`,
    )
    if (place && isSession(place))
      assert.equal(
        place.queue.some((one) => one.booking === _id),
        state === 'waiting',
        number,
      )

    // A place that is offered to somebody who waited is in the diary only once it is accepted.
    const entries = (personById.get(guest.person) as Person).diary.engagements.filter((one) => one.booking === _id)
    const offered = state === 'held' && booking.timeline.some(({ step }) => step === 'offer')
    for (const span of spansOf(booking)) {
      const there = entries.some((one) => one.start === span.start && one.session === session)
      if (span.end > now) assert.equal(there, keeps && !offered, `${number} ${state}`)
    }
    if (cover && keeps && cover.month >= inTown(now).format('YYYY-MM')) {
      assert.deepEqual(
        entries.map((one) => one.cover).filter((one) => one !== undefined),
        [cover],
        number,
      )
    }

    const contract = contracts.find((one) => one._id === booking.contract)
    const entry = contracts.flatMap(({ _id: of, open }) => open.filter((one) => one.booking === _id).map((one) => ({ ...one, of })))
    if (['assigned', 'checkedIn'].includes(state) && cover) {
      assert.ok(
        contract && contract.from <= dayOf(start) && dayOf(start) <= contract.until && contract.programme === cover.programme,
        number,
      )
      assert.deepEqual(
        entry.map(({ minutes, of }) => ({ minutes, of })),
        [{ minutes: cover.minutes, of: contract._id }],
        number,
      )
    } else assert.deepEqual(entry, [], `${number} ${state}`)
    if (['done', 'rated'].includes(state) && cover) assert.ok(contract, number)
    assert.ok(start < end)
  }
  for (const { _id, minutes, left, used, open } of contracts) {
    assert.equal(left + used + open.reduce((sum, one) => sum + one.minutes, 0), minutes, _id)
    const done = bookings.filter(({ contract, state }) => contract === _id && ['done', 'rated'].includes(state))
    assert.ok(left >= 0 && used >= done.reduce((sum, { cover }) => sum + (cover?.minutes ?? 0), 0), _id)
  }

  // Nobody is twice at once: as a guest, on a visit, in an appointment or in a class; and a month pays no more than it gives.
  const taken = new Map<string, { start: string; end: string; what: string }[]>()
  const occupy = (person: string | undefined, span: { start: string; end: string }, what: string) => {
    if (person !== undefined) taken.set(person, [...(taken.get(person) ?? []), { start: span.start, end: span.end, what }])
  }
  for (const booking of bookings.filter((one) => one.state !== 'waiting' && keepsPlace(one, one))) {
    if (booking.state !== 'held') for (const span of spansOf(booking)) occupy(booking.guest.person, span, booking.number)
  }
  for (const one of sessions) {
    if (isWorkday(one)) for (const taker of one.takers) occupy(taker.worker, taker, `${one._id} ${taker.booking}`)
    if (isSession(one)) {
      for (const span of spansOf(one)) {
        occupy(one.worker?.person, span, one._id)
        occupy(one.beside?.person, span, one._id)
      }
    }
  }
  for (const [person, spans] of taken) {
    spans.sort((a, b) => (a.start < b.start ? -1 : 1))
    for (const [at, span] of spans.entries()) {
      const next = spans[at + 1]
      assert.ok(
        !next || !overlaps(span, next) || beside(span.what, next.what),
        `${personById.get(person)?.name}: ${span.what}, ${next?.what}`,
      )
    }
  }
  for (const person of people) {
    for (const programme of townData.programmes) {
      const month = inTown(now).format('YYYY-MM')
      const used = usedMinutes(person.diary, programme.id, month)
      if (used > 0) assert.ok(used <= (entitlementOf(programme, person, `${month}-01T04:00:00.000Z`)?.minutes ?? 0), person.name)
    }
  }
  for (const { id, roster } of organisations) for (const { worker } of roster) assert.equal(personById.get(worker.person)?.organisation, id)
}

/** A leader's slots and the one who sits beside are one reception. */
function beside(a: string, b: string): boolean {
  return a.startsWith('reception.') && a === b
}

test('no worker is in two places', () => {
  const kept = bookings.filter((booking) => booking.workerId !== undefined && keepsPlace(booking, booking))
  for (const a of kept) {
    for (const b of kept) {
      if (a.workerId === b.workerId && a.session !== b.session) {
        assert.ok(!spansOf(a).some((one) => spansOf(b).some((other) => overlaps(one, other))), `${a.number} ${b.number}`)
      }
    }
  }
})

test('about 60 care workers, an adviser for each of 13 villages, teachers at 13 points, languages, genders, exceptions', () => {
  const care = organisations.filter(({ field }) => field === 'elder-care').flatMap(({ roster }) => roster)
  assert.equal(care.length, 60)
  const everybody = organisations.flatMap(({ roster }) => roster)
  const villages = grids.filter(({ level }) => level === 'village').map(({ _id }) => _id)
  assert.deepEqual(everybody.flatMap(({ advises }) => advises).sort(), villages.sort())
  const languages = new Set(everybody.flatMap((one) => one.languages))
  for (const language of ['粤语', '普通话', '英语', '阿拉伯语']) assert.ok(languages.has(language), language)
  assert.deepEqual(new Set(everybody.map(({ gender }) => gender)), new Set(['woman', 'man']))
  const exceptions = organisations.flatMap((one) => one.exceptions)
  assert.ok(exceptions.some(({ shifts }) => shifts.length === 0) && exceptions.some(({ shifts }) => shifts.length > 0))
  const courses = bookables.filter(isSession).filter(({ kind }) => kind === 'class')
  assert.equal(new Set(courses.map(({ place }) => place?.name)).size, 13)
  assert.ok(courses.every(({ lessons, term }) => lessons.length >= 5 && term !== undefined))
  const after = new Set(townData.services.filter((service) => service.after).map(({ id }) => id))
  assert.ok(
    courses.some(({ services: [id], start }) => after.has(id) && start > now),
    'a course that comes after another',
  )
})

test("the leaders' reception is on the 15th or the next working day, with an adviser beside", () => {
  const slots = bookables.filter(isSession).filter(({ services: [id], start }) => id === 'reception' && start > now)
  const [, day] = monthlyDays(15, addDays(now, 15).slice(0, 10))
  assert.equal(slots.length, 6)
  assert.ok(
    slots.every(({ start, beside: adviser, worker }) => dayOf(start) === day && adviser && worker && adviser.person !== worker.person),
  )
})

test('what an organisation offers is laid out for 28 days from its roster', () => {
  for (const organisation of organisations) {
    assert.equal(organisation.laidOutUntil, dayOf(addDays(now, 28)))
    for (const slot of bookables
      .filter(isSession)
      .filter(({ organisation: { id }, kind, start }) => id === organisation.id && kind === 'appointment' && start > now)) {
      if (slot.services[0] === 'reception') continue
      const rostered = organisation.roster.find(({ worker }) => worker.person === slot.worker?.person)
      const day = dayOf(slot.start)
      const inside = shiftsOn(rostered!, organisation.exceptions, day).some(
        ({ from, until }) => instantAt(day, from) <= slot.start && slot.end <= instantAt(day, until),
      )
      assert.ok(inside, slot._id)
    }
  }
})

for (const at of times) {
  test(`at ${at} every list has life, and nothing has happened yet that lies ahead`, () => {
    const documents = documentsAt(at)
    const { cases, bookings, people } = documents
    const sessions = documents.sessions.filter(isSession)
    agree(documents, at)
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
    for (const state of ['waiting', 'requested', 'assigned', 'done', 'rated', 'declined', 'expired', 'cancelled', 'noShow']) {
      count(bookings, 2, (booking) => booking.state === state, state)
    }
    count(bookings, 1, ({ state, timeline }) => state === 'held' && timeline.some(({ step }) => step === 'offer'), 'a place offered')
    count(bookings, 1, ({ tried }) => tried.length > 0, 'passed on')
    count(bookings, 1, ({ attendance }) => (attendance ?? []).length > 1, 'lessons attended')
    count(bookings, 1, ({ record }) => record?.outcome?.kind === 'referred', 'referred')
    count(documents.sessions, 100, (one) => isWorkday(one) && one.start > at && one.crew.length > 0, 'days of visits')
    for (const kind of ['appointment', 'class']) {
      count(sessions, 20, (session) => session.kind === kind && session.start > at && session.left > 0, `${kind} to book`)
    }
    count(sessions, 2, ({ kind, left, start }) => kind === 'class' && left === 0 && start > at, 'full classes')

    const [resident, elder, member, worker, daughter] = ['resident-1', 'elder-1', 'member-1', 'worker-1', 'family-1'].map(
      (openid) => named(openid, people)._id,
    )
    assert.ok(people.find(({ _id }) => _id === elder)?.trusted.some(({ person }) => person === daughter))
    assert.equal(people.find(({ _id }) => _id === elder)?.carers.find(({ worker: one }) => one === worker)?.visits, 3)
    count(cases, 4, ({ reporter }) => reporter.person === resident, "the resident's reports")
    count(bookings, 3, ({ guest }) => guest.person === resident, "the resident's bookings")
    count(
      bookings,
      1,
      ({ guest, booker, start, state }) => guest.person === elder && booker.person === daughter && start > at && state === 'assigned',
      "the elder's coming visit, booked by the daughter",
    )
    count(
      bookings,
      1,
      ({ guest, record, worker: by }) => guest.person === elder && record?.nextTime !== undefined && by?.person === worker,
      'last time',
    )
    const [repeated] = documents.series
    assert.ok(repeated?.active && repeated.guest.person === elder && repeated.booker.person === daughter)
    const ofSeries = bookings.filter(({ series }) => series === repeated._id)
    assert.ok(ofSeries.length + repeated.missed.length >= 2 && ofSeries.some(({ _id }) => _id === repeated.first), 'every week')
    assert.equal(dueDate(repeated, at), undefined, 'the sweep has nothing to book yet')
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

test("a visit that resident-1 or elder-1 books goes to organisation-1's organisation whenever it has somebody, and another is next", () => {
  const organisation = named('organisation-1').organisation
  const [cleaning] = townData.services
  let next = 0
  for (const openid of ['resident-1', 'elder-1']) {
    const guest = named(openid)
    for (let day = 1; day < 14; day++) {
      for (const wall of cleaning!.starts!) {
        const start = instantAt(dayOf(addDays(now, day)), wall)
        const need = {
          service: cleaning!,
          start,
          end: addMinutes(start, cleaning!.minutes),
          home: homeOf(guest),
          wish: {},
          coverMinutes: 0,
        }
        const placements = dispatch(bookables, { ...need, carers: guest.carers, tried: [], now })
        const [first] = placements
        if (placements.some(({ offering }) => offering.organisation.id === organisation)) {
          assert.equal(first?.offering.organisation.id, organisation, `${openid} ${start}: ${first?.reason.sentence}`)
        }
        next += placements.length - 1
      }
    }
  }
  assert.ok(next > 20, 'others could come instead')
})

test('worker-1 can do all that the organisation offers', () => {
  const worker = named('worker-1')
  const [role] = worker.roles
  assert.ok(role?.role === 'worker' && role.organisation === named('organisation-1').organisation)
  const offered = bookables.filter(isOffering).filter(({ organisation }) => organisation.id === role.organisation)
  assert.ok(offered.length >= 5)
  for (const { service } of offered) assert.ok(role.skills.includes(service.skill), service.id)
})

test('the first of each kind of person is the one on the phones', () => {
  const list = demonstrationPeople(people)
  assert.equal(list.length, people.length - 1, 'all but the one without WeChat')
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

test('the measures are there from the first minute: the page of figures used to stay empty until the sweep had counted', () => {
  const { cases, measures } = makeTown({ now: Date.parse(now) }) as { cases: Case[]; measures: DayOfCases[] }
  assert.deepEqual(measures.flatMap(({ shares }) => Object.keys(shares)).sort(), cases.map(({ _id }) => _id).sort())
})

test('loading hands every collection to the cloud', () => {
  const loaded: string[] = []
  loadTown({ load: (collection) => void loaded.push(collection) }, { now: Date.parse(now) })
  const all = ['bookings', 'cases', 'contracts', 'grids', 'measures', 'organisations', 'people', 'series', 'sessions']
  assert.deepEqual(loaded.sort(), all)
})
