import type { BookingView } from '../contract'
import { openStates, relationsOf, slotOf, spansOf, withoutPlace } from './booking'
import type { Booking, BookingState, Lesson, OrganisationRef, Relation } from './booking'
import { addWorkingHours } from './calendar'
import { minutesOf, newsOf, takesPlace } from './course'
import { distance } from './geometry'
import type { Point } from './geometry'
import { contactNeeded, kindRules } from './kinds'
import { owing } from './matter'
import type { Entry, NewNotice, Photo, Reason, Step } from './matter'
import { numberOf } from './number'
import { refOf } from './person'
import type { Person, PersonRef } from './person'
import { refuse } from './result'
import type { Refusal } from './result'
import type { Channel, Cover, Price, Service } from './service'
import { spoken } from './speech'
import { addMinutes, inTown } from './time'
import type { Instant } from './time'

/** What people do with a booking, and what happens by itself when nobody did. */
export type StepName =
  | 'accept'
  | 'offer'
  | 'expire'
  | 'confirm'
  | 'decline'
  | 'pass'
  | 'cancel'
  | 'reschedule'
  | 'reassign'
  | 'checkIn'
  | 'complete'
  | 'rate'
  | 'miss'
  | 'finish'
  | 'follow'
  | 'callOff'

interface StepRule {
  by: Relation[]
  from: BookingState[]
  to: BookingState | ((booking: Booking) => BookingState)
  /** Refuses at the wrong time. */
  when?: (booking: Booking, now: Instant) => Refusal | undefined
  /** When the system has to act next. */
  due?: (next: Booking, now: Instant) => Instant | undefined
  /** Takes a place or hours for the booking, so not while an old place is being given back. */
  takes?: true
  /** Still to be counted by the sweep: hours used, who came, stars. */
  counts?: true
  /** Both are told of the booking as it will be, and as it was. */
  sentence: (next: Booking, before: Booking, by: string) => string
  notices: (next: Booking, before: Booking) => NewNotice[]
}

const checkInMinutes = 60
/**
 * Phones in a town of narrow lanes and tall houses are often off by 100 to 200 m, indoors by more, and a home is put on the map by hand.
 * 500 m tells a visit from a check-in at the office and refuses nobody who stands at the door. Who shares no place may check in: the
 * interface depends on an approval (law 12), and the resident's own word closes the matter anyway.
 */
const homeMetres = 500
/** After the end: whoever was to come may still check in and write up; then the booking settles by itself. */
const graceHours = 12
/** How long a place is kept for somebody who is thinking. */
const holdMinutes = 10
/** What waits in the queue, or for an answer, is of use until so shortly before the start, unless that is nearer than the least. */
const answerHours = 4
const offerHours = 12
const beforeStartMinutes = 120
const leastMinutes = 30

function within(start: Instant, now: Instant, due: Instant): Instant {
  const least = addMinutes(now, leastMinutes)
  const before = addMinutes(start, -beforeStartMinutes)
  const wanted = due < before ? due : before
  const given = wanted > least ? wanted : least
  return given < start ? given : start
}

/** When an organisation has to have answered: four working hours, at the latest two hours before the start. */
export function answerDue(start: Instant, now: Instant): Instant {
  return within(start, now, addWorkingHours(now, answerHours))
}

/** When somebody who waited has to have taken the place that is offered. */
export function offerDue(start: Instant, now: Instant): Instant {
  return within(start, now, addMinutes(now, offerHours * 60))
}

export function holdDue(start: Instant, now: Instant): Instant {
  const due = addMinutes(now, holdMinutes)
  return due < start ? due : start
}

/** Until then a place may still come free for somebody who waits. */
export function waitsUntil(start: Instant): Instant {
  return addMinutes(start, -leastMinutes)
}

function firstDue({ kind, start }: Booking, now: Instant): Instant | undefined {
  return kindRules[kind].first === 'requested' ? answerDue(start, now) : undefined
}

/** A message is read on another day than it is written, so its day is named. WeChat shows 20 characters. */
export function dated(at: Instant): string {
  return inTown(at).format('M月D日HH:mm')
}

