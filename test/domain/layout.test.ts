import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { overlaps } from '../../cloudfunctions/domain/booking'
import type { Offering, Session } from '../../cloudfunctions/domain/booking'
import { isPublicHoliday, isWorkingDay } from '../../cloudfunctions/domain/calendar'
import { courseOf, monthlyDays, offeringOf, relaid, shiftsOn, slotsOf, workdayOf } from '../../cloudfunctions/domain/layout'
import type { Organisation, RosteredWorker, Shift } from '../../cloudfunctions/domain/organisation'
import type { Service } from '../../cloudfunctions/domain/service'
import { instantAt, minuteOf } from '../../cloudfunctions/domain/time'

const hours: Shift[] = [{ from: '09:00', until: '12:00' }]
const short: Shift[] = [{ from: '09:00', until: '10:40' }]
/** Monday to Friday; on Mondays until 10:40. */
const week = [[], short, hours, hours, hours, hours, []]

function worker(name: string, skills: string[], more: Partial<RosteredWorker> = {}): RosteredWorker {
  return { worker: { person: name, openid: name, name }, skills, languages: ['普通话'], week, advises: [], ...more }
}

function service(id: string, kind: Service['kind'], skill: string, minutes: number, more: Partial<Service> = {}): Service {
  return {
    id,
    kind,
    field: 'f',
    name: id,
    summary: '',
    minutes,
    includes: [],
    prepare: '',
    checklist: [],
    skill,
    cancelHours: 2,
    price: { yuan: 0 },
    ...more,
  }
}
const services = {
  cleaning: service('cleaning', 'visit', 'care', 120),
  bathing: service('bathing', 'visit', 'nursing', 90),
  legal: service('legal', 'appointment', 'law', 30, { channels: ['office', 'video'] }),
  contracts: service('contracts', 'appointment', 'law', 60),
  reception: service('reception', 'appointment', 'leader', 30, { monthly: { day: 15, from: '09:00', until: '11:00', beside: 'law' } }),
  course: service('course', 'class', 'teaching', 90),
}

function organisation(roster: RosteredWorker[], more: Partial<Organisation> = {}): Organisation {
  return {
    _id: 'org',
    id: 'org',
    name: '某社工',
    phone: '0760-0000000',
    version: 1,
    requests: [],
    field: 'f',
    roster,
    exceptions: [],
    laidOutUntil: '2026-11-01',
    rating: { stars: 4.5, count: 3 },
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...more,
  }
}
const offered = (...list: Service[]): Offering[] => list.map((one) => offeringOf(organisation([]), one, undefined, { area: [] }))
const walls = (sessions: Session[]) =>
  sessions.map(({ start, services: [id] }) => `${id} ${Math.floor(minuteOf(start) / 60)}:${minuteOf(start) % 60}`)

test('an exception decides, then the holiday calendar, then the week; a make-up working day is a Monday', () => {
  const one = worker('a', ['care'])
  assert.deepEqual(shiftsOn(one, [], '2026-11-24'), hours)
  assert.deepEqual(shiftsOn(one, [], '2026-11-22'), [], 'a Sunday')
  assert.deepEqual(shiftsOn(one, [], '2026-10-01'), [], 'National Day, a Thursday')
  assert.deepEqual(shiftsOn(one, [], '2026-10-10'), short, 'a Saturday that is worked')
  const weekends = worker('b', ['care'], { week: [hours, [], [], [], [], [], hours] })
  assert.deepEqual(shiftsOn(weekends, [], '2026-10-03'), [], 'a Saturday within the holiday')
  assert.deepEqual(shiftsOn(weekends, [], '2026-11-21'), hours, 'any other Saturday')
  const late = [{ person: 'a', day: '2026-10-01', shifts: [{ from: '18:00', until: '20:00' }], why: '国庆值班' }]
  assert.deepEqual(shiftsOn(one, late, '2026-10-01'), [{ from: '18:00', until: '20:00' }])
  assert.deepEqual(shiftsOn(one, [{ person: 'a', day: '2026-11-24', shifts: [], why: '病假' }], '2026-11-24'), [])
  assert.deepEqual(shiftsOn(worker('c', []), late, '2026-10-01'), [], "another's exception")
})

