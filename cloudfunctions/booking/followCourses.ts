import { isOld, slotOf, spansOf } from '../domain/booking'
import type { Booking, Lesson, Session } from '../domain/booking'
import { takeStep } from '../domain/bookingSteps'
import { courseSpan, lessonsFor, minutesOf, newsOf, takesPlace } from '../domain/course'
import type { Engagement } from '../domain/diary'
import { owing } from '../domain/matter'
import type { Person } from '../domain/person'
import { done } from '../domain/result'
import { addMinutes } from '../domain/time'
import type { Instant } from '../domain/time'
import { change, find, is } from '../platform/documents'
import { enter } from './diaries'
import { finish } from './moveAway'
import { stepBooking } from './stepBooking'

const coursesASweep = 20
/** Three to seven operations each. */
const bookingsASweep = 50
/** Takers and queue of the largest course, with room for those who are just booking. */
const mostBookings = 1000
const mostNotices = 20

const following = ['waiting', 'held', 'assigned', 'checkedIn'] as const

/**
 * A course was changed or called off in one write: everybody's booking and diary follow, and they are told; the teachers too. Each booking
 * notes which change it has followed, so that what is cut off goes on with the next, and one that was made while the course was changed is
 * found as well: the course is looked at until every call of that time is over. Answers how many bookings followed.
 */
export async function followCourses(now: Instant): Promise<number> {
  const courses = await find<Session>('sessions', { following: is.gt('') }, { limit: coursesASweep, order: [['following', 'asc']] })
  let followed = 0
  for (const course of courses) {
    const { _id, changes = 0, following: since = now } = course
    await tellTeachers(course, now)
    const bookings = await find<Pick<Booking, '_id' | 'course'>>(
      'bookings',
      { session: _id, state: is.in([...following]) },
      { limit: mostBookings, order: [['slot', 'asc']], fields: ['course'] },
    )
    const behind = bookings.filter((booking) => (booking.course ?? 0) < changes)
    const some = behind.slice(0, Math.max(0, bookingsASweep - followed))
    const did = await followAll(course, some, now)
    followed += did
    if (did === behind.length && isOld(since, now)) {
      await change('sessions', _id, `followed.${changes}.${now}`, { changes, following: since }, { unset: ['following'], bump: false })
    }
  }
  return followed
}

async function followAll(course: Session, some: { _id: string }[], now: Instant): Promise<number> {
  if (some.length === 0) return 0
  const ids = some.map(({ _id }) => _id)
  const bookings = await find<Booking>('bookings', { _id: is.in(ids) }, { limit: ids.length })
  const people = [...new Set(bookings.map(({ guest }) => guest.person))]
  const guests = new Map(
    (await find<Person>('people', { _id: is.in(people) }, { limit: Math.max(1, people.length) })).map((guest) => [guest._id, guest]),
  )
  let followed = 0
  for (const booking of bookings) {
    const guest = guests.get(booking.guest.person)
    if (guest && (await follow(course, booking, guest, now))) followed++
  }
  return followed
}

async function follow(course: Session, booking: Booking, guest: Person, now: Instant): Promise<boolean> {
  const { _id: id, version } = booking
  const { changes = 0, calledOff } = course
  const request = `${id}.course.${changes}`
  const take = (name: 'follow' | 'callOff', details: Parameters<typeof takeStep>[4]) =>
    stepBooking(id, request, now, (current) => takeStep(name, current, { version }, now, details), booking)
  // Who has been there keeps the lessons that took place; the rest are off for them as well.
  if (calledOff && (booking.attendance ?? []).length === 0) {
    return (await finish(await take('callOff', { set: { course: changes }, note: calledOff.why }), now)) !== undefined
  }
  // Who waits, or was just offered a place, has nothing in the diary: a clash is told when they take it.
  let lessons = lessonsFor(course, booking)
  const engaged = booking.state === 'assigned' || booking.state === 'checkedIn'
  if (engaged || guest.diary.engagements.some(isOf(course, booking))) {
    lessons = lessonsFor(course, booking, guest.diary)
    if (!agrees(guest, course, booking, lessons, now)) {
      const decide = (current: Person) => {
        lessons = lessonsFor(course, booking, current.diary)
        return done(engagementsOf(current, course, booking, lessons, now))
      }
      const entered = await enter(guest, true, id, now, decide, course._id)
      if (!entered.ok) return false
    }
  }
  const { title, worker, place } = course
  const { start, end } = courseSpan(lessons, booking)
  const next: Partial<Booking> = {
    title,
    worker,
    workerId: worker?.person,
    place,
    lessons,
    course: changes,
    start,
    end,
    slot: slotOf(start, id),
    minutes: minutesOf(lessons.filter(takesPlace)),
    ...(start === booking.start ? {} : { cancelUntil: addMinutes(start, -booking.cancelHours * 60) }),
  }
  const excused = booking.excused || newsOf(booking, { ...booking, ...next }, () => '').some(({ excuses }) => excuses)
  return (await finish(await take('follow', { set: { ...next, ...(excused ? { excused } : {}) } }), now)) !== undefined
}

function isOf({ _id: session }: Session, { _id: booking }: Booking) {
  return (one: Engagement) => one.booking === booking && one.session === session
}

/** The times at which the guest is expected from now on. */
function aheadOf(booking: Booking, lessons: Lesson[], now: Instant) {
  return spansOf({ ...booking, lessons }).filter(({ end }) => end > now)
}

function agrees(guest: Person, course: Session, booking: Booking, lessons: Lesson[], now: Instant): boolean {
  const key = ({ start, end }: { start: Instant; end: Instant }) => `${start} ${end}`
  const entered = guest.diary.engagements.filter(isOf(course, booking)).filter(({ end }) => end > now)
  return entered.map(key).sort().join() === aheadOf(booking, lessons, now).map(key).sort().join()
}

function engagementsOf({ diary }: Person, course: Session, booking: Booking, lessons: Lesson[], now: Instant): Engagement[] {
  const cover = diary.engagements.filter(isOf(course, booking)).find((one) => one.cover)?.cover
  return aheadOf(booking, lessons, now).map((span, at) => ({
    booking: booking._id,
    session: course._id,
    name: booking.service.name,
    ...span,
    at: now,
    ...(cover && at === 0 ? { cover } : {}),
  }))
}

/** A course has no messages of its own: they lie with the teachers. */
async function tellTeachers({ _id, title, changes = 0, tell = [] }: Session, now: Instant): Promise<void> {
  if (tell.length === 0) return
  for (const [at, { person, openid, text }] of tell.entries()) {
    if (openid === '') continue
    const request = `${_id}.told.${changes}.${at}`
    const page = `/packages/work/register/register?session=${encodeURIComponent(_id)}`
    const notices = owing([{ person, openid, template: 'workerAssigned', title, text, page }], request, now)
    await change<Person>(
      'people',
      person,
      request,
      {},
      { set: { owed: true, updatedAt: now }, push: { notices: { each: notices, keep: mostNotices } } },
    )
  }
  await change('sessions', _id, `told.${changes}.${now}`, { changes }, { unset: ['tell'], bump: false })
}