/** The guest and who booked for them, each once; who has no WeChat is told by those who have. */
function toGuest({ _id, guest, booker, service }: Booking, template: NewNotice['template'], text: string): NewNotice[] {
  const people = guest.person === booker.person ? [guest] : [guest, booker]
  return people
    .filter(({ openid }) => openid !== '')
    .map(({ person, openid }) => ({
      person,
      openid,
      template,
      title: service.name,
      text,
      page: `/packages/booking/booking/booking?id=${_id}`,
    }))
}

function toWorker({ _id, kind, worker, service }: Booking, text: string): NewNotice[] {
  if (!worker || worker.openid === '' || !kindRules[kind].tellWorker) return []
  const { person, openid } = worker
  return [{ person, openid, template: 'bookingProgress', title: service.name, text, page: `/packages/work/visit/visit?id=${_id}` }]
}

/** 谭静（暖阳社工） */
function workerTitle({ worker, organisation }: Booking): string {
  return worker ? `${worker.name}（${organisation.name}）` : organisation.name
}

function beforeStart({ start }: Booking, now: Instant): Refusal | undefined {
  return now < start ? undefined : refuse('SESSION_OVER', '约好的时间已经到了，请直接联系对方')
}

/** What nobody has prepared for can be left at any time, and so can a course that is not as it was booked. */
function inTime({ state, cancelUntil, organisation, excused }: Booking, now: Instant): Refusal | undefined {
  if (state === 'waiting' || state === 'held' || now < cancelUntil || excused) return undefined
  return refuse('BOOKING_TOO_LATE', `离开始时间太近，不能在这里更改，请打电话给${organisation.name}：${organisation.phone}`)
}