test('a workday has who is there and can make visits, and the services that they can give', () => {
  const roster = [worker('a', ['care'], { gender: 'woman' }), worker('b', ['law']), worker('c', ['nursing'], { week: week.map(() => []) })]
  const offerings = offered(services.cleaning, services.bathing, services.legal)
  const day = workdayOf(organisation(roster), offerings, '2026-11-24')
  assert.equal(day?._id, 'org.2026-11-24')
  assert.deepEqual(day.services, ['cleaning'])
  assert.deepEqual(day.crew, [
    {
      worker: roster[0]!.worker,
      skills: ['care'],
      languages: ['普通话'],
      gender: 'woman',
      shifts: [{ start: '2026-11-24T01:00:00.000Z', end: '2026-11-24T04:00:00.000Z' }],
    },
  ])
  assert.deepEqual([day.start, day.end], ['2026-11-23T16:00:00.000Z', '2026-11-24T16:00:00.000Z'])
  assert.deepEqual([day.takers, day.seq], [[], 0])
  assert.equal(workdayOf(organisation(roster), offerings, '2026-11-22'), undefined, 'nobody works')
  assert.equal(workdayOf(organisation(roster), offered(services.legal), '2026-11-24'), undefined, 'no visits are offered')
})

test('a day that is laid out anew keeps everybody who was promised a visit', () => {
  const offerings = offered(services.cleaning)
  const roster = [worker('a', ['care']), worker('b', ['care']), worker('c', ['care'])]
  const old = workdayOf(organisation(roster), offerings, '2026-11-24')!
  const taker = { booking: 'x', person: 'p', at: old.start, start: old.start, end: old.end, skill: 'care', worker: 'b' }
  const taken = { ...old, takers: [taker], seq: 4, crew: old.crew.map((one) => (one.worker.person === 'a' ? { ...one, away: true } : one)) }
  const fresh = workdayOf(organisation([roster[0]!, worker('d', ['care'])]), offerings, '2026-11-24')
  const anew = relaid(taken, fresh)
  assert.deepEqual(anew.takers, [taker])
  assert.equal(anew.seq, 4)
  assert.deepEqual(
    anew.crew.map(({ worker: { name }, away }) => [name, away === true]),
    [
      ['a', false],
      ['d', false],
      ['b', true],
    ],
    'who works again is there again',
  )
  assert.deepEqual(
    relaid(taken, undefined).crew.map(({ worker: { name }, away }) => [name, away]),
    [['b', true]],
  )
})

test('appointments fill the shifts, several services in turn, and nobody is asked twice at once', () => {
  const one = organisation([worker('a', ['law'], { advises: ['v'], video: 'https://meet' })], {
    place: { name: '一楼', longitude: 113, latitude: 22 },
  })
  const plain = slotsOf(one, offered(services.legal), '2026-11-23')
  assert.deepEqual(walls(plain), ['legal 9:0', 'legal 9:30', 'legal 10:0'], 'on Mondays until 10:40')
  const [first] = plain
  assert.equal(first?._id, 'legal.org.a.2026-11-23.09:00')
  assert.deepEqual([first.seats, first.left, first.advises, first.video, first.place?.name], [1, 1, ['v'], 'https://meet', '一楼'])
  const both = slotsOf(one, offered(services.legal, services.contracts), '2026-11-24')
  assert.deepEqual(walls(both), ['legal 9:0', 'contracts 9:30', 'legal 10:30', 'contracts 11:0'])
  assert.deepEqual(
    both.map(({ video }) => video),
    ['https://meet', undefined, 'https://meet', undefined],
    'where one can meet by video',
  )
  assert.deepEqual(slotsOf(organisation([worker('a', ['law', 'care'])]), offered(services.legal, services.cleaning), '2026-11-24'), [])
})

