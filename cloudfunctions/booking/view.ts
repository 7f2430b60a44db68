import type { BookingRow, BookingView } from '../contract'
import { confirmedStates, openStates, relationsOf } from '../domain/booking'
import type { Booking, Session } from '../domain/booking'
import { mayOf, nowForGuest, nowForStaff, stateText } from '../domain/bookingSteps'
import type { Photo } from '../domain/matter'
import type { Person } from '../domain/person'
import { priceForStaff } from '../domain/price'
import { sayAll } from '../domain/speech'
import type { Instant } from '../domain/time'
import { lessonView } from './lessonView'

/** What a list needs of a booking; history and sealed fields stay in the database. */
export const rowFields = [
  'number',
  'kind',
  'state',
  'service',
  'title',
  'organisation',
  'worker',
  'guest',
  'booker',
  'slot',
  'start',
  'end',
  'lessons',
  'dueAt',
  'place',
  'channel',
  'series',
  'addressMasked',
  'version',
  'updatedAt',
] as const satisfies (keyof Booking)[]
export type RowBooking = Pick<Booking, '_id' | (typeof rowFields)[number]>

export function bookingRow(booking: RowBooking, viewer: string, now: Instant): BookingRow {
  const { _id, number, kind, state, service, title, organisation, worker, guest, start, end, dueAt, place, channel, series } = booking
  const { lessons = [] } = booking
  const coming = lessons.length > 1 ? lessons.find((lesson) => lesson.end > now) : undefined
  return {
    id: _id,
    number,
    kind,
    state,
    stateText: stateText(state),
    service,
    title,
    organisation: organisation.name,
    organisationPhone: organisation.phone,
    worker: worker?.name,
    forWhom: guest.name,
    own: guest.person === viewer,
    start,
    end,
    next: coming && { start: coming.start, end: coming.end },
    dueAt,
    place: place?.name,
    channel,
    series,
    addressMasked: openStates.includes(state) ? booking.addressMasked : undefined,
    version: booking.version,
    updatedAt: booking.updatedAt,
  }
}

/** Who looks; `guest` as read in this call, when it is somebody who booked for them. */
export interface Viewer {
  person: Person
  guest?: Person
  now: Instant
}

/** What is read besides the booking where it is wanted. */
export interface Beside {
  session?: Session
  lastTime?: string
}

/** A picture that WeChat refused is named, so that people understand, but never handed out. */
function photoView({ file, check }: Photo): { file: string; check: Photo['check'] } {
  return { file: check === 'refused' ? '' : file, check }
}

/**
 * A booking as one of its people may see it. Staff see where to go and whom to call while they need it, masked; why it costs what it
 * costs and how other organisations stood is for the guest and who booked; what the last worker noted is for the next one.
 */
export function bookingView(booking: Booking, { person, guest, now }: Viewer, { session, lastTime }: Beside = {}): BookingView {
  const relations = relationsOf(booking, person, guest)
  const isGuest = relations.includes('guest') || relations.includes('booker')
  const isStaff = relations.includes('organisation') || relations.includes('worker')
  const showContact = isGuest || (isStaff && booking.open)
  const { kind, state, price, reason, record, lessons = [], attendance = [], home } = booking
  const queueAt = state === 'waiting' && session ? session.queue.findIndex((one) => one.booking === booking._id) : -1
  const queuePlace = queueAt < 0 ? undefined : queueAt + 1
  const { how } = booking.consent
  const visits = relations.includes('organisation') && kind === 'visit' && confirmedStates.includes(state)
  const meets = booking.channel === 'video' && state === 'assigned' && (isGuest || relations.includes('worker'))
  return {
    ...bookingRow(booking, person._id, now),
    addressMasked: showContact ? booking.addressMasked : undefined,
    session: booking.session,
    now: sayAll(isGuest ? nowForGuest(booking, now, queuePlace) : nowForStaff(booking), now),
    note: booking.note,
    price: isGuest ? price : priceForStaff(price),
    why: isGuest ? reason : { ...reason, considered: [] },
    bookedBy: booking.booker.person === booking.guest.person ? undefined : booking.booker.name,
    guest: isGuest || visits ? booking.guest.person : undefined,
    consent: isGuest && (how === 'phone' || how === 'inPerson') ? how : undefined,
    against: isGuest ? booking.against : undefined,
    phoneMasked: showContact ? booking.phoneMasked : undefined,
    home: home && isStaff && booking.open ? { longitude: home.longitude, latitude: home.latitude } : undefined,
    video: meets ? session?.video : undefined,
    intake: booking.intake !== undefined,
    lessons: lessons.map((lesson, at) => ({
      ...lessonView(booking, lesson),
      attended: attendance.some((one) => one.lesson === at),
      clash: isGuest ? lesson.clash : undefined,
    })),
    queuePlace,
    lastTime: relations.includes('worker') ? lastTime : undefined,
    record: record && {
      done: record.done,
      note: record.note,
      photos: record.photos.map(photoView),
      agreedBy: record.agreedBy,
      outcome: record.outcome && (record.outcome.kind === 'advised' ? '已经解答' : `转到${record.outcome.to ?? '有关部门'}`),
    },
    checklist: booking.checklist,
    alarmCase: booking.alarm?.case,
    rating: booking.rating,
    timeline: booking.timeline
      .filter(({ internal }) => isStaff || internal !== true)
      .map(({ at, sentence, note, photos }) => ({ at, sentence: sayAll(sentence, now), note, photos: photos?.map(photoView) })),
    may: mayOf(booking, person, now, guest),
  }
}