export const steps: Record<StepName, StepRule> = {
  accept: {
    by: ['guest', 'booker'],
    from: ['held'],
    to: ({ kind }) => kindRules[kind].first,
    when: ({ dueAt, start }, now) => (now < start && (dueAt === undefined || now < dueAt) ? undefined : refuse('HOLD_OVER')),
    due: firstDue,
    takes: true,
    sentence: (booking, _before, by) => `${by}约定了${spoken(booking.start)}的${booking.service.name}`,
    notices: (booking) => (booking.state === 'assigned' ? booked(booking) : []),
  },
  offer: {
    by: ['system'],
    from: ['waiting'],
    to: 'held',
    due: ({ start }, now) => offerDue(start, now),
    sentence: () => '有空位了，给您留着，请您确认',
    notices: (booking) => toGuest(booking, 'bookingProgress', `有空位了，请${dated(booking.dueAt ?? booking.start)}前确认`),
  },
  expire: {
    by: ['system'],
    from: ['held', 'waiting'],
    to: 'expired',
    when: ({ dueAt }, now) => (dueAt !== undefined && dueAt <= now ? undefined : refuse('TOO_EARLY')),
    sentence: (_booking, { state }) => (state === 'waiting' ? '一直没有空位，这次没有排到' : '没有在留位的时间内确认，位置让给了别人'),
    notices: (booking, { state }) =>
      toGuest(booking, 'bookingProgress', state === 'waiting' ? '这次没有排到，请看别的时间' : '留位时间过了，可以再约'),
  },
  confirm: {
    by: ['organisation'],
    from: ['requested'],
    to: 'assigned',
    when: beforeStart,
    takes: true,
    sentence: (booking) => `${booking.organisation.name}答应了，${booking.worker?.name ?? ''}会在${spoken(booking.start)}上门`,
    notices: (booking) => [
      ...toGuest(booking, 'workerAssigned', `${booking.worker?.name ?? ''}${dated(booking.start)}上门`),
      ...toWorker(booking, `请在${dated(booking.start)}上门`),
    ],
  },
  decline: {
    by: ['organisation', 'system'],
    from: ['requested', 'assigned'],
    to: 'declined',
    sentence: ({ kind, organisation }) =>
      kind === 'visit' ? `${organisation.name}这次来不了，也没有别的机构能来` : `${organisation.name}取消了这一次`,
    notices: (booking, before) => [
      ...toGuest(booking, 'bookingProgress', `${dated(booking.start)}没约成，请换个时间`),
      ...toWorker(before, `${dated(booking.start)}的预约取消了`),
    ],
  },
  pass: {
    by: ['organisation', 'system'],
    from: ['requested', 'assigned'],
    to: 'requested',
    when: beforeStart,
    due: firstDue,
    takes: true,
    sentence: (next, before) => `${before.organisation.name}这次来不了，已经请${next.organisation.name}安排`,
    notices: (next, before) =>
      before.state === 'assigned'
        ? [
            ...toGuest(next, 'bookingProgress', `${dated(next.start)}换一家机构来，等它答复`),
            ...toWorker(before, `${dated(before.start)}的预约取消了`),
          ]
        : [],
  },
  cancel: {
    by: ['guest', 'booker'],
    from: ['waiting', 'held', 'requested', 'assigned'],
    to: 'cancelled',
    when: inTime,
    sentence: (_booking, { state }, by) => (state === 'waiting' ? `${by}不再排队` : `${by}取消了这次预约`),
    notices: (booking, before) => [
      ...toGuest(booking, 'bookingProgress', `${dated(booking.start)}的预约取消了`),
      ...toWorker(before, `${dated(booking.start)}的预约取消了`),
    ],
  },
  reschedule: {
    by: ['guest', 'booker'],
    from: ['requested', 'assigned'],
    to: ({ kind }) => kindRules[kind].first,
    when: inTime,
    due: firstDue,
    takes: true,
    sentence: (next, before, by) => `${by}从${spoken(before.start)}改到${spoken(next.start)}`,
    notices: (next, before) => [
      ...toGuest(next, 'bookingProgress', `改到了${dated(next.start)}`),
      ...toWorker(before, `${dated(before.start)}的预约改了时间`),
      ...toWorker(next, `${dated(next.start)}有人预约`),
    ],
  },
  reassign: {
    by: ['organisation', 'system'],
    from: ['assigned'],
    to: 'assigned',
    sentence: (next, before) => `${before.worker?.name ?? '社工'}来不了，换${next.worker?.name ?? ''}${meeting(next)}`,
    notices: (next, before) => [
      ...toGuest(next, 'workerAssigned', `${dated(next.start)}换${next.worker?.name ?? ''}${meeting(next)}`),
      ...toWorker(before, `${dated(before.start)}换别人${meeting(before)}`),
      ...toWorker(next, kindRules[next.kind].atHome ? `请在${dated(next.start)}上门` : `${dated(next.start)}有人预约`),
    ],
  },
  checkIn: {
    by: ['worker'],
    from: ['assigned'],
    to: 'checkedIn',
    when: ({ start }, now) =>
      now >= addMinutes(start, -checkInMinutes) ? undefined : refuse('TOO_EARLY', '还没到时间，开始前 1 小时内可以签到'),
    sentence: (booking) => (kindRules[booking.kind].atHome ? `${booking.worker?.name ?? ''}到了` : `${booking.guest.name}到了`),
    notices: (booking) => (kindRules[booking.kind].atHome ? toFamily(booking, `${booking.worker?.name ?? ''}到了`) : []),
  },
  complete: {
    by: ['worker'],
    from: ['checkedIn'],
    to: 'done',
    counts: true,
    sentence: (booking) => `${workerTitle(booking)}做完了`,
    notices: (booking) => toGuest(booking, 'bookingProgress', '服务做完了，请您评一评'),
  },
  rate: {
    by: ['guest', 'booker'],
    from: ['done'],
    to: 'rated',
    counts: true,
    sentence: (booking, _before, by) => `${by}评了 ${booking.rating?.stars ?? 0} 星`,
    notices: () => [],
  },
  miss: {
    by: ['system'],
    from: ['assigned'],
    to: 'noShow',
    when: ({ end, attendance }, now) => (end <= settledBefore(now) && (attendance ?? []).length === 0 ? undefined : refuse('TOO_EARLY')),
    sentence: () => '到时间没有人签到，这次没有成行',
    notices: (booking) => toGuest(booking, 'bookingProgress', '这次没有成行，可以再约一次'),
  },
  finish: {
    by: ['system'],
    from: ['assigned', 'checkedIn'],
    to: 'done',
    counts: true,
    when: ({ end, state, attendance }, now) =>
      end <= settledBefore(now) && (state === 'checkedIn' || (attendance ?? []).length > 0) ? undefined : refuse('TOO_EARLY'),
    sentence: ({ attendance, lessons }) =>
      attendance && attendance.length > 0
        ? `上了 ${attendance.length} 节课，共 ${lessons?.filter(takesPlace).length ?? 1} 节`
        : '服务时间已过，没有填写记录',
    notices: (booking) => toGuest(booking, 'bookingProgress', '服务做完了，请您评一评'),
  },
  /** The course was changed; who only waits for a place reads it when they look. */
  follow: {
    by: ['system'],
    from: ['waiting', 'held', 'assigned', 'checkedIn'],
    to: ({ state }) => state,
    due: ({ state, start, dueAt }) => (state === 'waiting' ? waitsUntil(start) : dueAt),
    sentence: (next, before) =>
      newsOf(before, next, dated)
        .map(({ sentence }) => sentence)
        .join('；') || '课程说明有改动',
    notices: (next, before) => {
      const [first, ...more] = newsOf(before, next, dated)
      if (!first || next.state === 'waiting') return []
      return toGuest(next, 'bookingProgress', more.length > 0 ? '课程有几处变动，请点开看' : first.short)
    },
  },
  /** The whole course was called off. */
  callOff: {
    by: ['system'],
    from: ['waiting', 'held', 'assigned', 'checkedIn'],
    to: 'declined',
    sentence: ({ organisation, title, service }) => `${organisation.name}的“${title ?? service.name}”不开了`,
    notices: (booking) => toGuest(booking, 'bookingProgress', `${dated(booking.start)}开的课不开了`),
  },
}

