import type { BookingView } from '../contract'
import { relationsOf, slotOf } from './booking'
import type { Booking, BookingState, Relation, Session } from './booking'
import { distance } from './geometry'
import type { Point } from './geometry'
import { kindRules } from './kinds'
import { owing } from './matter'
import type { Entry, NewNotice, Photo, Reason, Step } from './matter'
import { numberOf } from './number'
import { refOf } from './person'
import type { Person } from './person'
import { refuse } from './result'
import type { Refusal } from './result'
import type { Price, Service } from './service'
import { spoken } from './speech'
import { addMinutes, inTown } from './time'
import type { Instant } from './time'

/** What people do with a booking, and what happens by itself when nobody did. */
export type StepName = 'confirm' | 'decline' | 'cancel' | 'checkIn' | 'complete' | 'rate' | 'lapse' | 'miss' | 'finish'

interface StepRule {
  by: Relation
  from: BookingState[]
  to: BookingState
  /** Refuses at the wrong time. */
  when?: (booking: Booking, now: Instant) => Refusal | undefined
  /** Both are told of the booking as it will be. */
  sentence: (booking: Booking) => string
  notices: (booking: Booking) => NewNotice[]
}

export const openStates: BookingState[] = ['requested', 'assigned', 'checkedIn']
const checkInMinutes = 60
/**
 * Phones in a town of narrow lanes and tall houses are often off by 100 to 200 m, indoors by more, and a home is put on the map by hand.
 * 500 m tells a visit from a check-in at the office and refuses nobody who stands at the door. Who shares no place may check in: the
 * interface depends on an approval (law 12), and the resident's own word closes the matter anyway.
 */
const homeMetres = 500
/** After the end: whoever was to come may still check in and write up; then the booking settles by itself. */
const graceHours = 12

/** A message is read on another day than it is written, so its day is named. WeChat shows 20 characters. */
function dated(at: Instant): string {
  return inTown(at).format('M月D日HH:mm')
}

function toBooker(booking: Booking, template: NewNotice['template'], text: string): NewNotice[] {
  const { person, openid } = booking.booker
  return [{ person, openid, template, title: booking.service.name, text, page: `/packages/booking/booking/booking?id=${booking._id}` }]
}

function toWorker(booking: Booking, text: string): NewNotice[] {
  if (!booking.worker || !kindRules[booking.kind].tellWorker) return []
  const { person, openid } = booking.worker
  return [
    {
      person,
      openid,
      template: 'bookingProgress',
      title: booking.service.name,
      text,
      page: `/packages/work/visit/visit?id=${booking._id}`,
    },
  ]
}

/** 谭静(暖阳社工) */
function workerTitle({ worker, organisation }: Booking): string {
  return worker ? `${worker.name}（${organisation.name}）` : organisation.name
}

function beforeStart({ start }: Booking, now: Instant): Refusal | undefined {
  return now < start ? undefined : refuse('SESSION_OVER', '约好的时间已经到了，请直接联系对方')
}

export const steps: Record<StepName, StepRule> = {
  confirm: {
    by: 'organisation',
    from: ['requested'],
    to: 'assigned',
    when: beforeStart,
    sentence: (booking) => `${booking.organisation.name}答应了，${booking.worker?.name ?? ''}会在${spoken(booking.start)}上门`,
    notices: (booking) => [
      ...toBooker(booking, 'workerAssigned', `${booking.worker?.name ?? ''}${dated(booking.start)}上门`),
      ...toWorker(booking, `请在${dated(booking.start)}上门`),
    ],
  },
  decline: {
    by: 'organisation',
    from: ['requested', 'assigned'],
    to: 'declined',
    when: beforeStart,
    sentence: (booking) => `${booking.organisation.name}这次来不了`,
    notices: (booking) => [
      ...toBooker(booking, 'bookingProgress', `${dated(booking.start)}这次来不了，请换个时间`),
      ...toWorker(booking, `${dated(booking.start)}的预约取消了`),
    ],
  },
  cancel: {
    by: 'booker',
    from: ['requested', 'assigned'],
    to: 'cancelled',
    when: ({ cancelUntil, organisation }, now) =>
      now < cancelUntil
        ? undefined
        : refuse('BOOKING_TOO_LATE', `离开始时间太近，不能在这里取消，请打电话给${organisation.name}：${organisation.phone}`),
    sentence: (booking) => `${booking.booker.name}取消了这次预约`,
    notices: (booking) => toWorker(booking, `${dated(booking.start)}的预约取消了`),
  },
  checkIn: {
    by: 'worker',
    from: ['assigned'],
    to: 'checkedIn',
    when: ({ start }, now) =>
      now >= addMinutes(start, -checkInMinutes) ? undefined : refuse('TOO_EARLY', '还没到时间，开始前 1 小时内可以签到'),
    sentence: (booking) => (kindRules[booking.kind].atHome ? `${booking.worker?.name ?? ''}到了` : `${booking.booker.name}到了`),
    notices: () => [],
  },
  complete: {
    by: 'worker',
    from: ['checkedIn'],
    to: 'done',
    sentence: (booking) => `${workerTitle(booking)}做完了`,
    notices: (booking) => toBooker(booking, 'bookingProgress', '服务做完了，请您评一评'),
  },
  rate: {
    by: 'booker',
    from: ['done'],
    to: 'rated',
    sentence: (booking) => `${booking.booker.name}评了 ${booking.rating?.stars ?? 0} 星`,
    notices: () => [],
  },
  lapse: {
    by: 'system',
    from: ['requested'],
    to: 'declined',
    when: ({ start }, now) => (now >= start ? undefined : refuse('TOO_EARLY')),
    sentence: (booking) => `${booking.organisation.name}没有在开始前答复，这次没有约成`,
    notices: (booking) => toBooker(booking, 'bookingProgress', '机构没有及时答复，请换个时间'),
  },
  miss: {
    by: 'system',
    from: ['assigned'],
    to: 'noShow',
    when: ({ end }, now) => (end <= settledBefore(now) ? undefined : refuse('TOO_EARLY')),
    sentence: () => '到时间没有人签到，这次没有成行',
    notices: (booking) => toBooker(booking, 'bookingProgress', '这次没有成行，可以再约一次'),
  },
  finish: {
    by: 'system',
    from: ['checkedIn'],
    to: 'done',
    when: ({ end }, now) => (end <= settledBefore(now) ? undefined : refuse('TOO_EARLY')),
    sentence: () => '服务时间已过，没有填写记录',
    notices: (booking) => toBooker(booking, 'bookingProgress', '服务做完了，请您评一评'),
  },
}