test('the reception is on the 15th or the next working day, a leader in turn and an adviser beside who is not asked elsewhere then', () => {
  assert.deepEqual(monthlyDays(15, '2026-11-20'), ['2026-10-15', '2026-11-16'], 'November 15 is a Sunday')
  assert.deepEqual(monthlyDays(15, '2026-02-20'), ['2026-01-15', '2026-02-24'], 'Spring Festival')
  assert.deepEqual(monthlyDays(31, '2027-02-20'), ['2027-02-01', '2027-03-01'], 'months that have no 31st')
  const one = organisation([
    worker('leader-1', ['leader'], { week: [] }),
    worker('leader-2', ['leader'], { week: [] }),
    worker('adviser', ['law'], { advises: ['v'] }),
  ])
  const offerings = offered(services.legal, services.reception)
  const slots = slotsOf(one, offerings, '2026-11-16')
  const receptions = slots.filter(({ services: [id] }) => id === 'reception')
  assert.deepEqual(walls(receptions), ['reception 9:0', 'reception 9:30', 'reception 10:0', 'reception 10:30'])
  assert.ok(receptions.every(({ beside, advises }) => beside?.name === 'adviser' && advises[0] === 'v'))
  assert.deepEqual(walls(slots.filter(({ services: [id] }) => id === 'legal')), [], 'the adviser sits with the leader until 10:40')
  assert.deepEqual(slotsOf(one, offerings, '2026-11-15'), [])
  assert.ok(slotsOf(one, offerings, '2026-11-17').every(({ services: [id] }) => id === 'legal'))
  const next = slotsOf(one, offerings, '2026-12-15').find(({ services: [id] }) => id === 'reception')
  assert.notEqual(next?.worker?.name, receptions[0]?.worker?.name)
  const leave = receptions[0]!.worker!.person
  const ill = { ...one, exceptions: [{ person: leave, day: '2026-11-16', shifts: [], why: '出差' }] }
  assert.notEqual(slotsOf(ill, offerings, '2026-11-16')[0]?.worker?.person, leave)
})

test('a course is weekly and leaves out public holidays', () => {
  const course = {
    service: services.course,
    term: '2026 秋',
    title: '书法入门',
    worker: worker('t', []).worker,
    place: { name: '教学点', longitude: 113, latitude: 22 },
    seats: 12,
    first: '2026-09-24',
    from: '14:30',
    lessons: ['一', '二', '三'],
  }
  const session = courseOf(organisation([]), course)
  assert.deepEqual(
    session.lessons.map(({ title, start }) => [title, start]),
    [
      ['一', instantAt('2026-09-24', '14:30')],
      ['二', instantAt('2026-10-08', '14:30')],
      ['三', instantAt('2026-10-15', '14:30')],
    ],
  )
  assert.deepEqual([session.start, session.end], [session.lessons[0]!.start, session.lessons[2]!.end])
  assert.deepEqual([session.seats, session.left, session.queued], [12, 12, 0])
})

const shift = fc
  .tuple(fc.integer({ min: 0, max: 46 }), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]): Shift => ({ from: wallOf(from), until: wallOf(Math.min(47, from + length)) }))
const wallOf = (half: number) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`
/** Shifts of one day do not overlap; the console sees to that. */
const someDay = fc
  .array(shift, { maxLength: 3 })
  .map((list) => list.filter((one, at) => list.slice(0, at).every((other) => one.until <= other.from || other.until <= one.from)))
const someRoster = fc.array(
  fc.record({
    skills: fc.subarray(['care', 'nursing', 'law', 'leader', 'teaching']),
    week: fc.array(someDay, { minLength: 7, maxLength: 7 }),
  }),
  { minLength: 1, maxLength: 4 },
)
const someDate = fc.integer({ min: 0, max: 400 }).map((at) => new Date(Date.UTC(2026, 0, 1) + at * 86_400_000).toISOString().slice(0, 10))

test('whatever the roster, nobody has two places at once, every slot lies in a shift, and the same input gives the same documents', () => {
  const offerings = offered(...Object.values(services))
  fc.assert(
    fc.property(someRoster, someDate, (roster, day) => {
      const one = organisation(roster.map(({ skills, week: of }, at) => worker(`w${at}`, skills, { week: of })))
      const [workday, slots] = [workdayOf(one, offerings, day), slotsOf(one, offerings, day)]
      assert.deepEqual(slotsOf(one, offerings, day), slots)
      assert.equal(new Set(slots.map(({ _id }) => _id)).size, slots.length)
      for (const slot of slots) {
        const at = [slot.worker?.person, slot.beside?.person]
        for (const other of slots) {
          if (other === slot || !overlaps(slot, other)) continue
          assert.ok(![other.worker?.person, other.beside?.person].some((person) => person !== undefined && at.includes(person)))
        }
        assert.ok(!workday?.crew.some((member) => at.includes(member.worker.person)))
        if (slot.services[0] === 'reception') {
          assert.ok(isWorkingDay(day))
          continue
        }
        const rostered = one.roster.find((person) => person.worker.person === slot.worker?.person)!
        const inside = shiftsOn(rostered, [], day).some(
          ({ from, until }) => instantAt(day, from) <= slot.start && slot.end <= instantAt(day, until),
        )
        assert.ok(inside)
      }
      if (isPublicHoliday(day)) assert.ok(!workday && slots.length === 0)
    }),
  )
})