/** What the worker does there, in a word. */
function meeting({ kind }: Booking): string {
  return kindRules[kind].atHome ? '上门' : '接待'
}

function booked(booking: Booking): NewNotice[] {
  return [
    ...toGuest(booking, 'bookingProgress', `约好了：${dated(booking.start)}`),
    ...toWorker(booking, `${dated(booking.start)}有人预约`),
  ]
}

/** Who booked and is not there themselves. */
function toFamily(booking: Booking, text: string): NewNotice[] {
  return toGuest(booking, 'bookingProgress', text).filter(({ person }) => person !== booking.guest.person)
}

/** A booking that ended before this and that nobody brought to its end settles by itself. */
export function settledBefore(now: Instant): Instant {
  return addMinutes(now, -graceHours * 60)
}

function capacityOf(relation: Relation, { organisation, kind, consent }: Booking): string {
  switch (relation) {
    case 'guest':
      return '本人'
    case 'booker':
      return consent.how === 'family' ? '家人' : '代约的工作人员'
    case 'organisation':
      return organisation.name
    case 'worker':
      return `${organisation.name}${kindRules[kind].worker}`
    case 'system':
      return '系统'
  }
}

export interface Details {
  /** What the step brings besides the state. */
  set?: Partial<Step<Booking>['set']>
  note?: string
  photos?: Photo[]
  /** When it was really done, if it was done without network and sent later. */
  happenedAt?: Instant
}

/**
 * Who takes a step, under the version that they were looking at: a person, with the guest if it is somebody who booked for them; or the
 * system, without one. Absent for what happens by itself whatever the version.
 */
export interface Actor {
  person?: Person
  guest?: Person
  version: number
}

