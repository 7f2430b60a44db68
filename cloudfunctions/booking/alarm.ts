import { answersTo, openAt } from '../report/begin'
import { itemOfAlarm } from '../domain/alarm'
import { relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { mayAlarm } from '../domain/bookingSteps'
import { ownerTitle } from '../domain/case'
import { documentId } from '../domain/identifiers'
import { kindRules } from '../domain/kinds'
import type { NewNotice, Step } from '../domain/matter'
import { refOf } from '../domain/person'
import { done, refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { get, step } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { surroundings } from '../platform/locatePoint'
import { deliver } from '../platform/messages'
import { seal, unseal } from '../platform/seal'
import { guestOf } from './act'

const ambulance = '120'

/**
 * Help during a visit: an emergency case at the home, so that grid member, leader and town desk are told at once. One visit makes one case,
 * whoever presses and however often. Nothing that can be left for later may hold it up or refuse it.
 */
export const alarm: Handlers<'booking'>['alarm'] = async (input, { person, request, now }) => {
  const booking = await get<Booking>('bookings', input.booking)
  const guest = booking && (await guestOf(booking, person))
  if (!booking || relationsOf(booking, person, guest).length === 0) return refuse('BOOKING_NOT_FOUND')
  const first = booking.alarm === undefined
  if (first && !mayAlarm(booking, person, now, guest)) {
    return refuse('BOOKING_STEP_REFUSED', `只有上门前后一小时内能在这里求助。有危险请马上打 ${ambulance} 或 110`)
  }
  const text = (await checkText(person.openid, input.text)) === 'risky' ? '' : input.text
  const { home, address } = booking
  const around = await surroundings(home ?? { longitude: 0, latitude: 0 }, now)
  const { town } = around
  const item = itemOfAlarm(town.items)
  if (!item) throw new Error('the catalogue has no emergency')
  const worker = booking.worker ? `，社工${booking.worker.name}在场` : ''
  const opened = await openAt(
    {
      request: documentId('', 'booking.alarm', booking._id),
      now,
      reporter: refOf(person),
      item,
      written: {
        text: [`${booking.service.name}上门时求助${worker}`, text].filter(Boolean).join('：'),
        photos: [],
        answers: answersTo(item, []),
        // A home that is not on the map has only its address; the town's desk sees it with the case.
        place: home
          ? { longitude: home.longitude, latitude: home.latitude, name: booking.addressMasked ?? home.gridName }
          : { ...town.centre, name: booking.addressMasked ?? '住址没有标在地图上' },
        private: true,
        origin: {
          channel: 'visit',
          number: booking.number,
          onBehalf: seal([booking.guest.name, ...(address === undefined ? [] : [unseal(address)])].join('，')),
          ...(booking.phone === undefined ? {} : { phone: booking.phone }),
        },
      },
      textPassed: false,
    },
    around,
  )
  if (!opened) return refuse('SERVICE_BUSY', `没有发出去，请马上打 ${item.emergency ?? ambulance} 或 ${town.desk.phone}`)
  if (first) {
    const noted = await step<Booking>(
      'bookings',
      booking._id,
      request,
      now,
      refuse('BOOKING_NOT_FOUND'),
      refuse('BOOKING_CHANGED'),
      (current) => (current.alarm ? refuse('BOOKING_STEP_REFUSED') : { ok: true, data: alarmed(current, person, opened._id, now) }),
      booking,
    )
    // Somebody else's alarm of the same visit was faster: the case is the same, and it says so.
    if (noted.ok && !noted.repeated) await deliver('bookings', noted.document, town)
  }
  const told = [...new Set([ownerTitle(opened.owner), town.desk.name])].join('和')
  const call = item.emergency ?? ambulance
  return done({ case: opened._id, sentence: `已经告诉${told}，他们马上联系您。有生命危险请先打 ${call}`, call })
}

/** Everybody of the visit hears of it, but who pressed. */
function alarmed(booking: Booking, presser: { _id: string; name: string }, opened: string, at: string): Step<Booking> {
  const { guest, booker, worker, kind } = booking
  const people = [guest, booker, ...(worker ? [worker] : [])]
  const others = people.filter(
    ({ person, openid }, index) => person !== presser._id && openid !== '' && people.findIndex((one) => one.person === person) === index,
  )
  const page = (person: string) =>
    person === worker?.person ? `/packages/work/visit/visit?id=${booking._id}` : `/packages/booking/booking/booking?id=${booking._id}`
  return {
    set: { alarm: { at, case: opened } },
    entry: {
      by: { person: presser._id, name: presser.name, as: presser._id === worker?.person ? kindRules[kind].worker : '求助的人' },
      step: 'alarm',
      sentence: `${presser.name}按了求助，网格员和服务台已经知道`,
    },
    notices: others.map(({ person, openid }): NewNotice => ({
      person,
      openid,
      template: 'bookingProgress',
      title: '紧急求助',
      text: `${booking.guest.name}的上门服务中有人求助`,
      page: page(person),
    })),
  }
}
