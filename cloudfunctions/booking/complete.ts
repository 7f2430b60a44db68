import { nearHome } from '../domain/bookingSteps'
import { timeOf } from '../domain/fieldWork'
import { refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { get } from '../platform/documents'
import type { Booking } from '../domain/booking'
import type { Handlers } from '../platform/entry'
import { takePhotos } from '../platform/files'
import { townData } from '../platform/townData'
import { answerStep, takePersonStep } from './act'

/** Check-out: what was done, what to know next time, who agreed on the spot; of advice, how it ended. */
export const complete: Handlers<'booking'>['complete'] = async (input, context) => {
  const { done: items, note, nextTime, agreedBy, referral, place, happenedAt } = input
  const { _id: person, openid } = context.person
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  const [checked, photos, referrals] = await Promise.all([
    checkText(openid, [note, nextTime, ...items].join('\n')),
    takePhotos(input.photos, { person, openid }),
    referral === undefined ? [] : townData(context.now).then((town) => town.referrals),
  ])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!photos.ok) return photos
  const referredTo = referrals.find(({ id }) => id === referral)
  if (referral !== undefined && (!referredTo || booking.kind !== 'appointment'))
    return refuse('INPUT_INVALID', '没有这个转介的地方，请重新选一个')
  const outcome = referredTo ? ({ kind: 'referred', to: referredTo.name } as const) : ({ kind: 'advised' } as const)
  const record: Booking['record'] = {
    done: items,
    note,
    nextTime,
    photos: photos.data,
    ...(agreedBy ? { agreedBy } : {}),
    ...(booking.kind === 'appointment' ? { outcome } : {}),
  }
  const far = nearHome(booking, place) ? {} : { note: '签退的地方离住址较远' }
  const details = { set: { record, checkedOutAt: happenedAt ?? context.now }, happenedAt, ...far }
  const stepped = await takePersonStep('complete', booking, undefined, input.version, context, details, ({ checkedInAt = '' }) => {
    const at = timeOf(booking, happenedAt, context.now)
    if (typeof at !== 'string') return at
    return at < checkedInAt ? refuse('TIME_REFUSED') : undefined
  })
  return answerStep(stepped, undefined, context)
}