/** Decides one step of the table. Who has no part in the booking learns nothing of it. */
export function takeStep(
  name: StepName,
  booking: Booking,
  actor: Actor | undefined,
  now: Instant,
  { set = {}, note, photos, happenedAt }: Details = {},
): { ok: true; data: Step<Booking> } | Refusal {
  const rule = steps[name]
  const relations: Relation[] = actor?.person ? relationsOf(booking, actor.person, actor.guest) : ['system']
  const relation = rule.by.find((one) => relations.includes(one))
  if (!relation) return refuse('BOOKING_NOT_FOUND')
  if (actor && booking.version !== actor.version) return refuse('BOOKING_CHANGED')
  if (!rule.from.includes(booking.state)) return refuse('BOOKING_STEP_REFUSED')
  const untimely = rule.when?.(booking, now)
  if (untimely) return untimely
  if (rule.takes && booking.leaving.length > 0) return refuse('BOOKING_CHANGED', '这个预约刚刚有了变化，请过几分钟再试')

  const state = typeof rule.to === 'function' ? rule.to(booking) : rule.to
  const changes: Step<Booking>['set'] = {
    ...set,
    state,
    open: openStates.includes(state),
    ...(withoutPlace.includes(state) ? { leaving: [...booking.leaving, { session: booking.session, start: booking.start }] } : {}),
    ...(rule.counts ? { uncounted: true } : {}),
  }
  const moved: Booking = { ...booking, ...changes }
  const dueAt = rule.due?.(moved, now)
  const next: Booking = { ...moved, dueAt }
  const as = capacityOf(relation, booking)
  const by = actor?.person?.name ?? as
  const entry: Step<Booking>['entry'] = {
    by: { ...(actor?.person ? { person: actor.person._id } : {}), name: by, as },
    step: name,
    sentence: rule.sentence(next, booking, by),
    ...(note ? { note } : {}),
    ...(photos && photos.length > 0 ? { photos } : {}),
    ...(happenedAt ? { happenedAt } : {}),
  }
  // Nobody is told what they have just done themselves.
  const notices = rule.notices(next, booking).filter((notice) => notice.person !== actor?.person?._id)
  return { ok: true, data: { set: { ...changes, dueAt }, entry, notices } }
}

/** Whether the worker is near enough to the home to check in; without both places it can't be told and is taken on trust. */
export function nearHome(booking: Booking, place: Point | undefined): boolean {
  if (!kindRules[booking.kind].atHome || !booking.home || !place) return true
  return distance(booking.home, place) <= homeMetres
}

const revealing: BookingState[] = ['requested', 'assigned', 'checkedIn']

/** Sealed fields are shown to the organisation and the named worker while they are needed. */
export function mayReveal(booking: Booking, person: Person): boolean {
  const { address, phone, intake } = booking
  if (!revealing.includes(booking.state) || (address === undefined && phone === undefined && intake === undefined)) return false
  return relationsOf(booking, person).some((relation) => relation === 'organisation' || relation === 'worker')
}

/** Help during a visit, or shortly before when the door stays shut. */
export function mayAlarm(booking: Booking, person: Person, now: Instant, guest?: Person): boolean {
  if (!kindRules[booking.kind].atHome || relationsOf(booking, person, guest).every((relation) => relation === 'organisation')) return false
  if (booking.state === 'checkedIn') return true
  return booking.state === 'assigned' && addMinutes(booking.start, -checkInMinutes) <= now && now < addMinutes(booking.end, checkInMinutes)
}

/** The same visit every so many weeks: of one that is booked and belongs to no series yet. */
export function mayRepeat(booking: Booking, person: Person, guest?: Person): boolean {
  return (
    kindRules[booking.kind].atHome &&
    booking.series === undefined &&
    ['requested', 'assigned', 'checkedIn', 'done', 'rated'].includes(booking.state) &&
    relationsOf(booking, person, guest).some((relation) => relation === 'guest' || relation === 'booker')
  )
}

const offered = ['accept', 'confirm', 'decline', 'reassign', 'checkIn', 'complete', 'reschedule', 'cancel', 'rate'] as const

/** What the person looking at a booking may do with it now. */
export function mayOf(booking: Booking, person: Person, now: Instant, guest?: Person): BookingView['may'] {
  const actor = { person, guest, version: booking.version }
  const may: BookingView['may'] = offered.filter((name) => {
    // Only a visit has other organisations and other workers.
    if (name === 'reassign' && !kindRules[booking.kind].atHome) return false
    return takeStep(name, booking, actor, now).ok
  })
  return [
    ...may,
    ...(mayRepeat(booking, person, guest) ? (['repeat'] as const) : []),
    ...(mayAlarm(booking, person, now, guest) ? (['alarm'] as const) : []),
    ...(mayReveal(booking, person) ? (['reveal'] as const) : []),
  ]
}

