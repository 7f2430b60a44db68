import { doorState, doorTimes, enteredByCode } from '../domain/attendance'
import type { Booking, Session } from '../domain/booking'
import { addDays } from '../domain/calendar'
import { done, refuse } from '../domain/result'
import { sayAll, spoken } from '../domain/speech'
import { isDoorCode, lessonOfCode } from '../platform/doorCode'
import { find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { setAttendance } from './setAttendance'

const tries = 3
const onList: Booking['state'][] = ['assigned', 'checkedIn', 'done', 'rated']
/** Nobody booked a course that began longer ago, and whose lessons go on. */
const longestCourse = 400

/** At the door of a lesson: who is on the list is entered as there. Whoever brings an elder whom they booked for may hold the phone. */
export const attend: Handlers<'booking'>['attend'] = async ({ code }, { person, request, now }) => {
  const claimed = lessonOfCode(code)
  const session = claimed && (await get<Session>('sessions', claimed.session))
  const lesson = claimed && session && 'lessons' in session ? session.lessons[claimed.lesson] : undefined
  if (!claimed || !session || !lesson || !isDoorCode(code, session._id, claimed.lesson, lesson.start)) return refuse('CODE_REFUSED')
  if (lesson.cancelled) return refuse('CODE_REFUSED', '这一节不上了，请看看别的几节')
  const door = doorState(lesson, now)
  if (door === 'early') return refuse('TOO_EARLY', sayAll(`还没到时间，${spoken(doorTimes(lesson).from)}起可以签到`, now))
  if (door === 'over') return refuse('CODE_REFUSED', '这节课已经下课，请老师帮您补记')
  const found = await find<Booking>(
    'bookings',
    // Not by the start of the course: it may have been moved since it was booked.
    { people: person._id, slot: is.gte(addDays(now, -longestCourse)), session: session._id },
    { limit: 10, order: [['slot', 'desc']], fields: ['version', 'state', 'guest', 'attendance'] },
  )
  const able = found.filter(({ state }) => onList.includes(state))
  let booking = able.find(({ guest }) => guest.person === person._id) ?? able[0]
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!booking || !onList.includes(booking.state)) return refuse('BOOKING_NOT_FOUND', '您不在这门课的名单上，请问一问老师')
    const said = done({ sentence: `${booking.guest.name}，“${session.title}”${lesson.title}签到好了`, booking: booking._id })
    const attendance = enteredByCode(booking.attendance, claimed.lesson, now)
    if (attendance === booking.attendance) return said
    const changed = await setAttendance(
      booking,
      attendance,
      { by: { person: person._id, name: person.name, as: '扫码签到' }, sentence: `${booking.guest.name}到了：${lesson.title}` },
      request,
      now,
    )
    if (changed.outcome === 'written' || changed.outcome === 'already') return said
    // The teacher was faster: the door's own entry is made beside that.
    booking = changed.outcome === 'refused' ? changed.document : undefined
  }
  return refuse('SERVICE_BUSY')
}
