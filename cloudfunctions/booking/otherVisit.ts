import type { Booking } from '../domain/booking'
import type { Details } from '../domain/bookingSteps'
import { dispatch, whyNone } from '../domain/dispatch'
import type { Destination, VisitNeed } from '../domain/dispatch'
import { quote } from '../domain/entitlement'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { slotOf } from '../domain/booking'
import type { Service } from '../domain/service'
import { addMinutes } from '../domain/time'
import type { Instant } from '../domain/time'
import { bookablesFor, isOffering, isWorkday } from './bookables'
import { engagements } from './book'
import { enter, fullOrClashing } from './diaries'
import { laidOut } from './laidOut'
import { renew, takerOf, takeVisit, visitTaker } from './places'

/** Where a booked visit goes to. */
function destinationOf({ home }: Pick<Booking, 'home'>): Destination {
  if (!home) return {}
  const { village, longitude, latitude } = home
  return { village: village.grid, villageName: village.name, point: { longitude, latitude } }
}

/**
 * Another place for a visit that has one: at another organisation, or at another time. Takes it and enters it in the diary beside the old
 * one; three operations. Answers what the step that moves the booking sets, or why nobody can come.
 */
export async function takeOtherVisit(
  booking: Booking,
  guest: Person,
  { start, tried, now }: { start: Instant; tried: string[]; now: Instant },
): Promise<Result<Details>> {
  const id = booking._id
  const found = await bookablesFor({ service: booking.service.id, start })
  const first = found.find(isOffering)
  if (!first) return refuse('SERVICE_UNKNOWN')
  const { service, programme } = first
  if (start <= now) return refuse('SESSION_OVER')
  const span = { start, end: addMinutes(start, service.minutes) }
  const refusal = fullOrClashing(guest.diary, id, [span], now)
  if (refusal) return refusal
  const price = quote(service, programme, guest, start, id)
  if (price.yuan > booking.price.yuan) return refuse('PRICE_CHANGED', `改到那天价钱不同：${price.sentence}，要改请取消后重新约`)
  const need = { ...needOf(booking, service, guest, { ...span, tried, now }), coverMinutes: price.cover?.minutes ?? 0 }

  // Its own place is none in its way.
  const weighed = dispatch(
    found.map((one) => (isWorkday(one) ? { ...one, takers: one.takers.filter((taker) => taker.booking !== id) } : one)),
    need,
  )
  const earlier = found.filter(isWorkday).find((one) => takerOf(one, id, start) && !tried.includes(one.organisation.id))
  const [best] = earlier ? weighed.filter(({ workday }) => workday._id === earlier._id) : weighed
  if (!best) return refuse('BOOKING_FULL', whyNone(await laidOut(service.id, now), need))
  const taker = visitTaker(best, need, { booking: id, person: guest._id, at: now })
  const taken = earlier ? await renew(earlier, 'takers', id, now, start) : await takeVisit(best.workday, taker)
  if (taken !== 'taken' && !(typeof taken === 'object' && takerOf(taken, id, start))) return refuse('SERVICE_BUSY')

  const session = best.workday._id
  const entered = await enter(guest, true, id, now, (current) => {
    const clash = fullOrClashing(current.diary, id, [span], now)
    if (clash) return clash
    const { yuan, cover } = quote(service, programme, current, start, id)
    if (yuan > booking.price.yuan) return refuse('PRICE_CHANGED')
    return done(engagements([span], { booking: id, session, name: service.name, at: now, cover }))
  })
  if (!entered.ok) return entered
  const { cover, ...quoted } = quote(service, programme, entered.data, start, id)
  const { organisation } = best.offering
  return done({
    set: {
      session,
      organisation,
      organisationId: organisation.id,
      worker: undefined,
      workerId: undefined,
      ...span,
      slot: slotOf(start, id),
      cancelUntil: addMinutes(start, -booking.cancelHours * 60),
      price: quoted,
      cover,
      reason: best.reason,
      leaving: [{ session: booking.session, start: booking.start }],
    },
  })
}

/** What a booked visit asks for; whoever was named for it would rather come again. */
export function needOf(
  booking: Booking,
  service: Service,
  { carers }: Pick<Person, 'carers'>,
  { start, end, tried, now }: Pick<VisitNeed, 'start' | 'end' | 'tried' | 'now'>,
): VisitNeed {
  const worker = booking.wish.worker ?? booking.workerId
  return {
    service,
    start,
    end,
    home: destinationOf(booking),
    wish: worker === undefined ? booking.wish : { ...booking.wish, worker },
    coverMinutes: booking.cover?.minutes ?? 0,
    carers,
    tried,
    now,
  }
}