/** A booking that ended before this and that nobody brought to its end settles by itself. */
export function settledBefore(now: Instant): Instant {
  return addMinutes(now, -graceHours * 60)
}

const capacity: Record<Relation, (booking: Booking) => string> = {
  booker: () => '预约人',
  organisation: ({ organisation }) => organisation.name,
  worker: ({ organisation, kind }) => `${organisation.name}${kindRules[kind].worker}`,
  system: () => '系统',
}

export interface Details {
  /** What the step brings besides the state. */
  set?: Pick<Partial<Booking>, 'worker' | 'workerId' | 'checkedInAt' | 'record' | 'rating'>
  note?: string
  photos?: Photo[]
}

/** A person's step, under the version that the person was looking at; absent for what happens by itself. */
export interface Actor {
  person: Person
  version: number
}

/** Decides one step of the table. Who has no part in the booking learns nothing of it. */
export function takeStep(
  name: StepName,
  booking: Booking,
  actor: Actor | undefined,
  now: Instant,
  { set = {}, note, photos }: Details = {},
): { ok: true; data: Step<Booking> } | Refusal {
  const rule = steps[name]
  if (actor) {
    if (!relationsOf(booking, actor.person).includes(rule.by)) return refuse('BOOKING_NOT_FOUND')
    if (booking.version !== actor.version) return refuse('BOOKING_CHANGED')
  }
  if (!rule.from.includes(booking.state)) return refuse('BOOKING_STEP_REFUSED')
  const untimely = rule.when?.(booking, now)
  if (untimely) return untimely
  const next: Booking = { ...booking, ...set, state: rule.to, open: openStates.includes(rule.to) }
  const as = capacity[rule.by](booking)
  const entry: Step<Booking>['entry'] = {
    by: actor ? { person: actor.person._id, name: actor.person.name, as } : { name: as, as },
    step: name,
    sentence: rule.sentence(next),
    ...(note ? { note } : {}),
    ...(photos && photos.length > 0 ? { photos } : {}),
  }
  return { ok: true, data: { set: { ...set, state: next.state, open: next.open }, entry, notices: rule.notices(next) } }
}

/** Whether the worker is near enough to the home to check in; without both places it can't be told and is taken on trust. */
export function nearHome(booking: Booking, place: Point | undefined): boolean {
  if (!kindRules[booking.kind].atHome || !booking.home || !place) return true
  return distance(booking.home, place) <= homeMetres
}

/** Sealed fields are shown to the organisation and the named worker while they are needed. */
export function mayReveal(booking: Booking, person: Person): boolean {
  if (!booking.open || (booking.address === undefined && booking.phone === undefined)) return false
  return relationsOf(booking, person).some((relation) => relation !== 'booker')
}

const offered = ['confirm', 'decline', 'checkIn', 'complete', 'cancel', 'rate'] as const

/** What the person looking at a booking may do with it now. */
export function mayOf(booking: Booking, person: Person, now: Instant): BookingView['may'] {
  const may: BookingView['may'] = offered.filter((name) => takeStep(name, booking, { person, version: booking.version }, now).ok)
  return mayReveal(booking, person) ? [...may, 'reveal'] : may
}

export interface NewBooking {
  /** = the command's request, so that it is made once. */
  id: string
  service: Service
  session: Session
  booker: Person
  reason: Reason
  price: Price
  note: string
  now: Instant
}

