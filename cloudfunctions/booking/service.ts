import type { ServiceView } from '../contract'
import { crewOf, languagesOf, missingBefore, obstacleOf, pricesOf, sessionsOf, windowsOf } from '../domain/availability'
import type { Wanted } from '../domain/availability'
import { spansOf } from '../domain/booking'
import type { Offering, Session } from '../domain/booking'
import { addDays } from '../domain/calendar'
import { conflictOf } from '../domain/conflict'
import { clashOf } from '../domain/diary'
import { explain } from '../domain/entitlement'
import { contactNeeded, kindRules } from '../domain/kinds'
import { done, refuse } from '../domain/result'
import { inTown, instantAt } from '../domain/time'
import type { Instant } from '../domain/time'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { laidOut } from './laidOut'
import { lessonView } from './lessonView'
import { serviceRow } from './serviceRow'

/** What a phone can show; the nearest ones. */
const mostSessions = 600

export const service: Handlers<'booking'>['service'] = async (input, { person, guest, now }) => {
  const { from, until } = spanOf(input.month, now)
  const bookables = await laidOut(input.service, now, until)
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
    sessions: sessions.map((session) => {
      const view = sessionView(session, guest._id)
      if (view.mine) return view
      const obstacle = obstacleOf(session, all, guest, now, input.against, missing)
      const only = missing.length === 0 && conflictOf(session, input.against) === undefined
      const clash = only ? clashOf(guest.diary, spansOf(session), '') : undefined
      // Who looks for somebody else does not find what that one booked alone.
      return { ...view, obstacle, clash: clash && { booking: guest === person ? clash.booking : undefined } }
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

/** A session as `person` sees it: taken or waited for by themselves, or not. */
export function sessionView(session: Session, person: string): ServiceView['sessions'][number] {
  const { _id, title, organisation, worker, beside, place, start, end, term, about, lessons, channels, seats, left, queued } = session
  const mine = [...session.takers, ...session.queue].find((one) => one.person === person)
  return {
    id: _id,
    title,
    organisation: organisation.name,
    who: worker?.name,
    beside: beside?.name,
    place: place?.name,
    start,
    end,
    term,
    about,
    lessons: lessons.map((lesson) => lessonView(session, lesson)),
    channels,
    seats,
    left,
    queued,
    mine: mine !== undefined,
    booking: mine?.booking,
  }
}
