import type { ServiceView } from '../contract'
import type { Session } from '../domain/booking'
import { addDays } from '../domain/calendar'
import { homeOf, obstacle } from '../domain/dispatch'
import { kindRules } from '../domain/kinds'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { dayOf } from '../domain/time'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { serviceRow } from './serviceRow'

/** Two weeks of four windows a day of all organisations that offer the service. */
const most = 500

export const service: Handlers<'booking'>['service'] = async (input, { person, now }) => {
  const town = await townData(now)
  const found = town.services.find(({ id }) => id === input.service)
  if (!found) return refuse('SERVICE_UNKNOWN')
  const rules = kindRules[found.kind]
  const sessions = await find<Session>(
    'sessions',
    { service: found.id, start: is.both(is.gt(now), is.lt(addDays(now, rules.daysAhead))) },
    {
      limit: most,
      order: [['start', 'asc']],
      fields: ['title', 'organisation', 'area', 'worker', 'place', 'start', 'end', 'seats', 'left', 'takers', 'standing'],
    },
  )
  const { includes, prepare, cancelHours, minutes } = found
  return done({
    ...serviceRow(found, person, town),
    includes,
    prepare,
    cancelHours,
    windows: rules.atHome ? windowsOf(sessions, minutes, person) : [],
    sessions: rules.atHome ? [] : sessions.map((session) => sessionView(session, person)),
    missing: rules.atHome ? missingOf(person) : [],
    addressMasked: rules.atHome ? person.addressMasked : undefined,
    phoneMasked: rules.atHome ? person.phoneMasked : undefined,
  })
}

/** What must be given before somebody can come. */
export function missingOf({ address, phone }: Person): ServiceView['missing'] {
  return [...(address === undefined ? (['address'] as const) : []), ...(phone === undefined ? (['phone'] as const) : [])]
}

/** The time windows with the places of all organisations that would come to this home. */
function windowsOf(sessions: Session[], minutes: number, person: Person): ServiceView['windows'] {
  const windows = new Map<string, ServiceView['windows'][number]>()
  for (const session of sessions) {
    const { start, end, left } = session
    const window = windows.get(start) ?? { day: dayOf(start), start, end, free: 0 }
    if (obstacle(session, minutes, homeOf(person)) === undefined) window.free += left
    windows.set(start, window)
  }
  return [...windows.values()]
}

function sessionView({ _id, title, organisation, worker, place, start, end, seats, left, takers }: Session, { _id: person }: Person) {
  return {
    id: _id,
    title,
    organisation: organisation.name,
    who: worker?.name,
    place: place?.name,
    start,
    end,
    seats,
    left,
    mine: takers.some((taker) => taker.person === person),
  }
}
