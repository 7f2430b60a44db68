import type { BookingRow, BookingView } from '../contract'
import { relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { mayOf, nowForBooker, nowForStaff, openStates, stateText } from '../domain/bookingSteps'
import type { Photo } from '../domain/matter'
import type { Person } from '../domain/person'
import { priceForStaff } from '../domain/price'
import { sayAll } from '../domain/speech'
import type { Instant } from '../domain/time'

/** What a list needs of a booking; history and sealed fields stay in the database. */
export const rowFields = [
  'number',
  'kind',
  'state',
  'service',
  'organisation',
  'worker',
  'booker',
  'slot',
  'start',
  'end',
  'place',
  'addressMasked',
  'version',
  'updatedAt',
] as const satisfies (keyof Booking)[]
export type RowBooking = Pick<Booking, '_id' | (typeof rowFields)[number]>

export function bookingRow(booking: RowBooking): BookingRow {
  const { _id, number, kind, state, service, organisation, worker, booker, start, end, place, addressMasked, version, updatedAt } = booking
  return {
    id: _id,
    number,
    kind,
    state,
    stateText: stateText(state),
    service,
    organisation: organisation.name,
    worker: worker?.name,
    forWhom: booker.name,
    start,
    end,
    place: place?.name,
    addressMasked: openStates.includes(state) ? addressMasked : undefined,
    version,
    updatedAt,
  }
}

export interface Viewer {
  person: Person
  now: Instant
}

/** A picture that WeChat refused is named, so that people understand, but never handed out. */
function photoView({ file, check }: Photo): { file: string; check: Photo['check'] } {
  return { file: check === 'refused' ? '' : file, check }
}

/**
 * A booking as one of its people may see it. Staff see where to go and whom to call while they need it, masked; why it costs what it
 * costs and how other organisations stood is the resident's alone; what the last worker noted is for the next one.
 */
export function bookingView(booking: Booking, { person, now }: Viewer, lastTime?: string): BookingView {
  const relations = relationsOf(booking, person)
  const isBooker = relations.includes('booker')
  const showContact = isBooker || booking.open
  const { organisation, note, price, reason, record, checklist, rating, timeline, addressMasked, phoneMasked } = booking
  return {
    ...bookingRow(booking),
    now: sayAll(isBooker ? nowForBooker(booking, now) : nowForStaff(booking), now),
    note,
    price: isBooker ? price : priceForStaff(price),
    why: isBooker ? reason : { ...reason, considered: [] },
    organisationPhone: organisation.phone,
    addressMasked: showContact ? addressMasked : undefined,
    phoneMasked: showContact ? phoneMasked : undefined,
    lastTime: relations.includes('worker') ? lastTime : undefined,
    record: record && { done: record.done, note: record.note, photos: record.photos.map(photoView) },
    checklist,
    rating,
    timeline: timeline.map(({ at, sentence, note: remark, photos }) => ({
      at,
      sentence: sayAll(sentence, now),
      note: remark,
      photos: photos?.map(photoView),
    })),
    may: mayOf(booking, person, now),
  }
}