/** A booking as it is first written, with the messages that it owes. */
export function newBooking({ id, service, session, booker, reason, price, note, now }: NewBooking): Booking {
  const rules = kindRules[session.kind]
  const booking: Booking = {
    _id: id,
    version: 1,
    requests: [id],
    number: numberOf(id, now),
    kind: session.kind,
    state: rules.first,
    open: true,
    service: { id: service.id, name: service.name },
    session: session._id,
    organisation: session.organisation,
    organisationId: session.organisation.id,
    ...(session.worker ? { worker: session.worker, workerId: session.worker.person } : {}),
    skill: service.skill,
    booker: refOf(booker),
    slot: slotOf(session.start, id),
    start: session.start,
    end: session.end,
    cancelUntil: addMinutes(session.start, -service.cancelHours * 60),
    ...(session.place ? { place: session.place } : {}),
    ...(rules.atHome ? contactOf(booker) : {}),
    note,
    price,
    reason,
    checklist: service.checklist,
    freed: false,
    timeline: [],
    notices: [],
    owed: false,
    createdAt: now,
    updatedAt: now,
  }
  const entry: Entry = {
    at: now,
    request: id,
    by: { person: booker._id, name: booker.name, as: capacity.booker(booking) },
    step: 'book',
    sentence: `${booker.name}约了${spoken(session.start)}的${service.name}`,
    ...(note ? { note } : {}),
  }
  // Each message costs one of the consents that the person gave: a visit has no news before the organisation answers.
  const news =
    rules.first === 'requested'
      ? []
      : [
          ...toBooker(booking, 'bookingProgress', `约好了：${dated(session.start)}`),
          ...toWorker(booking, `${dated(session.start)}有人预约`),
        ]
  return { ...booking, timeline: [entry], notices: owing(news, id, now), owed: news.length > 0 }
}

/** Copies of what the worker needs to get there; sealed fields stay sealed. */
function contactOf({ home, address, addressMasked, phone, phoneMasked }: Person): Partial<Booking> {
  const { longitude, latitude, grid, gridName } = home ?? {}
  const located = longitude === undefined || latitude === undefined || grid === undefined || gridName === undefined
  return {
    ...(located ? {} : { home: { longitude, latitude, grid, gridName } }),
    ...(address === undefined ? {} : { address }),
    ...(addressMasked === undefined ? {} : { addressMasked }),
    ...(phone === undefined ? {} : { phone }),
    ...(phoneMasked === undefined ? {} : { phoneMasked }),
  }
}

const stateTexts: Record<BookingState, string> = {
  requested: '等机构答复',
  assigned: '约好了',
  checkedIn: '正在服务',
  done: '做完了，请评价',
  rated: '已完成',
  declined: '没有约成',
  cancelled: '已取消',
  noShow: '没有成行',
}

export function stateText(state: BookingState): string {
  return stateTexts[state]
}

/** One sentence on how it stands, for the resident. Instants in it are said when it is shown. */
export function nowForBooker(booking: Booking, now: Instant): string {
  const { organisation, worker, start, place, kind, cancelUntil } = booking
  switch (booking.state) {
    case 'requested':
      return `${organisation.name}正在安排人手，定下来就告诉您`
    case 'assigned': {
      const where = place ? `到${place.name}` : `到${organisation.name}`
      const whom = worker ? `，${worker.name}${kindRules[kind].worker}等您` : ''
      const what = kindRules[kind].atHome ? `${workerTitle(booking)}会在${spoken(start)}上门` : `${spoken(start)}请${where}${whom}`
      return now < cancelUntil ? `${what}，${spoken(cancelUntil)}前可以取消` : what
    }
    case 'checkedIn':
      return kindRules[kind].atHome ? `${workerTitle(booking)}已经到了，正在服务` : '您已经签到，祝您顺利'
    case 'done':
      return '服务做完了，请您评一评'
    case 'rated':
      return '谢谢您的评价，欢迎再约'
    case 'declined':
      return `${organisation.name}这次来不了，请换个时间再约`
    case 'cancelled':
      return '您取消了这次预约，需要时可以再约'
    case 'noShow':
      return `这次没有成行，有疑问请打电话给${organisation.name}：${organisation.phone}`
  }
}

export function nowForStaff(booking: Booking): string {
  const { worker, start, checkedInAt } = booking
  switch (booking.state) {
    case 'requested':
      return `请在${spoken(start)}前答复，并安排一位社工`
    case 'assigned':
      return `${worker?.name ?? ''} ${spoken(start)}开始，到了请签到`
    case 'checkedIn':
      return checkedInAt === undefined ? '已经签到' : `${spoken(checkedInAt)}签到，做完请填记录`
    case 'done':
      return booking.record ? '做完了，等居民评价' : '时间已过，没有填写记录'
    case 'rated':
      return '做完了，居民已经评价'
    case 'declined':
      return '没有约成'
    case 'cancelled':
      return '居民取消了'
    case 'noShow':
      return '没有人签到，没有成行'
  }
}
