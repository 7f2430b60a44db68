import type { ServiceView } from '../contract'
import { crewOf, languagesOf, missingBefore, obstacleOf, pricesOf, sessionsOf, windowsOf } from '../domain/availability'
import type { Wanted } from '../domain/availability'
import { spansOf } from '../domain/booking'
import type { Bookable, Offering, Session, Taker } from '../domain/booking'
import { addDays } from '../domain/calendar'
import { conflictOf } from '../domain/conflict'
import { clashOf } from '../domain/diary'
import { explain } from '../domain/entitlement'
import { contactNeeded, kindRules } from '../domain/kinds'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { inTown, instantAt } from '../domain/time'
import type { Instant } from '../domain/time'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { advisersView } from './advisersView'
import { laidOut } from './laidOut'
import { lessonView } from './lessonView'
import { serviceRow } from './serviceRow'

/** What a phone can show; the nearest ones. */
const mostSessions = 600

export const service: Handlers<'booking'>['service'] = async (input, context) => {
  const { person, now } = context
  const { from, until } = spanOf(input.month, now)
  const { bookables, guest } = without(input.moving, await laidOut(input.service, now, until), context.guest)
  const offerings = bookables.filter((one): one is Offering => one.kind === 'offering').sort((a, b) => (a._id < b._id ? -1 : 1))
  const [offering] = offerings
  if (!offering) return refuse('SERVICE_UNKNOWN')
  if (!offerings.some(({ open }) => open)) return refuse('OFFERING_CLOSED')
  const { service: found, programme } = offering
  const { kind, includes, prepare, cancelHours, channels = [], adversarial = false } = found
  const rules = kindRules[kind]
  const last = addDays(now, rules.daysAhead)
  const end = until !== undefined && until < last ? until : last
  const wanted: Wanted = { offering, guest, wish: input.wish, now }
  const windows = rules.atHome ? windowsOf(bookables, wanted, from, end) : []
  const all = rules.atHome ? [] : sessionsOf(bookables, now, end)
  const sessions = all.filter(({ start }) => start >= from).slice(0, mostSessions)
  const missing = await namesOf(missingBefore(found, guest), now)
  const obstacle = (session: Session) => obstacleOf(session, all, guest, now, input.against, missing)
  const come = new Set(crewOf(bookables, found.skill).map(({ worker }) => worker.person))
  const starts = [...windows, ...sessions].map(({ start }) => start)
  return done({
    ...serviceRow(found, programme, guest, now),
    includes,
    prepare,
    cancelHours,
    channels,
    adversarial,
    forWhom: { id: guest._id, name: guest.name },
    entitlement: programme && explain(programme, guest, now),
    prices: pricesOf(wanted, starts),
    windows,
    advisers: kind === 'appointment' ? advisersView(sessions, guest._id, obstacle) : [],
    sessions: (kind === 'class' ? sessions : []).map((session) => {
      const view = sessionView(session, guest._id)
      if (view.mine) return view
      const only = missing.length === 0 && conflictOf(session, input.against) === undefined
      const clash = only ? clashOf(guest.diary, spansOf(session), '') : undefined
      // Who looks for somebody else does not find what that one booked alone.
      return { ...view, obstacle: obstacle(session), clash: clash && { booking: guest._id === person._id ? clash.booking : undefined } }
    }),
    carers: guest.carers
      .filter(({ worker }) => come.has(worker))
      .map(({ worker, name, organisation }) => ({ id: worker, name, organisation })),
    languages: languagesOf(bookables, found.skill),
    remarks: offerings
      .filter(({ open, remark }) => open && remark !== '')
      .map(({ organisation, remark }) => ({ organisation: organisation.name, remark })),
    missing: contactNeeded(kind).filter((field) => guest[field] === undefined),
    addressMasked: guest.addressMasked,
    phoneMasked: guest.phoneMasked,
  })
}

/** A booking that will leave its place is in nobody's way: neither in the guest's diary nor with who was to come. */
function without(booking: string | undefined, bookables: Bookable[], guest: Person): { bookables: Bookable[]; guest: Person } {
  if (booking === undefined) return { bookables, guest }
  const { diary } = guest
  const others = diary.engagements.filter((one) => one.booking !== booking)
  const leaves = (taker: Taker) => taker.booking === booking && taker.person === guest._id
  return {
    bookables: bookables.map((one) => (one.kind === 'visit' ? { ...one, takers: one.takers.filter((taker) => !leaves(taker)) } : one)),
    guest: { ...guest, diary: { ...diary, engagements: others } },
  }
}

/** The month that is looked at, or from now on as far as is laid out. */
function spanOf(month: string | undefined, now: Instant): { from: Instant; until?: Instant } {
  if (month === undefined) return { from: now }
  const from = instantAt(`${month}-01`, '00:00')
  return { from: from > now ? from : now, until: inTown(from).add(1, 'month').toISOString() }
}

/** The names of services, from the town's data: they are not copied into offerings. */
async function namesOf(services: string[], now: Instant): Promise<string[]> {
  if (services.length === 0) return []
  const town = await townData(now)
  return services.map((id) => town.services.find((one) => one.id === id)?.name ?? id)
}

/** A course as `person` sees it: taken or waited for by themselves, or not. */
export function sessionView(session: Session, person: string): ServiceView['sessions'][number] {
  const { _id, title, organisation, worker, place, start, end, term, about, lessons, seats, left, queued } = session
  const mine = [...session.takers, ...session.queue].find((one) => one.person === person)
  return {
    id: _id,
    title,
    organisation: organisation.name,
    who: worker?.name,
    place: place?.name,
    start,
    end,
    term,
    about,
    lessons: lessons.map((lesson) => lessonView(session, lesson)),
    seats,
    left,
    queued,
    mine: mine !== undefined,
    booking: mine?.booking,
  }
}
