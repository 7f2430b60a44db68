import { addDays } from '../../cloudfunctions/domain/calendar'
import { emptyDiary } from '../../cloudfunctions/domain/diary'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Booking } from '../../cloudfunctions/domain/booking'
import type { Organisation } from '../../cloudfunctions/domain/organisation'
import { dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Instant } from '../../cloudfunctions/domain/time'
import { assertRight } from './bookingInvariants'
import type { Documents } from './bookingInvariants'
import type { World } from './bookingWorld'
import { atHome, makeContract, makePerson, makeSession, makeWorkday, people, personOf, smallTown, town } from './smallTown'

/**
 * What the tests of the engine play in: two organisations with three workers on one day, two small classes that clash with each other and
 * with a morning visit, two advisers' hours, and few hours in contracts and entitlements, so that everything is soon full.
 */

/** A Monday far from any holiday. */
export const begin = '2026-03-02T01:00:00.000Z'
export const day = dayOf(addDays(begin, 3))
export const starts = ['09:00', '11:00', '14:00'].map((wall) => instantAt(day, wall))
export const classes = ['class-a', 'class-b']
export const hours = ['hour-a', 'hour-b']

const over80 = { groups: ['over-80'] }
const guests = [
  makePerson('resident-1', '何敏', [], { ...atHome('cell-a1'), ...over80 }),
  makePerson('resident-2', '周强', [], { ...atHome('cell-a2', '13000000012'), ...over80 }),
  makePerson('elder-2', '冼阿婆', [], { ...atHome('cell-b1', '13000000013'), ...over80 }),
  {
    ...makePerson('elder-1', '陈玉兰', [], { ...atHome('cell-a1', '13000000014'), ...over80 }),
    trusted: [{ ...refOf(personOf('daughter-1')), relation: '女儿', since: begin, how: 'self' as const }],
  },
]
export const guestIds = guests.map(({ openid }) => openid)

export function scene(): Record<string, object[]> {
  const now = Date.parse(begin)
  const all = smallTown(now)
  const teacher = refOf(personOf('worker-2'))
  const evening = instantAt(day, '09:30')
  const adviser = { worker: refOf(personOf('worker-5')), org: 'org-2' as const }
  return {
    ...all,
    people: [...people.filter(({ openid }) => !guestIds.includes(openid)), ...guests].map((person) => ({ ...person, diary: emptyDiary })),
    organisations: (all.organisations as Organisation[]).map((one) => ({
      ...one,
      // Somebody who could stand in for the teacher.
      roster: one.roster
        .filter(({ skills }) => !skills.includes('law'))
        .map((member) => (member.worker.openid === 'worker-1' ? { ...member, skills: [...member.skills, 'teaching'] } : member)),
      laidOutUntil: '2099-01-01',
    })),
    contracts: [makeContract(now, 'org-1', 240), makeContract(now, 'org-2', 240)],
    sessions: [
      ...(all.sessions as { kind: string }[]).filter(({ kind }) => kind === 'offering'),
      makeWorkday(now, 'org-1', 3),
      makeWorkday(now, 'org-2', 3),
      makeSession(now, { _id: 'class-a', kind: 'class', services: ['phone-class'], seats: 1, weeks: 2, start: evening, worker: teacher }),
      makeSession(now, { _id: 'class-b', kind: 'class', services: ['phone-class'], seats: 2, start: evening, worker: teacher }),
      makeSession(now, { _id: 'hour-a', kind: 'appointment', services: ['legal'], seats: 1, start: instantAt(day, '11:30'), ...adviser }),
      makeSession(now, { _id: 'hour-b', kind: 'appointment', services: ['legal'], seats: 1, start: instantAt(day, '15:30'), ...adviser }),
    ],
  }
}

export function documents(world: World): Documents {
  return {
    sessions: world.cloud.dump('sessions') as Documents['sessions'],
    bookings: world.cloud.dump('bookings') as Documents['bookings'],
    people: world.cloud.dump('people') as Documents['people'],
    contracts: world.cloud.dump('contracts') as Documents['contracts'],
  }
}

export function check(world: World, settledAt?: Instant): void {
  assertRight(documents(world), town.programmes, settledAt)
}

export function bookings(world: World): Booking[] {
  return documents(world).bookings.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a._id < b._id ? -1 : 1))
}

/** The use cases, once the SDK knows where to go. */
export async function useCases() {
  const { book } = await import('../../cloudfunctions/booking/book')
  const { wait } = await import('../../cloudfunctions/booking/wait')
  const { accept } = await import('../../cloudfunctions/booking/accept')
  const { cancel } = await import('../../cloudfunctions/booking/cancel')
  const { reschedule } = await import('../../cloudfunctions/booking/reschedule')
  const { decline } = await import('../../cloudfunctions/booking/decline')
  const { confirm } = await import('../../cloudfunctions/booking/confirm')
  const { reassign } = await import('../../cloudfunctions/booking/reassign')
  const { takeLeave } = await import('../../cloudfunctions/booking/takeLeave')
  const { changeLesson } = await import('../../cloudfunctions/booking/changeLesson')
  const { changeCourse } = await import('../../cloudfunctions/booking/changeCourse')
  const { cancelCourse } = await import('../../cloudfunctions/booking/cancelCourse')
  const { checkIn } = await import('../../cloudfunctions/booking/checkIn')
  const { complete } = await import('../../cloudfunctions/booking/complete')
  const { rate } = await import('../../cloudfunctions/booking/rate')
  const { repeat } = await import('../../cloudfunctions/booking/repeat')
  const { endSeries } = await import('../../cloudfunctions/booking/endSeries')
  const { bookingJobs } = await import('../../cloudfunctions/booking/jobs')
  /** All that the sweep does for bookings; what fails does not stop the rest, but a job may only fail when its call is killed. */
  async function sweep(now: Instant): Promise<void> {
    for (const job of Object.values(bookingJobs)) await job(now)
  }
  return {
    book,
    wait,
    accept,
    cancel,
    reschedule,
    decline,
    confirm,
    reassign,
    takeLeave,
    changeLesson,
    changeCourse,
    cancelCourse,
    checkIn,
    complete,
    rate,
    repeat,
    endSeries,
    sweep,
  }
}
