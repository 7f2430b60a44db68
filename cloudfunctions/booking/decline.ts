import type { Booking } from '../domain/booking'
import { refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { answerStep } from './act'
import { passOn } from './passOn'

export const decline: Handlers<'booking'>['decline'] = async (input, context) => {
  const { person, request, now } = context
  if ((await checkText(person.openid, input.reason)) === 'risky') return refuse('TEXT_REFUSED')
  const booking = await get<Booking>('bookings', input.booking)
  if (!booking) return refuse('BOOKING_NOT_FOUND')
  return answerStep(await passOn(booking, { person, version: input.version, request, note: input.reason, now }), undefined, context)
}
