import { answersTo, openAt } from '../report/begin'
import { itemOfAlarm } from '../domain/alarm'
import { isOld, relationsOf } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { mayAlarm } from '../domain/bookingSteps'
import { ownerTitle } from '../domain/case'
import type { Case } from '../domain/case'
import { documentId } from '../domain/identifiers'
import { kindRules } from '../domain/kinds'
import type { NewNotice, Step } from '../domain/matter'
import { refOf } from '../domain/person'
import type { PersonRef } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import type { Item, TownData } from '../domain/town'
import { checkText } from '../platform/contentCheck'
import { change, find, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { surroundings } from '../platform/locatePoint'
import { deliver } from '../platform/messages'
import { seal, unseal } from '../platform/seal'
import { guestOf } from './act'
import { stepBooking } from './stepBooking'

const ambulance = '120'

/**
 * Help during a visit: an emergency case at the home, so that grid member, leader and town desk are told at once. One visit makes one case,
 * whoever presses and however often. It is noted on the visit first: cut off after that, the sweep opens the case. Nothing that can be left
 * for later may hold it up or refuse it.
 */
export const alarm: Handlers<'booking'>['alarm'] = async (input, { person, request, now }) => {
  const booking = await get<Booking>('bookings', input.booking)
  const guest = booking && (await guestOf(booking, person))
  if (!booking || relationsOf(booking, person, guest).length === 0) return refuse('BOOKING_NOT_FOUND')
  if (!booking.alarm && !mayAlarm(booking, person, now, guest)) {
    return refuse('BOOKING_STEP_REFUSED', `只有上门前后一小时内能在这里求助。有危险请马上打 ${ambulance} 或 110`)
  }
  const text = (await checkText(person.openid, input.text)) === 'risky' ? '' : input.text
  const noted = booking.alarm
    ? undefined
    : await stepBooking(
        booking._id,
        request,
        now,
        // Somebody else's alarm of the same visit was faster: the case is the same, and it says so.
        (current) => (current.alarm ? refuse('BOOKING_STEP_REFUSED') : { ok: true, data: pressed(current, refOf(person), text, now) }),
        booking,
      )
  const by = booking.alarm?.by ?? refOf(person)
  const { opened, item, town } = await openFor(booking, by, text, now)
  if (!opened) return refuse('SERVICE_BUSY', `没有发出去，请马上打 ${item.emergency ?? ambulance} 或 ${town.desk.phone}`)
  if (booking.alarm?.opening !== false) await isOpened(booking._id, now)
  if (noted?.ok && !noted.repeated) await deliver('bookings', noted.document, town)
  const told = [...new Set([ownerTitle(opened.owner), town.desk.name])].join('和')
  const call = item.emergency ?? ambulance
  return done({ case: opened._id, sentence: `已经告诉${told}，他们马上联系您。有生命危险请先打 ${call}`, call })
}

/** One visit, one case. */
function caseOf(booking: string): string {
  return documentId('', 'booking.alarm', booking)
}

async function openFor(
  booking: Booking,
  reporter: PersonRef,
  text: string,
  now: Instant,
): Promise<{ opened: Case | undefined; item: Item; town: TownData }> {
  const { home, address, addressMasked, phone, worker, service, number, guest } = booking
  const around = await surroundings(home ?? { longitude: 0, latitude: 0 }, now)
  const { town } = around
  const item = itemOfAlarm(town.items)
  if (!item) throw new Error('the catalogue has no emergency')
  const who = worker ? `，社工${worker.name}在场` : ''
  const written = {
    text: [`${service.name}上门时求助${who}`, text].filter(Boolean).join('：'),
    photos: [],
    answers: answersTo(item, []),
    // A home that is not on the map has only its address; the town's desk sees it with the case.
    place: home
      ? { longitude: home.longitude, latitude: home.latitude, name: addressMasked ?? home.gridName }
      : { ...town.centre, name: addressMasked ?? '住址没有标在地图上' },
    private: true,
    origin: {
      channel: 'visit' as const,
      number,
      onBehalf: seal([guest.name, ...(address === undefined ? [] : [unseal(address)])].join('，')),
      ...(phone === undefined ? {} : { phone }),
    },
  }
  const opened = await openAt({ request: caseOf(booking._id), now, reporter, item, written, textPassed: false }, around)
  return { opened, item, town }
}

async function isOpened(booking: string, now: Instant): Promise<void> {
  const set = { 'alarm.opening': false }
  await change<Booking>('bookings', booking, `${booking}.opened.${now}`, { 'alarm.opening': true }, { set, bump: false })
}

const alarmsASweep = 20

/** For the sweep: an alarm whose call was cut off before it had opened the case. Answers how many there were. */
export async function openAlarms(now: Instant): Promise<number> {
  const waiting = await find<Booking>('bookings', { 'alarm.opening': true }, { limit: alarmsASweep, order: [['alarm.at', 'asc']] })
  const cutOff = waiting.flatMap((booking) => (booking.alarm && isOld(booking.alarm.at, now) ? [{ booking, by: booking.alarm.by }] : []))
  for (const { booking, by } of cutOff) {
    const text = booking.timeline.find((entry) => entry.step === 'alarm')?.note ?? ''
    const { opened } = await openFor(booking, by, text, now)
    if (opened) await isOpened(booking._id, now)
  }
  return cutOff.length
}

/** Everybody of the visit hears of it, but who pressed. */
function pressed(booking: Booking, presser: PersonRef, text: string, at: Instant): Step<Booking> {
  const { _id, guest, booker, worker, kind } = booking
  const people = [guest, booker, ...(worker ? [worker] : [])]
  const others = people.filter(
    ({ person, openid }, index) => person !== presser.person && openid !== '' && people.findIndex((one) => one.person === person) === index,
  )
  const page = (person: string) =>
    person === worker?.person ? `/packages/work/visit/visit?id=${_id}` : `/packages/booking/booking/booking?id=${_id}`
  return {
    set: { alarm: { at, case: caseOf(_id), by: presser, opening: true } },
    entry: {
      by: { person: presser.person, name: presser.name, as: presser.person === worker?.person ? kindRules[kind].worker : '求助的人' },
      step: 'alarm',
      sentence: `${presser.name}按了求助，网格员和服务台已经知道`,
      ...(text ? { note: text } : {}),
    },
    notices: others.map(({ person, openid }): NewNotice => ({
      person,
      openid,
      template: 'bookingProgress',
      title: '紧急求助',
      text: `${guest.name}的上门服务中有人求助`,
      page: page(person),
    })),
  }
}
