import fc from 'fast-check'
import type { CrewMember, Offering, VisitTaker, Workday } from '../../cloudfunctions/domain/booking'
import type { VisitNeed } from '../../cloudfunctions/domain/dispatch'
import type { Service } from '../../cloudfunctions/domain/service'
import { addMinutes, instantAt } from '../../cloudfunctions/domain/time'

/** Small made-up organisations, crews and wishes for the tests of workdays and of dispatch. */

export const monday = '2026-03-02'
export const now = instantAt('2026-03-01', '12:00')
export const on = (wall: string, day = monday) => instantAt(day, wall)

export const cleaning: Service = {
  id: 'cleaning',
  kind: 'visit',
  field: 'homecare',
  name: '打扫卫生',
  summary: '上门打扫',
  minutes: 120,
  includes: [],
  prepare: '',
  checklist: [],
  skill: 'cleaning',
  cancelHours: 4,
  price: { yuan: 60 },
  starts: ['08:30', '10:00', '14:00', '15:30'],
}

/** Metres east of a corner of the town. */
export const at = (metres: number) => ({ longitude: 113.18 + metres / 102_760, latitude: 22.61 })

export function member(id: string, more: Partial<CrewMember> = {}): CrewMember {
  return {
    worker: { person: id, openid: id, name: `社工${id}` },
    skills: ['cleaning'],
    languages: ['粤语'],
    gender: 'woman',
    shifts: [
      { start: on('08:00'), end: on('12:00') },
      { start: on('13:30'), end: on('18:00') },
    ],
    ...more,
  }
}

export function taker(worker: string, from: string, more: Partial<VisitTaker> = {}): VisitTaker {
  const start = on(from)
  return { booking: `${worker}-${from}`, person: 'someone', at: now, start, end: addMinutes(start, 60), skill: 'cleaning', worker, ...more }
}

const organisation = (id: string) => ({ id, name: `机构${id}`, phone: '0760-0000000' })

export function workday(id: string, crew: CrewMember[], takers: VisitTaker[] = [], day = monday): Workday {
  const start = on('00:00', day)
  return {
    _id: `${id}.${day}`,
    kind: 'visit',
    requests: [],
    services: ['cleaning'],
    day,
    start,
    end: addMinutes(start, 24 * 60),
    organisation: organisation(id),
    crew,
    takers,
    seq: 0,
    touchedAt: now,
  }
}

export function offering(id: string, more: Partial<Offering> = {}): Offering {
  return {
    _id: `${id}.cleaning`,
    version: 1,
    requests: [],
    kind: 'offering',
    services: ['cleaning'],
    start: 'offering',
    organisation: organisation(id),
    service: cleaning,
    area: [],
    open: true,
    remark: '',
    standing: { rating: 4.5, rated: 10, minutesLeft: 6000, minutesBought: 12_000 },
    ...more,
  }
}

export function need(from = '10:00', more: Partial<VisitNeed> = {}): VisitNeed {
  const start = on(from)
  return {
    service: cleaning,
    start,
    end: addMinutes(start, cleaning.minutes),
    home: { village: 'a', villageName: '甲村', point: at(0) },
    wish: {},
    coverMinutes: 120,
    carers: [],
    tried: [],
    now,
    ...more,
  }
}

const skills = ['cleaning', 'nursing', 'repair']
const shifts = [
  { start: on('08:00'), end: on('12:00') },
  { start: on('13:30'), end: on('18:00') },
]
export const anyMember = (id: string): fc.Arbitrary<CrewMember> =>
  fc
    .record({
      skills: fc.subarray(skills),
      languages: fc.subarray(['粤语', '客家话']),
      gender: fc.constantFrom('woman' as const, 'man' as const),
      shifts: fc.subarray(shifts),
      away: fc.boolean(),
    })
    .map((more) => member(id, more))

const walls = fc.integer({ min: 16, max: 34 }).map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`)
export const anyNeed: fc.Arbitrary<VisitNeed> = fc
  .record({
    from: walls,
    metres: fc.integer({ min: 0, max: 6000 }),
    village: fc.constantFrom('a', 'b'),
    placed: fc.boolean(),
    wish: fc.record(
      { worker: fc.constantFrom('0a', '1b', '2c'), language: fc.constantFrom('客家话'), gender: fc.constantFrom('man' as const) },
      { requiredKeys: [] },
    ),
    carers: fc.uniqueArray(fc.record({ worker: fc.constantFrom('0a', '1a', '2b'), visits: fc.integer({ min: 1, max: 9 }) }), {
      selector: ({ worker }) => worker,
    }),
    tried: fc.subarray(['0', '1']),
  })
  .map(({ from, metres, village, placed, carers, ...more }) =>
    need(from, {
      ...more,
      home: placed ? { village, villageName: '甲村', point: at(metres) } : {},
      carers: carers.map((one) => ({ ...one, name: `社工${one.worker}`, organisation: one.worker.slice(0, 1), last: now })),
    }),
  )

export const anyOffering = (id: string): fc.Arbitrary<Offering> =>
  fc
    .record({
      open: fc.boolean(),
      area: fc.subarray(['a', 'b']),
      rating: fc.double({ min: 1, max: 5, noNaN: true }),
      rated: fc.integer({ min: 0, max: 40 }),
      minutesLeft: fc.integer({ min: 0, max: 9000 }),
    })
    .map(({ open, area, ...standing }) => offering(id, { open, area, standing: { ...standing, minutesBought: 9000 } }))

/** An organisation with a crew of up to four and no visits yet. */
export const anyOrganisation = (id: string): fc.Arbitrary<[Offering, Workday]> =>
  fc.tuple(anyOffering(id), ...['a', 'b', 'c', 'd'].map((letter) => fc.option(anyMember(id + letter)))).map(([one, ...crew]) => [
    one,
    workday(
      id,
      crew.filter((worker) => worker !== null),
    ),
  ])

export const anyTown = fc.tuple(anyOrganisation('0'), anyOrganisation('1'), anyOrganisation('2'))