export interface NewBooking {
  /** = the command's request, so that it is made once. */
  id: string
  state: Extract<BookingState, 'waiting' | 'held' | 'requested' | 'assigned'>
  service: Service
  session: string
  organisation: OrganisationRef
  /** Known before anybody answers: adviser, teacher. */
  worker?: PersonRef
  start: Instant
  end: Instant
  title?: string
  lessons?: Lesson[]
  course?: number
  place?: Booking['place']
  guest: Person
  booker: Person
  consent: Booking['consent']
  reason: Reason
  price: Price
  cover?: Cover
  wish?: Booking['wish']
  channel?: Channel
  against?: string
  /** Sealed already. */
  intake?: string
  series?: string
  note: string
  now: Instant
}

/** A booking as it is first written, with the messages that it owes. */
export function newBooking(given: NewBooking): Booking {
  const { id, state, service, organisation, worker, start, end, guest, booker, lessons, note, now, channel } = given
  const minutes = minutesOf(spansOf({ start, end, lessons }))
  const booking: Booking = {
    _id: id,
    version: 1,
    requests: [id],
    number: numberOf(id, now),
    kind: service.kind,
    state,
    open: openStates.includes(state),
    service: { id: service.id, name: service.name },
    session: given.session,
    leaving: [],
    organisation,
    organisationId: organisation.id,
    ...(worker ? { worker, workerId: worker.person } : {}),
    skill: service.skill,
    guest: refOf(guest),
    booker: refOf(booker),
    people: [...new Set([guest._id, booker._id])],
    consent: given.consent,
    slot: slotOf(start, id),
    start,
    end,
    minutes,
    ...(given.title === undefined ? {} : { title: given.title }),
    ...(lessons && lessons.length > 0 ? { lessons, course: given.course ?? 0 } : {}),
    ...(channel === undefined ? {} : { channel }),
    ...(given.against === undefined ? {} : { against: given.against }),
    ...(given.intake === undefined ? {} : { intake: given.intake }),
    tried: [],
    wish: given.wish ?? {},
    ...(given.series === undefined ? {} : { series: given.series }),
    cancelUntil: addMinutes(start, -service.cancelHours * 60),
    cancelHours: service.cancelHours,
    ...(given.place ? { place: given.place } : {}),
    ...contactOf(guest, contactNeeded(service.kind, channel)),
    note,
    price: given.price,
    ...(given.cover ? { cover: given.cover } : {}),
    reason: given.reason,
    checklist: service.checklist,
    timeline: [],
    notices: [],
    owed: false,
    createdAt: now,
    updatedAt: now,
  }
  const dueAt = { waiting: waitsUntil(start), held: holdDue(start, now), requested: answerDue(start, now), assigned: undefined }[state]
  const self = guest._id === booker._id
  const what = { waiting: '排队等', held: '先留了', requested: '约了', assigned: '约了' }[state]
  const entry: Entry = {
    at: now,
    request: id,
    by: { person: booker._id, name: booker.name, as: capacityOf(self ? 'guest' : 'booker', booking) },
    step: state === 'waiting' ? 'wait' : 'book',
    sentence: `${booker.name}${self ? '' : `帮${guest.name}`}${what}${spoken(start)}的${service.name}`,
    ...(note ? { note } : {}),
  }
  // Each message costs one of the consents that the person gave: what is booked for oneself has no news before somebody answers.
  const forOthers = self
    ? []
    : toGuest(booking, 'bookingProgress', `${booker.name}帮您约了${dated(start)}`).filter((one) => one.person === guest._id)
  const news = state === 'assigned' ? booked(booking) : state === 'held' ? [] : forOthers
  return { ...booking, ...(dueAt === undefined ? {} : { dueAt }), timeline: [entry], notices: owing(news, id, now), owed: news.length > 0 }
}

/** Copies of what is needed to get there or to call; sealed fields stay sealed. */
export function contactOf({ home, address, addressMasked, phone, phoneMasked }: Person, needed: ('address' | 'phone')[]): Partial<Booking> {
  const there = needed.includes('address')
  return {
    ...(there && home ? { home } : {}),
    ...(there && address !== undefined ? { address } : {}),
    ...(there && addressMasked !== undefined ? { addressMasked } : {}),
    ...(needed.includes('phone') && phone !== undefined ? { phone } : {}),
    ...(needed.includes('phone') && phoneMasked !== undefined ? { phoneMasked } : {}),
  }
}

const stateTexts: Record<BookingState, string> = {
  waiting: '正在排队',
  held: '给您留着，等您确认',
  requested: '等机构答复',
  assigned: '约好了',
  checkedIn: '正在服务',
  done: '做完了，请评价',
  rated: '已完成',
  declined: '没有约成',
  expired: '已过期',
  cancelled: '已取消',
  noShow: '没有成行',
}

export function stateText(state: BookingState): string {
  return stateTexts[state]
}

const channelTexts: Record<Exclude<Channel, 'office'>, string> = {
  phone: '会打电话给您，请留意接听',
  home: '会到您家里来',
  video: '在视频里等您，到时在这里点开',
}

/** One sentence on how it stands, for the guest and who booked. Instants in it are said when it is shown. */
export function nowForGuest(booking: Booking, now: Instant, queuePlace?: number): string {
  const { organisation, worker, start, place, kind, cancelUntil, channel, dueAt } = booking
  switch (booking.state) {
    case 'waiting':
      return queuePlace === undefined ? '有空位会马上告诉您' : `您排在第 ${queuePlace} 位，有空位会马上告诉您`
    case 'held':
      return dueAt === undefined ? '位置给您留着，请您确认' : `位置给您留到${spoken(dueAt)}，请在那之前确认`
    case 'requested':
      return dueAt === undefined || dueAt <= now
        ? `${organisation.name}正在安排人手，定下来就告诉您`
        : `${organisation.name}正在安排人手，${spoken(dueAt)}前答复您；答复不了会换别的机构`
    case 'assigned': {
      const who = worker ? `${worker.name}${kind === 'class' ? kindRules.class.worker : ''}` : organisation.name
      const where = place ? `到${place.name}` : `到${organisation.name}`
      const what = kindRules[kind].atHome
        ? `${workerTitle(booking)}会在${spoken(start)}上门`
        : channel !== undefined && channel !== 'office'
          ? `${spoken(start)}，${who}${channelTexts[channel]}`
          : `${spoken(start)}请${where}${worker ? `，${who}等您` : ''}`
      if (now < cancelUntil) return `${what}，${spoken(cancelUntil)}前可以取消或改时间`
      return booking.excused ? `${what}。这门课有变动，随时可以退` : what
    }
    case 'checkedIn':
      return kindRules[kind].atHome ? `${workerTitle(booking)}已经到了，正在服务` : '您已经签到，祝您顺利'
    case 'done':
      return '服务做完了，请您评一评'
    case 'rated':
      return '谢谢您的评价，欢迎再约'
    case 'declined':
      return kind === 'visit'
        ? '这个时间没有机构能来，请换个时间再约，或打电话给村里的服务台'
        : `${organisation.name}取消了这一次，请换个时间再约`
    case 'expired':
      return '留位的时间过了，需要时可以再约'
    case 'cancelled':
      return '这次预约取消了，需要时可以再约'
    case 'noShow':
      return `这次没有成行，有疑问请打电话给${organisation.name}：${organisation.phone}`
  }
}

export function nowForStaff(booking: Booking): string {
  const { worker, start, checkedInAt, dueAt } = booking
  switch (booking.state) {
    case 'waiting':
      return '正在排队'
    case 'held':
      return '先留着位置，等对方确认'
    case 'requested':
      return `请在${spoken(dueAt ?? start)}前答复，并安排一位社工`
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
    case 'expired':
      return '对方没有确认，位置已经空出来'
    case 'cancelled':
      return '居民取消了'
    case 'noShow':
      return '没有人签到，没有成行'
  }
}
